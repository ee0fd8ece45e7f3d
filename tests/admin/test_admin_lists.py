"""Lists of the admin: found by pinyin, as cheap for many rows as for few, and safe to delete from."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from departments.models import Department, Official, UnitAlias, UnitSet, UnitSetMember
from directives import workflow
from directives.events import Actor
from directives.models import Directive, Task, Theme
from meetings.models import Meeting
from tests import work
from tests.admin.addresses import WORK_MODELS, fill
from tests.admin.posting import row, save
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def more(cast: Cast, number: int) -> None:
    """Another of everything."""
    meeting = work.meeting(slug=f"more-{number}")
    source = work.directive(meeting)
    task = work.task(
        lead="gongkeshang", supporting=("chengjian",), source=source, theme=Theme.objects.first()
    )
    work.issue(task, by=cast.clerk)
    assignment = work.assignment(task, "gongkeshang")
    workflow.acknowledge(assignment, by=Actor(cast.liaison, "test"))
    workflow.send_report(assignment, workflow.ReportContent(text="进展。"), by=Actor(cast.liaison, "test"))
    workflow.release_task(task, secrecy_review="不涉密", by=Actor(cast.releaser, "test"))
    work.task(lead="chengjian", source=source)


@pytest.mark.parametrize("name", WORK_MODELS)
def test_a_list_costs_the_same_for_many_rows(signed_in: Any, cast: Cast, name: str) -> None:
    client = signed_in(cast.clerk)
    fill(cast)
    more(cast, 0)
    address = reverse(f"admin:{name}_changelist")
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    for number in range(1, 6):
        more(cast, number)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few), [query["sql"][:200] for query in many.captured_queries]
    assert len(few) <= 20


def test_the_list_of_accounts_costs_the_same_for_many_roles(signed_in: Any, cast: Cast) -> None:
    client = signed_in(cast.administrator)
    address = reverse("admin:accounts_user_changelist")
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) <= 10


@pytest.mark.parametrize("words", ["工科商", "gongkeshang", "gks", "GKS", "gong ke shang"])
def test_a_unit_is_found_by_name_pinyin_and_initials(signed_in: Any, cast: Cast, words: str) -> None:
    client = signed_in(cast.clerk)
    listed = client.get(reverse("admin:departments_department_changelist"), {"q": words})
    assert "工科商局" in [unit.short_name for unit in listed.context["cl"].result_list]
    wanted = {"app_label": "directives", "model_name": "charge", "field_name": "department", "term": words}
    offered = client.get(reverse("admin:autocomplete"), wanted).json()["results"]
    assert "工科商局" in [one["text"] for one in offered]


def test_what_others_refer_to_is_not_deleted_and_the_page_says_what_refers(
    signed_in: Any, cast: Cast
) -> None:
    filled = fill(cast)
    client = signed_in(cast.clerk)
    unit = Department.objects.get(slug="chengjian")
    for address, name in (
        (reverse("admin:departments_department_delete", args=[unit.pk]), "任务分工"),
        (reverse("admin:directives_directive_delete", args=[Directive.objects.get().pk]), "任务来源"),
        (reverse("admin:meetings_meeting_delete", args=[filled.meeting.pk]), "工作要求"),
    ):
        page = client.post(address, {"post": "yes"}).content.decode()
        assert f"{name}：" in page, address
        assert "不能删除，下列内容还引用着它" in page
    assert Department.objects.filter(pk=unit.pk).exists()
    assert Meeting.objects.filter(pk=filled.meeting.pk).exists()


def test_the_administrator_is_told_how_many_but_not_which_drafts_hold_an_official(
    signed_in: Any, cast: Cast
) -> None:
    official = Official.objects.create(name="某同志")
    secret = Directive.objects.create(source="instruction", speaker=official, text="尚未公开的批示内容")
    address = reverse("admin:departments_official_delete", args=[official.pk])
    page = signed_in(cast.administrator).get(address).content.decode()
    assert "工作要求：另有 1 条" in page
    assert secret.text not in page


def test_a_unit_with_a_successor_stays(signed_in: Any, cast: Cast) -> None:
    old = Department.objects.create(slug="jiu", short_name="旧单位", kind="office", relation="town")
    new = Department.objects.create(slug="xin", short_name="新单位", kind="office", relation="town")
    old.successors.add(new)
    for unit in (old, new):
        address = reverse("admin:departments_department_delete", args=[unit.pk])
        signed_in(cast.clerk).post(address, {"post": "yes"})
    assert Department.objects.filter(pk__in=[old.pk, new.pk]).count() == 2


def test_a_meeting_with_a_report_is_kept_and_the_page_says_why(signed_in: Any, cast: Cast) -> None:
    meeting = work.meeting()
    client = signed_in(cast.clerk)
    address = reverse("admin:meetings_meeting_delete", args=[meeting.pk])
    chosen = {"action": "delete_selected", "_selected_action": [meeting.pk], "post": "yes"}
    answers = (
        client.get(address),
        client.post(address, {"post": "yes"}),
        client.post(reverse("admin:meetings_meeting_changelist"), chosen),
    )
    for answer in answers:
        assert "报道第1版</a>：报道录入后即定稿存档，不能删除" in answer.content.decode()
    assert Meeting.objects.get().versions.exists()


@pytest.mark.parametrize(
    ("name", "query", "message"),
    [
        ("directives_task", "released=zzz", "“公开情况”没有这个选项"),
        ("directives_task", "released=", "“公开情况”没有这个选项"),
        ("directives_task", "released=yes&released=no", "“公开情况”没有这个选项，或者同时给了几个"),
        ("directives_task", "status__exact=zzz", "没有这个选项"),
        ("directives_task", "status__exact=issued&status__exact=zzz", "没有这个选项"),
        ("directives_task", "theme__id__exact=999999", "没有"),
        ("directives_task", "theme__id__exact=abc", "网址中的条件或页码无法识别"),
        ("directives_task", "status=issued", "这个列表没有“status”这个条件"),
        ("directives_task", "zzz=1", "这个列表没有“zzz”这个条件"),
        ("directives_task", "issued_on__year=abc", "年、月、日不是有效的数字"),
        ("directives_task", "p=abc", "没有这一页，全部内容都在第一页"),
        ("directives_task", "p=2", "没有这一页，全部内容都在第一页"),
        ("accounts_user", "role=zzz", "“现任角色”没有这个选项"),
        ("departments_department", "living=zzz", "“现况”没有这个选项"),
    ],
)
def test_a_condition_that_is_not_understood_is_named_and_lists_nothing(
    signed_in: Any, cast: Cast, name: str, query: str, message: str
) -> None:
    fill(cast)
    user = cast.administrator if name == "accounts_user" else cast.clerk
    answer = signed_in(user).get(reverse(f"admin:{name}_changelist") + f"?{query}")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert message in page
    assert "result_list" not in page


def test_conditions_that_are_understood_narrow_the_list(signed_in: Any, cast: Cast) -> None:
    filled = fill(cast)
    client = signed_in(cast.clerk)
    address = reverse("admin:directives_task_changelist")
    for query, found in (
        ("released=yes", [filled.issued]),
        ("released=no", [filled.draft]),
        ("status__exact=draft&status__exact=issued", [filled.draft]),
        (f"issued_on__year={filled.issued.issued_on:%Y}", [filled.issued]),
        ("p=1&o=-1&q=任务&all=", [filled.issued, filled.draft]),
    ):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 200, query
        assert set(answer.context["cl"].result_list) == set(found), query


def test_what_nothing_refers_to_can_go(signed_in: Any, cast: Cast) -> None:
    meeting = Meeting.objects.create(slug="bare", name="会议", held_on="2024-07-01")
    draft = work.task(lead="gongkeshang")
    client = signed_in(cast.clerk)
    client.post(reverse("admin:meetings_meeting_delete", args=[meeting.pk]), {"post": "yes"})
    client.post(reverse("admin:directives_task_delete", args=[draft.pk]), {"post": "yes"})
    assert not Meeting.objects.exists()
    assert not Task.objects.exists()


def test_many_drafts_are_deleted_at_once_but_no_issued_task(signed_in: Any, cast: Cast) -> None:
    filled = fill(cast)
    client = signed_in(cast.clerk)
    chosen = {
        "action": "delete_selected",
        "_selected_action": [filled.draft.pk, filled.issued.pk],
        "post": "yes",
    }
    client.post(reverse("admin:directives_task_changelist"), chosen)
    assert Task.objects.count() == 2
    client.post(reverse("admin:directives_task_changelist"), chosen | {"_selected_action": [filled.draft.pk]})
    assert list(Task.objects.all()) == [filled.issued]


def test_the_pinyin_follows_a_new_name_but_not_one_typed_by_hand(signed_in: Any, cast: Cast) -> None:
    unit = Department.objects.get(slug="chengjian")
    address = reverse("admin:departments_department_change", args=[unit.pk])
    client = signed_in(cast.clerk)
    save(client, address, short_name="住建局")
    unit.refresh_from_db()
    assert (unit.sort_key, unit.initials) == ("zhujianju", "zjj")
    save(client, address, short_name="城管局", sort_key="zz")
    unit.refresh_from_db()
    assert (unit.sort_key, unit.initials) == ("zz", "cgj")


def test_a_clerks_correction_survives_the_next_loading_of_reference_data(signed_in: Any, cast: Cast) -> None:
    unit = Department.objects.get(slug="chengjian")
    client = signed_in(cast.clerk)
    address = reverse("admin:departments_department_change", args=[unit.pk])
    save(client, address, short_name="住建局", **row("aliases", _aliases(unit), name="住房局"))
    call_command("load_reference", verbosity=0)
    unit.refresh_from_db()
    assert unit.short_name == "住建局"
    assert UnitAlias.objects.filter(name="住房局", department=unit).exists()


def test_a_set_gets_members_and_aliases(signed_in: Any, cast: Cast) -> None:
    unit = Department.objects.get(slug="chengjian")
    client = signed_in(cast.clerk)
    save(
        client,
        reverse("admin:departments_unitset_add"),
        name="重点部门",
        **row("memberships", 0, department=unit.pk),
        **row("aliases", 0, name="各重点部门"),
    )
    made = UnitSet.objects.get(name="重点部门")
    assert made.slug == "zhong-dian-bu-men"
    assert UnitSetMember.objects.get(unit_set=made).department == unit
    assert "1 个" in client.get(reverse("admin:departments_unitset_changelist")).content.decode()


def _aliases(unit: Department) -> int:
    return unit.aliases.count()
