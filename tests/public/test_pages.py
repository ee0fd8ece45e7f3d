"""What a reader finds on the public pages, and what nobody finds there."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from departments.models import Department, UnitAlias
from directives import workflow
from directives.models import Task, TaskAssignment
from meetings.models import Meeting, ReportVersion
from tests import work
from tests.cast import Cast

from .conftest import REVIEW, World, reported, text_of


@pytest.fixture
def page(client: Client) -> Any:
    """A function that reads an address and gives its text, which must have been answered with 200."""

    def read(address: str) -> str:
        response = client.get(address)
        assert response.status_code == 200, address
        return text_of(response)

    return read


def words_of(html: str) -> str:
    """The page as read: without tags, with single blanks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_first_page_says_what_the_latest_meeting_asked_for_and_how_it_stands(
    page: Any, world: World
) -> None:
    text = words_of(page("/"))
    assert "经济工作例会" in text
    assert "提出 2 项要求" in text
    assert re.search(r"已公开 2 项任务 ?，涉及 3 个部门和 29 个村（社区） ?。", text)
    assert "推进中 1" in text
    assert "长期推进 1" in text


def later_meeting(cast: Cast, day: date) -> list[Task]:
    """A meeting of that day, released with its four requirements; its four tasks are issued and not released."""
    demands = [f"{unit}要抓好重点项目。" for unit in ("工科商局", "城建局", "发统局", "新市社区")]
    meeting = Meeting.objects.create(slug=day.isoformat(), name="项目推进会", held_on=day)
    ReportVersion.objects.create(meeting=meeting, number=1, text="".join(demands))
    tasks = [
        work.task(lead="gongkeshang", source=work.directive(meeting, words), title=words) for words in demands
    ]
    work.issue(*tasks, by=cast.clerk)
    workflow.release_meeting(meeting, secrecy_review=REVIEW, by=work.actor(cast.releaser))
    return tasks


def release(cast: Cast, *tasks: Task) -> None:
    for task in tasks:
        workflow.release_task(task, secrecy_review=REVIEW, by=work.actor(cast.releaser))


def test_no_page_says_that_a_meeting_had_only_the_tasks_that_are_public(
    page: Any, world: World, cast: Cast
) -> None:
    workflow.withdraw_task(world.visits, "须更正", by=work.actor(cast.releaser))
    for address in ("/", "/meetings/", "/meetings/2024-07-01/"):
        text = words_of(page(address))
        assert re.search("已公开 ?1 ?项任务", text), address
        assert not re.search("分解为 ?[0-9]", text), address


def test_a_partly_released_meeting_leaves_the_first_page_to_the_fuller_one_before_it(
    page: Any, world: World, cast: Cast
) -> None:
    first, second, *_ = later_meeting(cast, date(2024, 7, 19))
    release(cast, first)
    text = words_of(page("/"))
    assert re.search("近期会议 · 2024-07-01", text)
    assert re.search("最近一次会议： 项目推进会 ， 2024-07-19 ，已公开 1 项任务", text)
    release(cast, second)
    text = words_of(page("/"))
    assert re.search("最近一次会议 · 2024-07-19", text)
    assert "近期会议" not in text


def test_a_meeting_of_long_ago_does_not_keep_the_first_page(page: Any, world: World, cast: Cast) -> None:
    first, *_ = later_meeting(cast, date(2024, 12, 1))
    release(cast, first)
    text = words_of(page("/"))
    assert "最近一次会议 · 2024-12-01" in text
    assert "已公开 1 项任务" in text


def test_a_portal_without_a_released_meeting_says_what_will_come(page: Any, reference: None) -> None:
    for address in ("/", "/meetings/", "/tasks/"):
        assert "还没有公开的" in page(address)


def test_the_report_is_read_with_its_demands_marked_and_leads_to_their_tasks(page: Any, world: World) -> None:
    html = page("/meetings/2024-07-01/")
    assert "7月1日，镇里召开经济工作例会。" in html
    assert re.search(r'id="d1"><a class="said" href="#n1">工科商局要在年底前办好', html)
    assert f"/tasks/{world.consumption.number}/" in html
    assert "王镇长" in html


