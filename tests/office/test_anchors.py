"""A report revised in the office, and the places that it lost settled on one page."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directives import anchors, workflow
from directives.models import Directive, Task, TaskSource
from meetings.models import Meeting
from tests import work
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MEETING = "/office/meetings/2024-07-01/"
REPORT, ANCHORS = MEETING + "report/", MEETING + "anchors/"
NEW = work.REPORT.replace(work.DEMAND, "经科局要在年末前办成菊花消费季。")


@pytest.fixture
def task(cast: Cast) -> Task:
    return work.task(lead="gongkeshang", source=work.directive(work.meeting()))


def meeting() -> Meeting:
    return Meeting.objects.get(slug="2024-07-01")


def revise(by: Any, text: str = NEW) -> int:
    return anchors.add_version(meeting(), text, by=work.actor(by)).version.number


def shown(answer: Any) -> str:
    return str(answer.content.decode())


def sent(row: Any, seen: int = 2, **more: Any) -> dict[str, Any]:
    what = {Directive: "directive", TaskSource: "source", Task: "deadline"}[type(row)]
    return {"what": what, "key": row.pk, "seen": seen, **more}


# The report's text


def test_the_text_is_edited_as_it_stands_and_leads_on_to_what_was_lost(
    signed_in: Any, cast: Cast, task: Task
) -> None:
    client = signed_in(cast.clerk)
    page = shown(client.get(REPORT))
    assert work.REPORT in page
    assert "本页文字将替换第1版" in page
    answer = client.post(REPORT, {"text": NEW, "replaces": 1}, follow=True)
    assert answer.redirect_chain[-1][0].startswith(ANCHORS)
    assert "2 处原文在新版中找不到了" in shown(answer)
    assert meeting().versions.count() == 2


def test_an_edit_that_loses_nothing_leads_back_to_the_meeting(signed_in: Any, cast: Cast, task: Task) -> None:
    answer = signed_in(cast.clerk).post(REPORT, {"text": "近日，" + work.REPORT, "replaces": 1}, follow=True)
    assert answer.redirect_chain[-1][0].startswith(MEETING + "#")
    assert "待核对" not in shown(answer)


def test_a_released_meeting_is_withdrawn_first(signed_in: Any, cast: Cast, task: Task) -> None:
    workflow.release_meeting(meeting(), secrecy_review="可以公开", by=work.actor(cast.releaser))
    client = signed_in(cast.clerk)
    assert "会议已公开，现在不能修订" in shown(client.get(REPORT))
    answer = client.post(REPORT, {"text": NEW, "replaces": 1})
    assert answer.status_code == 422
    assert "请先撤回会议，再修订报道" in shown(answer)
    assert NEW in shown(answer)
    assert meeting().versions.count() == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [("", "请粘贴报道全文"), (work.REPORT, "与最新版相同"), ("坏字符\x07", "第 1 行含有无法显示的控制字符")],
)
def test_a_text_that_cannot_be_taken_stays_on_the_page(
    signed_in: Any, cast: Cast, task: Task, typed: str, told: str
) -> None:
    answer = signed_in(cast.clerk).post(REPORT, {"text": typed, "replaces": 1})
    assert answer.status_code == 422
    assert told in shown(answer)
    assert typed in shown(answer)


def test_who_was_overtaken_keeps_the_text_and_decides_knowingly(
    signed_in: Any, cast: Cast, task: Task
) -> None:
    revise(cast.supervisor)
    client, mine = signed_in(cast.clerk), work.REPORT + "（我改的）"
    answer = client.post(REPORT, {"text": mine, "replaces": 1})
    assert answer.status_code == 409
    assert "刚刚由他人修订为第2版" in shown(answer)
    assert mine in shown(answer)
    assert 'name="replaces" value="2"' in shown(answer)
    assert client.post(REPORT, {"text": mine, "replaces": 2}).status_code == 302
    assert meeting().versions.count() == 3


def test_a_meeting_without_a_report_says_so(signed_in: Any, cast: Cast) -> None:
    Meeting.objects.create(slug="2024-07-01", name="没有报道", held_on="2024-07-01")
    client = signed_in(cast.clerk)
    assert (client.get(REPORT).status_code, client.get(ANCHORS).status_code) == (409, 200)


# The places


def test_the_meetings_page_says_how_many_places_are_open(signed_in: Any, cast: Cast, task: Task) -> None:
    client = signed_in(cast.clerk)
    assert "待核对" not in shown(client.get(MEETING))
    revise(cast.clerk)
    assert f'2 处原文位置待核对。</span> <a href="{ANCHORS}">' in shown(client.get(MEETING))
    assert "待核对" not in shown(signed_in(cast.leader).get(MEETING))


def test_lost_words_are_listed_beside_the_text_with_the_nearest_passages(
    signed_in: Any, cast: Cast, task: Task
) -> None:
    revise(cast.clerk)
    page = shown(signed_in(cast.clerk).get(ANCHORS))
    assert page.count(f">\n{work.DEMAND}</textarea>") == 2
    [first, *_] = re.findall(r'name="at" value="(\d+)-(\d+)"', page)
    assert NEW[int(first[0]) : int(first[1])] == "王镇长强调，经科局要在年末前办成菊花消费季。"
    assert 'href="#directive-' in page


def test_one_click_settles_a_directive_with_its_source(signed_in: Any, cast: Cast, task: Task) -> None:
    revise(cast.clerk)
    client = signed_in(cast.clerk)
    [place, *_] = re.findall(r'name="at" value="([\d-]+)"', shown(client.get(ANCHORS)))
    answer = client.post(ANCHORS, sent(Directive.objects.get(), at=place), follow=True)
    assert "已定位到“王镇长强调，经科局要在年末前办成菊花消费季。”" in shown(answer)
    assert "各处原文都有位置" in shown(answer)
    assert not Directive.objects.get().anchor_lost


def test_words_may_be_typed_kept_without_a_place_or_dropped(signed_in: Any, cast: Cast, task: Task) -> None:
    client = signed_in(cast.clerk)
    revise(cast.clerk)
    client.post(ANCHORS, sent(Directive.objects.get(), words="办成菊花消费季"))
    assert TaskSource.objects.get().quotation == "办成菊花消费季"
    revise(cast.clerk, "7月1日，镇里召开经济工作例会。")
    client.post(ANCHORS, sent(Directive.objects.get(), seen=3, keep="1", words="没有用的字"))
    assert (Directive.objects.get().quotation, TaskSource.objects.get().quotation) == ("", "")
    TaskSource.objects.update(anchor_lost=True)
    client.post(ANCHORS, sent(TaskSource.objects.get(), seen=3, drop="1"))
    assert not Task.objects.exists()


def test_a_refused_choice_keeps_what_was_typed_at_its_place(signed_in: Any, cast: Cast, task: Task) -> None:
    revise(cast.clerk)
    answer = signed_in(cast.clerk).post(ANCHORS, sent(Directive.objects.get(), words="没有这句话"))
    assert answer.status_code == 422
    page = shown(answer)
    assert "找不到这段文字" in page
    assert ">\n没有这句话</textarea>" in page
    assert 'aria-invalid="true"' in page


def test_a_newer_version_refuses_the_choice_and_shows_itself(signed_in: Any, cast: Cast, task: Task) -> None:
    revise(cast.clerk)
    revise(cast.supervisor, NEW + "（完）")
    answer = signed_in(cast.clerk).post(
        ANCHORS, sent(Directive.objects.get(), seen=2, words="办成菊花消费季")
    )
    assert answer.status_code == 409
    assert "报道又有了新版" in shown(answer)
    assert ">\n办成菊花消费季</textarea>" in shown(answer)
    assert 'name="seen" value="3"' in shown(answer)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"what": "else", "key": "1"},
        {"what": "directive", "key": "x"},
        {"what": "charge", "key": "9" * 30},
    ],
)
def test_nonsense_changes_nothing(signed_in: Any, cast: Cast, task: Task, fields: dict[str, str]) -> None:
    revise(cast.clerk)
    answer = signed_in(cast.clerk).post(ANCHORS, {"seen": "2", **fields})
    assert answer.status_code == 409
    assert anchors.count_unsettled(meeting()) == 2


def test_a_long_report_shows_the_paragraphs_around_the_choices(
    signed_in: Any, cast: Cast, task: Task
) -> None:
    filling = "".join(f"第{n}段说别的。\n" for n in range(4000))
    revise(cast.clerk, filling + NEW + "\n" + filling)
    page = shown(signed_in(cast.clerk).get(ANCHORS))
    assert "报道较长" in page
    assert "第3999段说别的。" in page
    assert "第100段说别的。" not in page
    assert len(page) < 40_000


def test_the_page_takes_the_same_queries_for_any_number_of_places(
    signed_in: Any, cast: Cast, task: Task
) -> None:
    client = signed_in(cast.clerk)
    revise(cast.clerk)

    def queries(page: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        return len(asked)

    client.get(ANCHORS)
    few = queries(ANCHORS)
    directive = Directive.objects.get()
    for n in range(8):
        more = work.task(title=f"任务{n}")
        TaskSource.objects.create(task=more, directive=directive, quotation=work.DEMAND, anchor_lost=True)
    assert queries(ANCHORS) == few


def test_only_the_office_revises_and_settles(signed_in: Any, cast: Cast, task: Task) -> None:
    for user in (cast.leader, cast.auditor, cast.releaser):
        client = signed_in(user)
        assert {client.get(REPORT).status_code, client.post(ANCHORS, {}).status_code} == {403}
    assert signed_in(cast.stranger).get(ANCHORS).status_code == 404
