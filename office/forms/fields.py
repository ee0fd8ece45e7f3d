"""Small pieces that read what people type."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models

from documents.incoming_text import CONTROL

_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")

NOT_A_DAY = "看不懂这个日期。请写成 2024-07-19 或 2024年7月19日。"


def read_day(typed: str) -> date | None:
    """The day in any of the ways an office writes one; None for an empty field; ValueError otherwise."""
    typed = typed.strip()
    if not typed:
        return None
    found = _DAY.fullmatch(typed)
    if not found:
        raise ValueError(NOT_A_DAY)
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError as error:
        raise ValueError(NOT_A_DAY) from error


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
