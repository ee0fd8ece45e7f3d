"""交办批次: put together, approved, issued."""

from typing import Any

from django import forms

from departments.models import Official
from directives.models import Batch
from documents.models import Upload
from documents.uploads import UnusableFile, store

from .days import DayField
from .fields import limit_of


class PrepareForm(forms.Form):
    """The name of a new batch. Which tasks are ticked is read beside it."""

    title = forms.CharField(
        label="批次名称",
        max_length=limit_of(Batch, "title"),
        error_messages={"required": "请填写批次名称。", "max_length": "批次名称太长，请缩短。"},
    )


class PaperApprovalForm(forms.Form):
    """What stands on the paper that came back signed."""

    approver = forms.ChoiceField(
        label="审批人",
        error_messages={"required": "请选择审批人。", "invalid_choice": "领导名单中没有这个人，请重新选择。"},
    )
    approved_on = DayField(label="审批日期", error_messages={"required": "请填写审批日期。"})
    words = forms.CharField(
        label="审批意见",
        max_length=200,
        help_text="照录签批原话，例如：同意。",
        error_messages={"required": "请填写审批意见。", "max_length": "最多 200 字，请缩短。"},
    )
    scan = forms.FileField(label="扫描件", required=False, help_text="PDF 或图片，10 MB 以内；没有可以不传。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = Official.objects.values_list("name", flat=True)
        approver: Any = self.fields["approver"]
        approver.choices = [("", "请选择"), *((name, name) for name in dict.fromkeys(names))]

    def store_scan(self, by: Any) -> Upload | None:
        """The stored scan, None without one; raises UnusableFile, which is told at the field."""
        file = self.cleaned_data.get("scan")
        if not file:
            return None
        try:
            return store(file, by=by)
        except UnusableFile as unusable:
            self.add_error("scan", str(unusable))
            raise


class LeaderForm(forms.Form):
    """A leader's own words in the portal."""

    words = forms.CharField(
        label="批示意见",
        max_length=200,
        required=False,
        help_text="同意可以不写；退回请写明原因。",
        widget=forms.Textarea({"rows": 2}),
        error_messages={"max_length": "最多 200 字，请缩短。"},
    )


class IssueForm(forms.Form):
    """The number in the office's own register."""

    document_number = forms.CharField(
        label="文号",
        max_length=limit_of(Batch, "document_number"),
        required=False,
        help_text="本单位发文登记的文号，按上一号推算，请核对；没有就留空。交办单号由平台自动编排。",
    )
