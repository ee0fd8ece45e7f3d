"""The footer's legal items come from settings, and a deployment with placeholders is refused."""

from django.test import override_settings

from public.checks import ASKED_FOR, check_footer


def test_a_deployment_with_placeholders_in_the_footer_is_refused_item_by_item() -> None:
    filled = dict.fromkeys(ASKED_FOR, "已填写的内容")
    with override_settings(FOOTER=filled):
        assert check_footer(None) == []
    with override_settings(FOOTER=filled | {"icp": "（ICP备案号待填写）", "address": ""}):
        assert [error.msg for error in check_footer(None)] == [
            "页脚的ICP备案号还没有填写。",
            "页脚的地址还没有填写。",
        ]