def test_the_quotation_on_a_task_leads_to_its_place_in_the_report(page: Any, world: World) -> None:
    html = page(f"/tasks/{world.consumption.number}/")
    assert work.DEMAND in html
    assert 'href="/meetings/2024-07-01/#d1"' in html
    assert 'id="d1"' in page("/meetings/2024-07-01/")


def test_a_task_names_its_units_by_role_and_where_its_date_comes_from(page: Any, world: World) -> None:
    text = words_of(page(f"/tasks/{world.consumption.number}/"))
    assert "牵头 工科商局" in text
    assert "2030-12-31 原文写明" in text
    assert "原文：“年底前”" in text
    assert "拟定方案" in text


def test_who_answers_for_a_task_stands_before_who_supports_it(page: Any, world: World, cast: Cast) -> None:
    task = work.task(unit_set="ge-cun-shequ", supporting=("fatong",), title="整治占道经营")
    work.charge(task, "collating", department=Department.objects.get(slug="chengjian"))
    work.issue(task, by=cast.clerk)
    workflow.release_task(task, secrecy_review=REVIEW, by=work.actor(cast.releaser))
    text = page(f"/tasks/{task.number}/")
    terms = re.findall(r"<dt>(\w+)</dt>", text)
    assert [word for word in terms if word in ("责任", "汇总", "配合")] == ["责任", "汇总", "配合"]
    each = words_of(text.split('id="each"', 1)[1])
    assert each.index("新市社区") < each.index("城建局") < each.index("发统局")


def test_a_task_whose_date_was_moved_shows_both_dates(page: Any, world: World) -> None:
    TaskAssignment.objects.filter(task=world.consumption).update(due_on=date(2031, 3, 31))
    for address in (f"/tasks/{world.consumption.number}/", "/tasks/", "/departments/gongkeshang/"):
        text = words_of(page(address))
        assert "2031-03-31" in text
        assert "原定 2030-12-31" in text


@pytest.mark.parametrize(
    ("nature", "words"), [("standing", "长期坚持，不设完成日期"), ("recurring", "周期性任务，不设完成日期")]
)
def test_a_task_without_end_says_that_it_has_no_date_on_purpose(
    page: Any, world: World, nature: str, words: str
) -> None:
    Task.objects.filter(pk=world.visits.pk).update(nature=nature)
    for address in (f"/tasks/{world.visits.number}/", "/tasks/", "/departments/xinshi/"):
        assert words in words_of(page(address))


def test_what_kind_of_task_and_how_it_is_shared_are_told_apart(page: Any, world: World) -> None:
    text = words_of(page(f"/tasks/{world.consumption.number}/"))
    assert "任务性质 限期" in text
    assert "责任方式 单一牵头" in text


def test_a_unit_finds_all_its_tasks_by_role(page: Any, world: World) -> None:
    assert "办好菊花主题消费季" in page("/departments/gongkeshang/?role=lead")
    assert "办好菊花主题消费季" not in page("/departments/gongkeshang/?role=supporting")
    assert "本单位配合" in page("/departments/chengjian/")
    assert "常态走访企业" in page("/departments/xinshi/")


@pytest.mark.parametrize("words", ["工科商局", "工业信息", "gongkeshang", "gks", "GKS", "工科商部门"])
def test_a_unit_is_found_by_any_of_its_names(client: Client, world: World, words: str) -> None:
    assert UnitAlias.objects.filter(name="工科商部门").exists()
    response = client.get("/departments/", {"q": words})
    assert response.headers["Location"] == "/departments/gongkeshang/"


def test_a_search_that_fits_several_units_lists_them(page: Any, world: World) -> None:
    html = page("/departments/?q=总公司")
    assert "城建总公司" in html
    assert "工业总公司" in html
    assert "工科商局" not in html


def test_a_report_appears_in_its_public_words_only_after_its_release(
    page: Any, world: World, cast: Cast
) -> None:
    address = f"/tasks/{world.consumption.number}/"
    report = reported(world.consumption, cast, "内部进展原文")
    assert "内部进展原文" not in page(address)
    workflow.release_report(report, "已完成方案", secrecy_review=REVIEW, by=work.actor(cast.releaser))
    for html in (page(address), page("/")):
        assert "已完成方案" in html
        assert "内部进展原文" not in html
        assert "缺少场地" not in html
        assert "请协调场地" not in html
        assert "40" not in words_of(html).replace("2024", "")


