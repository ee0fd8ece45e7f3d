"""交办: which drafts, and the approval given on paper."""

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


class IssueForm(forms.Form):
    """The approval that stands behind an issue. Which tasks are ticked is read beside it."""

    title = forms.CharField(label="批次名称", max_length=160, error_messages={"required": "请填写批次名称。"})
    document_number = forms.CharField(
        label="文号", max_length=60, required=False, help_text="本单位发文登记的文号，没有就留空。"
    )
    approver = forms.CharField(label="审批人", max_length=40, error_messages={"required": "请填写审批人。"})
    words = forms.CharField(
        label="审批意见",
        max_length=200,
        help_text="照录批示原话，例如：同意。",
        error_messages={"required": "请填写审批意见。"},
    )
    approved_on = DayField(label="审批日期", error_messages={"required": "请填写审批日期。"})
