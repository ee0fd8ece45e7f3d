"""The form that a report comes in by: pasted, or uploaded as a text file."""

from typing import Any

from django import forms

from directives.intake import DuplicateReport
from documents.incoming_text import MAX_CHARACTERS, UnusableText, from_paste, from_upload
from meetings.models import ReportVersion

from .days import DayField
from .fields import only_text, without_null_check


class StartForm(forms.Form):
    """A report's text and where it comes from. What was pasted stays in the field whatever is wrong with it."""

    text = forms.CharField(
        label="报道全文",
        required=False,
        strip=False,
        help_text=f"从网页或公众号复制后粘贴，不超过 {MAX_CHARACTERS:,} 字。",
        widget=forms.Textarea({"rows": 12, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label="或上传 .txt 文件",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".txt,text/plain"}),
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_null_check(self.fields["text"])  # `from_paste` says in which line such a character stands
        for name in ("source_name", "source_url"):
            without_null_check(self.fields[name])
            self.fields[name].validators.insert(0, only_text)

    def clean(self) -> dict[str, Any]:
        """Decide which of the two ways was used, and take the text in."""
        cleaned = super().clean() or {}
        cleaned["source_kind"] = cleaned.get("source_kind") or ReportVersion.Source.NEWS
        # What nobody declared public is treated as internal.
        cleaned["secrecy"] = cleaned.get("secrecy") or ReportVersion.Secrecy.INTERNAL
        pasted, upload = cleaned.get("text") or "", cleaned.get("file")
        if pasted.strip() and upload:
            self.add_error("file", "粘贴和上传只能选一种。请清空全文，或不选文件。")
            return cleaned
        try:
            cleaned["report"] = from_upload(upload.read()) if upload else from_paste(pasted)
        except UnusableText as error:
            self.add_error("file" if upload else "text", str(error))
        return cleaned

    def refuse(self, duplicate: DuplicateReport) -> None:
        """Say at the field that the report is here already; the page adds where."""
        self.duplicate = duplicate
        self.add_error("file" if self.cleaned_data.get("file") else "text", str(duplicate))
