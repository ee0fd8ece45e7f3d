"""The form that a report or another document comes in by: pasted, uploaded, or as empty rows to be typed."""

from typing import Any

from django import forms

from directives.intake import DuplicateReport
from documents import workbooks
from documents.incoming_text import MAX_CHARACTERS, UnusableText, from_paste, from_upload
from meetings.models import ReportVersion

from .days import DayField
from .fields import only_text, without_null_check
from .start_document import REPORT_FIELDS, DocumentFields

TYPED = "typed"
NOTHING_SENT = "请粘贴来文，或上传 .txt、.xlsx 文件；没有电子版的，点“逐条录入”。"
NO_REPORT_SENT = "请粘贴报道全文，或上传 .txt 文件；要上传来文的任务表（.xlsx），先在“录入的是”里选它的来源。"
_TABLE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class StartForm(DocumentFields):
    """A text and where it comes from. What was pasted stays in the field whatever is wrong with it."""

    text = forms.CharField(
        label="全文",
        required=False,
        strip=False,
        help_text=f"报道或来文的文字，复制后粘贴，不超过 {MAX_CHARACTERS:,} 字。",
        widget=forms.Textarea({"rows": 12, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label="或上传文件",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".txt,.xlsx,text/plain"}),
        help_text=".txt；来文附的任务表可以传 .xlsx，不超过 5 MB。",
    )
    published_on = DayField(label="发布日期", required=False, help_text="报道只写“7月19日”时，据此判断年份。")
    source_name = forms.CharField(
        label="来源",
        required=False,
        max_length=80,
        help_text="报纸、网站或公众号名称。",
        error_messages={"max_length": "最多 80 字，请缩短。"},
    )
    source_url = forms.URLField(
        label="来源网址",
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.TextInput({"inputmode": "url", "autocapitalize": "none"}),
        error_messages={
            "invalid": "网址不完整，请从浏览器地址栏复制。",
            "max_length": "网址太长，最多 500 个字符。",
        },
    )
    source_kind = forms.ChoiceField(
        label="材料种类", choices=ReportVersion.Source.choices, required=False, initial="news"
    )
    secrecy = forms.ChoiceField(
        label="公开状况", choices=ReportVersion.Secrecy.choices, required=False, initial="published"
    )

    duplicate: DuplicateReport | None = None
    field_order = ("source", "text", "file", *REPORT_FIELDS)  # that of the page

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_null_check(self.fields["text"])  # `from_paste` says in which line such a character stands
        for name in ("source_name", "source_url"):
            without_null_check(self.fields[name])
            self.fields[name].validators.insert(0, only_text)

    def clean(self) -> dict[str, Any]:
        """Decide which of the ways was used, and take the text (`report`) or the workbook (`table`) in."""
        cleaned = super().clean() or {}
        cleaned["source_kind"] = cleaned.get("source_kind") or ReportVersion.Source.NEWS
        # What nobody declared public is treated as internal.
        cleaned["secrecy"] = cleaned.get("secrecy") or ReportVersion.Secrecy.INTERNAL
        pasted, upload = cleaned.get("text") or "", cleaned.get("file")
        if pasted.strip() and upload:
            self.add_error("file", "粘贴和上传只能选一种。请清空全文，或不选文件。")
            return cleaned
        if self.is_typed:
            self._check_typed(pasted, upload)
        elif not pasted.strip() and not upload:
            self.add_error("text", NOTHING_SENT if self.is_document else NO_REPORT_SENT)
        elif upload and self._is_table(upload):
            if (upload.size or 0) > workbooks.MAX_BYTES:
                self.add_error("file", "表格超过 5 MB，请删去图片等无关内容再上传。")
            else:
                cleaned["table"] = upload.read()
        else:
            self._take_text(cleaned, pasted, upload)
        return cleaned

    @property
    def is_typed(self) -> bool:
        """Whether empty rows are asked for."""
        return bool(self.data.get("way") == TYPED)

    def _check_typed(self, pasted: str, upload: Any) -> None:
        if not self.is_document:
            self.add_error("source", "会议要有报道或纪要全文，请粘贴；逐条录入请先选批示、上级督办等来源。")
        elif pasted.strip() or upload:
            self.add_error("text", "已有文字或文件，请点“识别并开始核对”；要逐条录入，请先清空。")

    def _is_table(self, upload: Any) -> bool:
        head = upload.read(4)
        upload.seek(0)
        return self.is_document and head.startswith(_TABLE)

    def _take_text(self, cleaned: dict[str, Any], pasted: str, upload: Any) -> None:
        try:
            cleaned["report"] = from_upload(upload.read()) if upload else from_paste(pasted)
        except UnusableText as error:
            wrong_source = upload and not self.is_document and str(upload.name).lower().endswith(".xlsx")
            words = (
                "任务表只能作为来文录入，请在“录入的是”里改选批示、上级督办等。"
                if wrong_source
                else str(error)
            )
            self.add_error("file" if upload else "text", words)

    def focus_wrong(self) -> None:
        """Take whoever is refused to the first field that is wrong, with what is wrong beside it. Of a duplicate more
        is told at the top."""
        wrong = next((bound for bound in self if bound.errors), None)
        if wrong and not self.duplicate:
            wrong.field.widget.attrs["autofocus"] = True

    def refuse(self, duplicate: DuplicateReport) -> None:
        """Say at the field that the report is here already; the page adds where."""
        self.duplicate = duplicate
        self.add_error("file" if self.cleaned_data.get("file") else "text", str(duplicate))
