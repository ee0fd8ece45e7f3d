"""交办批次: put together, approved, issued."""

from collections.abc import Mapping
from typing import Any

from django import forms

from departments.models import Official
from directives.models import Approval, Batch
from documents.uploads import ACCEPTED

from .days import DayField
from .fields import limit_of, only_text

WORDS = limit_of(Approval, "words")


class PrepareForm(forms.Form):
    """The name of a batch. Which tasks are ticked is read beside it."""

    title = forms.CharField(
        label="批次名称",
        max_length=limit_of(Batch, "title"),
        validators=[only_text],
        error_messages={"required": "请填写批次名称。", "max_length": "批次名称太长，请缩短。"},
    )


class TableForm(forms.Form):
    """A form on the table that its page shows; `seen` is the stamp of it."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def show_now(self, **now: Any) -> None:
        """Put what the page shows now into the hidden fields. Whoever was refused for an older table has the new one
        before them, and would be refused for ever with the stamp that they sent."""
        self.initial = {**self.initial, **now}
        if self.is_bound:
            sent: Any = self.data.copy()  # type: ignore[attr-defined]
            for name, value in now.items():
                sent[name] = "" if value is None else str(value)
            self.data = sent


class PaperApprovalForm(TableForm):
    """What stands on the paper that came back signed."""

    step = forms.IntegerField(required=False, widget=forms.HiddenInput)
    approver = forms.ModelChoiceField(
        queryset=Official.objects.of_the_town(),  # the workflow says of whom it does not take why not
        label="审批人",
        help_text="只列出可以审批这一环节的领导。没有列出的，请先在后台登记任职。",
        error_messages={"required": "请选择审批人。", "invalid_choice": "领导名单中没有这个人，请重新选择。"},
    )
    approved_on = DayField(label="审批日期", error_messages={"required": "请填写审批日期。"})
    words = forms.CharField(
        label="审批意见",
        max_length=WORDS,
        validators=[only_text],
        help_text="照录签批原话，例如：同意。",
        error_messages={"required": "请填写审批意见。", "max_length": f"最多 {WORDS} 字，请缩短。"},
    )
    scan = forms.FileField(
        label="扫描件",
        required=False,
        max_length=255,
        allow_empty_file=True,  # `documents.uploads` says what is wrong with it
        widget=forms.FileInput({"accept": ACCEPTED}),
        help_text="PDF、PNG 或 JPG，10 MB 以内。没有可以不传，记录里会注明。",
        error_messages={
            "invalid": "没有收到文件，请重新选择。",
            "max_length": "文件名太长，请改短后再上传。",
        },
    )

    def offer(self, possible: Mapping[Official, list[str]]) -> None:
        """Let nobody be chosen but those who can have approved the step, each named with their posts."""
        named = [
            (official.pk, f"{official.name}（{'、'.join(posts)}）") for official, posts in possible.items()
        ]
        self.fields["approver"].widget.choices = [("", "请选择"), *named]


class LeaderForm(TableForm):
    """A leader's own words in the portal, on the table that the page showed."""

    words = forms.CharField(
        label="批示意见",
        max_length=WORDS,
        required=False,
        validators=[only_text],
        help_text="同意可以不写；退回请写明原因。",
        widget=forms.Textarea({"rows": 2}),
        error_messages={"max_length": f"最多 {WORDS} 字，请缩短。"},
    )


class IssueForm(forms.Form):
    """The number in the office's own register."""

    document_number = forms.CharField(
        label="文号",
        max_length=limit_of(Batch, "document_number"),
        required=False,
        validators=[only_text],
        help_text="本单位发文登记的文号，按今年上一号推算，请核对；没有就留空。交办单号由平台自动编排。",
        error_messages={"max_length": "文号太长，请核对。"},
    )
