"""What people write when they act on a task: reports, statements, reasons, reviews."""

from typing import Any

from django import forms

from directives.workflow import ReportContent

LONG = 4000
SHORT = 200


def _text(
    label: str, *, rows: int = 3, required: bool = False, limit: int = LONG, help_text: str = ""
) -> Any:
    return forms.CharField(
        label=label,
        required=required,
        max_length=limit,
        help_text=help_text,
        widget=forms.Textarea({"rows": rows}),
        error_messages={
            "required": f"请填写{label}。",
            "max_length": f"{label}最多 {limit} 字，现有 %(show_value)s 字。请缩短。",
        },
    )


class ReportForm(forms.Form):
    """进展反馈 of one period."""

    text = _text("进展", rows=5, help_text="做了什么、做到哪一步，写清数量和日期。")
    problems = _text("存在问题")
    next_steps = _text("下步措施")
    to_coordinate = _text("需协调事项", help_text="需要镇里出面协调的事，没有就留空。")
    progress = forms.IntegerField(
        label="进度（%）",
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput({"min": 0, "max": 100, "step": 5, "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "进度请填 0 到 100 之间的整数。"),
    )
    no_change = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def content(self, progress_now: int) -> ReportContent:
        """What was written, for the workflow; an empty progress stays where it was."""
        progress = self.cleaned_data["progress"]
        return ReportContent(
            text=self.cleaned_data["text"],
            problems=self.cleaned_data["problems"],
            next_steps=self.cleaned_data["next_steps"],
            to_coordinate=self.cleaned_data["to_coordinate"],
            progress=progress_now if progress is None else progress,
            no_change=self.cleaned_data["no_change"],
        )


class StatementForm(forms.Form):
    """申请办结."""

    statement = _text("办结说明", rows=4, required=True, help_text="写明完成了什么、有什么依据。")


class ReasonForm(forms.Form):
    """退回 or 撤回, with a reason the other side can act on."""

    reason = _text("原因", rows=2, required=True, limit=SHORT)


class SecrecyReviewForm(forms.Form):
    """公开: the review that has to come first."""

    secrecy_review = forms.CharField(
        label="保密审查意见",
        max_length=SHORT,
        help_text="例如：经审查，不涉及国家秘密、工作秘密和个人隐私，可以主动公开。",
        error_messages={"required": "请填写保密审查意见，之后才能公开。", "max_length": f"最多 {SHORT} 字。"},
    )


class ReportReleaseForm(SecrecyReviewForm):
    """The words the public will read of a report, and their review."""

    public_text = _text(
        "公开文字", rows=4, required=True, help_text="公众看到的是这里的文字，单位原文另行保留。"
    )

    field_order = ["public_text", "secrecy_review"]
