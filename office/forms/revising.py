"""The text of a report, edited as a whole."""

from typing import Any

from django import forms

from documents.incoming_text import UnusableText, from_paste


class ReportTextForm(forms.Form):
    """The new text and the number of the version that it replaces. Nothing is stripped: places count characters."""

    text = forms.CharField(
        label="报道全文",
        strip=False,
        required=False,
        help_text="逐字照录，只改需要更正的地方。保存后生成新版本，旧版本仍然留存。",
        widget=forms.Textarea({"rows": 20}),
    )
    replaces = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean_text(self) -> str:
        try:
            return from_paste(self.cleaned_data["text"])
        except UnusableText as error:
            raise forms.ValidationError(str(error)) from error

    def now_replacing(self, number: int) -> "ReportTextForm":
        """The same words as an edit of a newer version, for who has read that one."""
        data: dict[str, Any] = {"text": self.data.get("text", ""), "replaces": number}
        return ReportTextForm(data)
