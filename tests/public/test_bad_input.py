"""Whatever stands in an address gets a plain page: a message at the field, or 404, never a failure."""

import re

import pytest
from django.test import Client, RequestFactory

from directives import workflow
from public.responses import error_page
from public.views import errors
from tests import work
from tests.cast import Cast

from .conftest import World, text_of
from .test_query_budgets import more_tasks

LONG = "长" * 3400


@pytest.mark.parametrize(
    ("name", "value", "label"),
    [
        ("unit", "nobody", "单位"),
        ("unit", "1 OR 1=1", "单位"),
        ("role", "boss", "单位角色"),
        ("theme", "nothing", "主题"),
        ("status", "overdue", "状态"),
        ("meeting", "never", "会议"),
        ("sort", "lateness", "排序"),
        ("due_after", "2024-02-31", "时限不早于"),
        ("due_before", "99999-01-01", "时限不晚于"),
        ("due_before", "明年", "时限不晚于"),
        ("q", "a\x01b" + LONG, "关键词"),
        ("q", LONG, "关键词"),
        ("unit", LONG, "单位"),
    ],
)
def test_an_unknown_condition_is_named_and_lists_nothing(
    client: Client, world: World, name: str, value: str, label: str
) -> None:
    response = client.get("/tasks/", {name: value})
    html = text_of(response)
    assert response.status_code == 400
    assert f">{label}</a>：" in html
    assert "常态走访企业" not in html


def test_a_date_that_is_none_stays_in_its_field_to_be_mended(client: Client, world: World) -> None:
    assert 'value="2024-02-31"' in text_of(client.get("/tasks/", {"due_after": "2024-02-31"}))


def test_dates_in_the_wrong_order_are_pointed_out(client: Client, world: World) -> None:
    response = client.get("/tasks/", {"due_after": "2025-01-02", "due_before": "2025-01-01"})
    assert response.status_code == 400
    assert "截止日期早于起始日期" in text_of(response)


@pytest.mark.parametrize("page", ["abc", "0", "-1", "2", "99999", "1e3", "٣", "9" * 400, "\x01", ""])
@pytest.mark.parametrize(
    "address", ["/tasks/", "/meetings/", "/departments/gongkeshang/", "/themes/jihuo-xiaofei/"]
)
def test_a_page_that_does_not_exist_is_404_and_leads_to_the_first(
    client: Client, world: World, address: str, page: str
) -> None:
    response = client.get(address, {"page": page})
    assert response.status_code == 404
    assert "没有这一页，全部内容都在第一页。" in text_of(response)
    assert '<a class="button button--primary" href="?">看第一页</a>' in text_of(response)


def test_a_page_beyond_the_last_says_how_many_there_are_and_keeps_the_conditions(
    client: Client, world: World
) -> None:
    more_tasks(world, 2031, 30)
    response = client.get("/tasks/", {"page": "3", "unit": "gongkeshang"})
    assert response.status_code == 404
    assert "没有这一页，一共 2 页。" in text_of(response)
    assert 'href="?unit=gongkeshang">看第一页</a>' in text_of(response)


@pytest.mark.parametrize(
    "address",
    [
        "/tasks/2024-9999/",
        "/tasks/1/",
        "/tasks/２０２４-００１/",
        "/meetings/nothing/",
        "/departments/nobody/",
        "/departments/gongkeshang/?role=boss",
        "/departments/gongkeshang/?role=%01",
        "/departments/gongkeshang/?role=lead&role=supporting",
        "/themes/nothing/",
        "/nowhere/",
    ],
)
def test_what_does_not_exist_gets_a_human_page(client: Client, world: World, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert "没有找到" in text_of(response)
    assert "回首页" in text_of(response)


@pytest.mark.parametrize(
    "address",
    [
        "/tasks/2024-001%00/",
        "/meetings/%00/",
        "/tasks/?q=a%00b",
        "/tasks/?unit=%00",
        "/meetings/?page=%00",
        "/departments/?q=%00",
        "/departments/gongkeshang/?role=%00",
        "/%F0%28%8C%28/",
        "/tasks/?q=%F0%28",
    ],
)
def test_what_is_no_text_is_refused_on_a_human_page(client: Client, world: World, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert "请求的内容无法识别" in text_of(response)
    assert "回首页" in text_of(response)


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("unit=gongkeshang&unit=chengjian", "单位"),
        ("unit=gongkeshang&unit=gongkeshang", "单位"),
        ("theme=fuwu-qiye&theme=", "主题"),
        ("q=菊花&q=企业", "关键词"),
        ("due_after=2024-01-01&due_after=2025-01-01", "时限不早于"),
        ("sort=due&sort=newest", "排序"),
    ],
)
def test_a_condition_given_twice_is_not_guessed_at(
    client: Client, world: World, query: str, label: str
) -> None:
    response = client.get(f"/tasks/?{query}")
    assert response.status_code == 400
    assert f">{label}</a>：网址中给了不止一个" in text_of(response)
    assert "常态走访企业" not in text_of(response)


