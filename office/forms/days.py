"""A date as a form field."""

from datetime import date
from typing import Any

from django import forms

from .fields import read_day


class DayField(forms.Field):
    """A date, in any of the ways an office writes one."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **options)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        try:
            return read_day(value or "")
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
