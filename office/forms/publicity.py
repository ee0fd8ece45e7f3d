"""公开属性 of one task or of several."""

from django import forms

from directives.workflow.publicity import LONGEST_REASON
from publishing.models import Release

from .fields import only_text


class PublicityForm(forms.Form):
    """What the releaser decides; which decision needs a reason is the workflow's rule."""

    publicity = forms.ChoiceField(
        label="公开属性",
        choices=[("", "请选择"), *Release.Publicity.choices],
        error_messages={"required": "请选择公开属性。", "invalid_choice": "没有这个选项，请从列表中选择。"},
    )
    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=LONGEST_REASON,
        validators=[only_text],
        help_text="依申请公开、不予公开的必须写明，例如：涉及企业商业秘密。理由只在内部留存。",
        error_messages={"max_length": f"理由最多 {LONGEST_REASON} 字，请缩短。"},
    )
