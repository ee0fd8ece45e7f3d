"""What a public site must say of itself before it may stand on the open network."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

PLACEHOLDER = "待填写"
ASKED_FOR = {
    "sponsor": "主办单位",
    "operator": "承办单位",
    "site_code": "网站标识码",
    "icp": "ICP备案号",
    "police": "公安备案号",
    "telephone": "联系电话",
    "address": "地址",
}


@register(Tags.security, deploy=True)
def check_footer(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """`check --deploy` refuses a footer that still holds a placeholder (inspection list 国办秘函〔2019〕19号)."""
    return [
        Error(
            f"页脚的{words}还没有填写。",
            hint=f"请设置环境变量 FOOTER_{name.upper()}。",
            id="public.E001",
        )
        for name, words in ASKED_FOR.items()
        if not settings.FOOTER[name] or PLACEHOLDER in settings.FOOTER[name]
    ]
