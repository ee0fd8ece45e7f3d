"""Small pieces that read what people type."""

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models

from documents.days import NOT_A_DAY, read_day
from documents.incoming_text import CONTROL

__all__ = ["NOT_A_DAY", "limit_of", "only_text", "read_day", "without_null_check"]


def limit_of(model: type[models.Model], name: str) -> int:
    """How many characters the column holds that a field is kept in."""
    return model._meta.get_field(name).max_length or 0  # type: ignore[union-attr]


def only_text(value: str) -> None:
    """Validator of a line: characters that are none and that no database keeps are refused."""
    if CONTROL.search(value):
        raise forms.ValidationError("含有无法显示的控制字符，请删除后重新填写。")


def without_null_check(field: Any) -> None:
    """Take Django's own sentence about null characters away, where ours says more."""
    field.validators = [v for v in field.validators if not isinstance(v, ProhibitNullCharactersValidator)]
