"""交办批次: put together, approved, issued."""

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


class OfficialField(forms.ModelChoiceField):
    """An official of the list, by name and posts."""

    def label_from_instance(self, obj: Any) -> str:
        posts = "、".join(post.title for post in obj.posts.all())
        return f"{obj.name}（{posts}）" if posts else str(obj.name)


class PaperApprovalForm(forms.Form):
    """What stands on the paper that came back signed."""

    step = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    approver = OfficialField(
        queryset=Official.objects.of_the_town().prefetch_related("posts"),
        label="审批人",
        empty_label="请选择",
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


class LeaderForm(forms.Form):
    """A leader's own words in the portal, on the table that the page showed."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
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
