"""No English word is left on any page of the admin, and each says what it must."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from departments.models import Membership, Role
from directives import workflow
from directives.events import Actor
from tests import work
from tests.admin.addresses import fill, pages
from tests.admin.posting import act, row, save
from tests.cast import Cast

pytestmark = pytest.mark.django_db

# Latin that is no English: signs of data (addresses, accounts, checksums) and of the office itself.
DATA = re.compile(
    r"https?://\S+|[\w.-]+@[\w.-]+|[0-9a-f]{16,}|127\.0\.0\.1"
    r"|\b(?:gks|clerk|supervisor|releaser|leader|auditor|administrator|liaison|head|stranger|test)\b"
    r"|\b(?:village|other)_liaison\b|\bA/B\b|\b[AB]角|\.txt\b"
    r"|\b(?:PDF|PNG|JPEG)\b|\.(?:pdf|png|jpg)\b"
)
SPOKEN = ("title", "alt", "placeholder", "aria-label", "label")


class Words(HTMLParser):
    """What a person reads or hears: text, labels of buttons, and spoken attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag in ("script", "style", "svg"):
            self.silent += 1
        self.found += [named[key] or "" for key in SPOKEN if key in named]
        if tag == "input" and named.get("type") in ("submit", "button", "reset"):
            self.found.append(named.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "svg"):
            self.silent -= 1

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def english(html: str) -> set[str]:
    reader = Words()
    reader.feed(html)
    slugs = re.compile(r"^[a-z0-9-]+$")
    spoken = [DATA.sub(" ", text.strip()) for text in reader.found if not slugs.match(text.strip())]
    return {word for text in spoken for word in re.findall(r"[A-Za-z]{2,}", text)}


def everything(cast: Cast, client: Any) -> Any:
    """Somebody who may open every page."""
    for role in (Role.SUPERVISOR, Role.RELEASER, Role.ADMINISTRATOR, Role.AUDITOR):
        Membership.objects.create(user=cast.clerk, role=role)
    client.force_login(cast.clerk)
    return client


def test_no_english_is_left_on_any_page(client: Any, cast: Cast) -> None:
    filled = fill(cast)
    everything(cast, client)
    for address in pages(filled):
        page = client.get(address)
        assert page.status_code == 200, address
        assert english(page.content.decode()) == set(), address


def test_the_log_says_in_words_what_no_browser_asked_for(signed_in: Any, cast: Cast) -> None:
    workflow.issue_tasks(
        [work.task(lead="gongkeshang")],
        title="一批",
        approver=work.approver(),
        words="同意",
        approved_on=timezone.localdate(),
        by=Actor(cast.clerk, "import_report"),
    )
    page = signed_in(cast.clerk).get(reverse("admin:directives_event_changelist")).content.decode()
    assert "命令行录入" in page
    assert "import_report" not in page


def test_the_offer_to_delete_is_one_word_without_a_blank(signed_in: Any, cast: Cast) -> None:
    fill(cast)
    page = signed_in(cast.clerk).get(reverse("admin:directives_task_changelist")).content.decode()
    assert ">删除所选的任务</option>" in page
    assert ">请选择操作</option>" in page


def test_a_task_without_end_has_no_date_on_purpose(signed_in: Any, cast: Cast) -> None:
    work.task(lead="gongkeshang", title="常态走访", nature="recurring")
    page = signed_in(cast.clerk).get(reverse("admin:directives_task_changelist")).content.decode()
    assert re.search(r'class="field-due">.*周期性.*（不设日期）', page)


def test_no_english_is_left_on_error_and_act_pages(client: Any, cast: Cast) -> None:
    filled = fill(cast)
    everything(cast, client)
    tasks = reverse("admin:directives_task_changelist")
    answers = [
        save(
            client, reverse("admin:directives_task_add"), **row("charges", 0, words="x" * 90), report_day="99"
        ),
        save(client, reverse("admin:meetings_meeting_add"), slug="不行", held_on="昨天"),
        client.post(reverse("admin:accounts_user_add"), {}),
        client.post(reverse("admin:password_change"), {}),
        client.get(reverse("admin:directives_task_change", args=[99_999]), follow=True),
        act(client, tasks, "prepare", filled.draft),
        act(client, tasks, "prepare", filled.draft, title=""),
        act(client, tasks, "withdraw", filled.issued),
        client.post(tasks, {"action": "delete_selected", "_selected_action": [filled.draft.pk]}),
        client.post(tasks, {"action": "prepare", "index": "0"}, follow=True),
        client.get(reverse("admin:password_change_done")),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert english(answer.content.decode()) == set()


def test_no_english_is_left_for_those_who_only_look(signed_in: Any, cast: Cast) -> None:
    filled = fill(cast)
    client = signed_in(cast.auditor)
    for address in pages(filled):
        page = client.get(address)
        if page.status_code == 200:
            assert english(page.content.decode()) == set(), address


def test_no_english_is_left_for_the_scripts(signed_in: Any, cast: Cast) -> None:
    catalog = signed_in(cast.clerk).get(reverse("admin:jsi18n")).content.decode()
    block = catalog[catalog.index("newcatalog = ") :]
    for wanted in ("（点击清空）", "今天", "选择全部"):
        assert wanted.encode("unicode_escape").decode() in block or wanted in block


def test_forms_warn_where_text_is_typed(signed_in: Any, cast: Cast) -> None:
    filled = fill(cast)
    task = reverse("admin:directives_task_change", args=[filled.draft.pk])
    assert "涉密信息不得录入" in signed_in(cast.clerk).get(task).content.decode()
    assert "涉密信息不得录入" not in signed_in(cast.auditor).get(task).content.decode()
    page = act(
        signed_in(cast.releaser), reverse("admin:directives_task_changelist"), "release", filled.issued
    )
    assert "涉密信息不得录入" in page.content.decode()


def test_a_demonstration_says_so(signed_in: Any, cast: Cast, settings: Any) -> None:
    client = signed_in(cast.clerk)
    assert "演示系统" not in client.get(reverse("admin:index")).content.decode()
    settings.DEMO = True
    assert "演示系统" in client.get(reverse("admin:index")).content.decode()