def test_a_closed_task_is_done_and_still_names_the_units_that_supported_it(
    page: Any, world: World, cast: Cast
) -> None:
    assignment = work.assignment(world.consumption, "gongkeshang")
    assignment = workflow.acknowledge(assignment, by=work.actor(cast.liaison))
    assignment = workflow.hand_in(assignment, "方案已落实", by=work.actor(cast.head))
    assert "推进中" in page(f"/tasks/{world.consumption.number}/")
    workflow.accept(assignment, by=work.actor(cast.supervisor))
    text = words_of(page(f"/tasks/{world.consumption.number}/"))
    assert "任务完成，办结销号。" in text
    assert "推进中" not in text
    assert "城建局" in text
    assert "方案已落实" not in text


def test_a_share_taken_from_a_unit_leaves_its_page(page: Any, world: World) -> None:
    TaskAssignment.objects.filter(task=world.consumption, department__slug="chengjian").update(
        state="ended", ended_on=date(2024, 8, 1), ended_basis="改派"
    )
    assert "办好菊花主题消费季" not in page("/departments/chengjian/")
    assert "城建局" not in words_of(page(f"/tasks/{world.consumption.number}/"))


def test_a_meeting_known_from_minutes_shows_its_tasks_and_never_its_text(page: Any, world: World) -> None:
    ReportVersion.objects.filter(meeting=world.meeting).update(source_kind="minutes")
    html = page("/meetings/2024-07-01/")
    assert "办好菊花主题消费季" in html
    assert "本次会议的材料不公开" in html
    for hidden in ("镇里召开", "年底前办好", "王镇长"):
        assert hidden not in html
        assert hidden not in page(f"/tasks/{world.consumption.number}/")


def test_minutes_do_not_speak_through_the_deadline_either(page: Any, world: World) -> None:
    address = f"/tasks/{world.consumption.number}/"
    assert "年底前" in page(address)
    ReportVersion.objects.filter(meeting=world.meeting).update(source_kind="minutes")
    html = page(address)
    assert "年底前" not in html
    assert "2030-12-31 原文写明" in words_of(html)


def test_a_deadline_that_stands_in_minutes_stays_inside_beside_a_published_source(
    page: Any, world: World
) -> None:
    other = work.meeting(slug="minutes")
    other.versions.update(source_kind="minutes")
    place = {"due_version": other.versions.get(), "due_start": 0, "due_end": 3}
    Task.objects.filter(pk=world.consumption.pk).update(**place)
    html = page(f"/tasks/{world.consumption.number}/")
    assert "原文：“年底前”" not in html
    assert work.DEMAND in html
    place["due_version"] = world.meeting.versions.get()
    Task.objects.filter(pk=world.consumption.pk).update(**place)
    assert "原文：“年底前”" in page(f"/tasks/{world.consumption.number}/")


def test_text_that_was_public_disappears_when_a_newer_version_is_internal(page: Any, world: World) -> None:
    ReportVersion.objects.create(meeting=world.meeting, number=2, text="内部补充材料。", secrecy="internal")
    html = page("/meetings/2024-07-01/")
    assert "镇里召开" not in html
    assert "内部补充材料" not in html


def test_nothing_that_is_not_released_is_shown_or_counted(page: Any, world: World, cast: Cast) -> None:
    hidden = work.task(lead="gongkeshang", source=work.directive(world.meeting), title="尚未公开的任务")
    work.issue(hidden, by=cast.clerk)
    hidden = Task.objects.get(pk=hidden.pk)
    for address in ("/", "/meetings/", "/meetings/2024-07-01/", "/tasks/", "/departments/gongkeshang/"):
        html = page(address)
        assert "尚未公开的任务" not in html
        assert f"/tasks/{hidden.number}/" not in html
    assert "承担 1 项公开任务" in words_of(page("/departments/gongkeshang/"))
    assert page(f"/tasks/{world.consumption.number}/").count("尚未公开的任务") == 0


def test_robots_and_health_answer_in_plain_words(page: Any, db: None) -> None:
    assert "Disallow: /office/" in page("/robots.txt")
    assert page("/healthz") == "ok\n"


def test_work_without_a_theme_stands_last_on_the_first_page(page: Any, world: World) -> None:
    Task.objects.filter(pk=world.consumption.pk).update(theme=None)
    text = words_of(page("/"))
    assert text.index("服务企业") < text.index("其他")