def test_the_unit_finder_and_the_pages_of_a_list_take_one_value(client: Client, world: World) -> None:
    response = client.get("/departments/?q=工科商&q=城建")
    assert response.status_code == 400
    assert "网址中给了不止一个" in text_of(response)
    assert client.get("/tasks/?page=1&page=1").status_code == 404


def test_foreign_names_in_an_address_change_nothing(client: Client, world: World) -> None:
    assert client.get("/tasks/?from=chat&from=mail").content == client.get("/tasks/").content


@pytest.mark.parametrize("words", ["a\x01" + LONG, LONG])
def test_the_unit_finder_refuses_what_is_no_name(client: Client, world: World, words: str) -> None:
    response = client.get("/departments/", {"q": words})
    assert response.status_code == 400
    assert "无法查找" in text_of(response)


def test_the_unit_finder_says_when_there_is_nobody(client: Client, world: World) -> None:
    assert "没有找到“没有这个局”" in text_of(client.get("/departments/", {"q": "没有这个局"}))


def test_what_is_typed_comes_back_as_text_only(client: Client, world: World) -> None:
    for address in ("/tasks/", "/departments/"):
        assert "<script>" not in text_of(client.get(address, {"q": "<script>alert(1)</script>"}))


def test_a_withdrawn_task_or_meeting_answers_that_it_is_gone(
    client: Client, world: World, cast: Cast
) -> None:
    releaser = work.actor(cast.releaser)
    workflow.withdraw_task(world.consumption, "核对内容", by=releaser)
    workflow.withdraw_meeting(world.meeting, "核对内容", by=releaser)
    for address in (f"/tasks/{world.consumption.number}/", "/meetings/2024-07-01/"):
        response = client.get(address)
        assert response.status_code == 410
        assert "内容已撤回" in text_of(response)
        assert "核对内容" not in text_of(response)
        assert "菊花" not in text_of(response)


def test_pages_are_only_read(client: Client, world: World) -> None:
    for address in ("/", "/tasks/", f"/tasks/{world.consumption.number}/", "/departments/"):
        assert client.post(address).status_code == 405
        assert client.head(address).status_code == 200


def test_a_failure_gets_a_human_page(client: Client, monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("public.views.home.recent_changes", lambda: 1 / 0)
    response = client.get("/")
    assert response.status_code == 500
    assert "系统出现故障" in text_of(response)


@pytest.mark.parametrize(
    ("status", "words", "way_on"),
    [
        (400, "请返回上一页检查后重试", "查任务"),
        (403, "如确有需要，请联系党政综合办", "回工作台"),
        (404, "可以用单位名称、任务编号或任务里的词查找", "找部门"),
        (410, "请来电咨询，电话：（联系电话待填写）。", "查任务"),
        (500, "告诉我们您打开的网址和时间", "回首页"),
    ],
)
def test_every_refusal_says_in_chinese_what_to_do_and_offers_a_way_on(
    rf: RequestFactory, status: int, words: str, way_on: str
) -> None:
    answers = {400: errors.bad_request, 403: errors.forbidden, 404: errors.not_found, 500: errors.failed}
    request = rf.get("/")
    response = answers[status](request) if status in answers else error_page(request, status, "已撤回。")
    assert response.status_code == status
    assert words in text_of(response)
    assert re.search(rf'<a class="button[^"]*" href="/[^"]*">{way_on}</a>', text_of(response))
