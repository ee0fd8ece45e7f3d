"""What forms of the admin share: addresses made from names, rows that are ticked to go."""

from typing import Any

from django import forms
from django.db import models
from django.utils.text import slugify
from pypinyin import lazy_pinyin


class SluggedForm(forms.ModelForm):
    """Makes the part of the address that nobody wants to invent, when it is left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = "用于网址，留空则自动生成；一经公开请勿更改。"

    def slug_words(self, cleaned: dict[str, Any]) -> str:
        """The words that the address is made of."""
        return str(cleaned.get("short_name") or cleaned.get("name") or "")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if "slug" in self.fields and not cleaned.get("slug") and "slug" not in self.errors:
            base = slugify("-".join(lazy_pinyin(self.slug_words(cleaned))))
            if base:
                cleaned["slug"] = free_slug(type(self.instance), base, self.instance.pk)
            else:
                self.add_error("slug", "无法自动生成网址名，请用字母和数字填写。")
        return cleaned


def free_slug(model: type[models.Model], base: str, own: int | None) -> str:
    """`base`, or `base-2`, `base-3` … where another row has it already."""
    base = base[:50].strip("-")
    others = model._default_manager.exclude(pk=own).filter(slug__startswith=base)
    taken = set(others.values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def is_to_go(formset: Any, form: forms.ModelForm) -> bool:
    """Whether a row of an inline is ticked for deletion by somebody who may delete it."""
    return bool(formset.can_delete and formset._should_delete_form(form))
