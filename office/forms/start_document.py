"""Fields of the start page that only a document has; all of them can be left for the draft's own page."""

from typing import Any

from django import forms

from departments.models import Official
from directives.intake import MAX_TYPED
from meetings.models import DemandSource, ReportVersion, SourceDocument

from .days import DayField
from .fields import limit_of, only_text

FACTS = ("title", "issuing_unit", "document_number", "received_on", "superior_due_on", "feedback_to")
REPORT_FIELDS = ("published_on", "source_name", "source_url", "source_kind", "secrecy")
_TOO_LONG = "最多 %(limit_value)d 字，请缩短。"
SOURCES = [
    (
        key,
        "会议报道"
        if key == DemandSource.MEETING
        else "会议纪要（收到的）"
        if key == DemandSource.MINUTES
        else label,
    )
    for key, label in DemandSource.choices
]


def _line(label: str, name: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=limit_of(SourceDocument, name),
        validators=[only_text],
        help_text=help_text,
        error_messages={"max_length": _TOO_LONG},
    )


class DocumentFields(forms.Form):
    """Where a document comes from, and until when its superior wants an answer."""

    source = forms.ChoiceField(
        label="录入的是",
        choices=SOURCES,
        required=False,
        initial=DemandSource.MEETING,
        widget=forms.Select({"data-report": DemandSource.MEETING.value}),
        error_messages={"invalid_choice": "没有这种来源，请重新选择。"},
    )
    title = _line("来文名称", "title")
    issuing_unit = _line("来文单位", "issuing_unit")
    document_number = _line("来文文号", "document_number", "例如 中督字〔2024〕12号。")
    received_on = DayField(
        label="收文日期",
        required=False,
        help_text="不填按成文日期，没有写明的按今天；原文的时限从这一天起算。",
    )
    superior_due_on = DayField(
        label="上级时限", required=False, help_text="内部时限按提前 5 个工作日拟定，核对时可改。"
    )
    feedback_to = _line("反馈上级", "feedback_to", "办结后向谁反馈。")
    leader = forms.CharField(
        label="批示领导",
        required=False,
        max_length=limit_of(Official, "name"),
        validators=[only_text],
        widget=forms.TextInput({"list": "leader-names"}),
        error_messages={"max_length": _TOO_LONG},
    )
    document_secrecy = forms.ChoiceField(
        label="来文公开状况",
        choices=ReportVersion.Secrecy.choices,
        required=False,
        initial=ReportVersion.Secrecy.INTERNAL,
    )
    blank_rows = forms.IntegerField(
        label="逐条录入的行数",
        required=False,
        initial=3,
        min_value=1,
        max_value=MAX_TYPED,
        error_messages={
            "invalid": "请填数字。",
            "min_value": "至少 1 行。",
            "max_value": f"最多 {MAX_TYPED} 行，之后可以再添加。",
        },
    )

    @property
    def is_document(self) -> bool:
        """Whether the chosen source is another one than a meeting's report; asked of a form that was sent."""
        return (self.data.get("source") or DemandSource.MEETING) != DemandSource.MEETING

    @property
    def document_open(self) -> bool:
        """Whether the folded fields want to be seen."""
        own = set(DocumentFields.base_fields) - {"source"}
        return self.is_document or bool(own & set(self.errors if self.is_bound else ()))

    @property
    def report_hidden(self) -> bool:
        """Whether the fields that only a report has are out of the way: a document was chosen, and none of them is wrong."""
        wrong = set(self.errors if self.is_bound else ())
        return self.is_document and not wrong & set(REPORT_FIELDS)

    def document_facts(self) -> dict[str, str]:
        """The facts that were typed, in the shape that a draft keeps them."""
        asked: dict[str, Any] = self.cleaned_data
        found = {}
        for name in FACTS:
            value = asked.get(name) or ""
            found[name] = value.isoformat() if hasattr(value, "isoformat") else value.strip()
        return found
