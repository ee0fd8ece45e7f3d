"""What a draft says of itself beside its rows: each check speaks of what it is for, and of nothing else."""

import copy
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from departments.models import Department, Official, Portfolio, Post, UnitSet, UnitSetMember
from directives import intake, workflow
from directives.intake import blank_attendance, blank_charge, blank_directive, blank_task, problems
from directives.intake.checking import Problem
from directives.intake.made import blank_meeting
from directives.models import Task
from meetings.models import IntakeDraft, fingerprint_of
from tests import work
from tests.cast import Cast

pytestmark = pytest.mark.django_db

WORDS = "工科商局要走访三十家企业，整备用地一万五千亩，技改投资增长百分之八。"
TEXT = f"7月19日，镇里召开会议。{WORDS}有关部门要做好配合。"
TITLE = "走访重点企业，整备工业用地"


def row(key: str, **fields: Any) -> dict[str, Any]:
    start = TEXT.index(WORDS)
    place = {"start": start, "end": start + len(WORDS), "quotation": WORDS}
    task = blank_task() | place | {"id": f"{key}t1", "title": TITLE}
    return blank_directive() | place | {"id": key, "text": WORDS, "tasks": [task]} | fields


def draft_of(*rows: dict[str, Any], present: tuple[str, ...] = (), **task: Any) -> IntakeDraft:
    """A draft with the rows, else with one whose task has the fields; present are the slugs of units."""
    rows = copy.deepcopy(rows) or (row("d1"),)
    rows[0]["tasks"][0] |= task
    units = [
        blank_attendance() | {"name": slug, "is_unit": True, "department": slug, "attended": True}
        for slug in present
    ]
    made = {
        "meeting": blank_meeting() | {"name": "分析会", "held_on": "2024-07-19"},
        "attendance": units,
        "agenda": [],
        "directives": list(rows),
        "sentences": [],
        "warnings": [],
    }
    return IntakeDraft(text=TEXT, made=made)


def told(draft: IntakeDraft, field: str) -> list[Problem]:
    return [problem for problem in problems(draft) if problem.path.endswith(f".{field}")]


def charge(unit: str, role: str = "lead", words: str = "") -> dict[str, Any]:
    return blank_charge() | {"unit": unit, "role": role, "words": words}


@pytest.fixture
def boss(reference: None) -> Official:
    official = Official.objects.create(name="王分管")
    Post.objects.create(official=official, title="副镇长")
    return official


# Attendance


@pytest.mark.usefixtures("reference")
def test_a_unit_that_is_charged_and_was_not_there_is_told_once() -> None:
    second = row("d2")
    second["tasks"][0]["charges"] = [charge("gongkeshang")]
    draft = draft_of(row("d1"), second, present=("chengjian",), charges=[charge("gongkeshang")])
    found = told(draft, "unit")
    assert [(p.path, p.blocking) for p in found] == [("directives.0.tasks.0.charges.0.unit", False)]
    assert "参会单位中没有工科商局" in found[0].message


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize("present", [(), ("gongkeshang", "chengjian"), ("",)])
def test_a_unit_that_was_there_or_a_report_that_lists_none_of_ours_says_nothing(
    present: tuple[str, ...],
) -> None:
    assert told(draft_of(present=present, charges=[charge("gongkeshang")]), "unit") == []


@pytest.mark.usefixtures("reference")
def test_of_a_small_set_the_members_that_were_away_are_named() -> None:
    own = UnitSet.objects.create(slug="own", name="招商专班")
    for slug in ("gongkeshang", "chengjian", "fatong"):
        UnitSetMember.objects.create(unit_set=own, department=Department.objects.get(slug=slug))
    charges = [charge("set:own", "responsible")]
    [found] = told(draft_of(present=("gongkeshang",), mode="each", charges=charges), "unit")
    assert "招商专班的 3 个成员单位中，有 2 个不在参会单位之列" in found.message
    assert "工科商局" not in found.message
    nobody = draft_of(present=("chanye",), mode="each", charges=charges)
    assert told(nobody, "unit") == []


@pytest.mark.usefixtures("reference")
def test_of_a_large_set_nothing_is_said() -> None:
    charges = [charge("set:ge-cun-shequ", "responsible")]
    assert told(draft_of(present=("xinshi",), mode="each", charges=charges), "unit") == []


# Owners


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize("words", ["有关部门", "相关部门", "各有关单位"])
def test_a_vague_owner_is_said_to_name_nobody(words: str) -> None:
    [found] = told(draft_of(charges=[charge("", "responsible", words)]), "unit")
    assert f"“{words}”没有指明是哪个单位" in found.message
    assert not found.blocking


@pytest.mark.usefixtures("reference")
def test_an_unknown_owner_is_not_called_vague() -> None:
    [found] = told(draft_of(charges=[charge("", "responsible", "招商专班")]), "unit")
    assert "没有对应到单位" in found.message


@pytest.mark.usefixtures("reference")
def test_a_task_without_owner_says_so() -> None:
    assert "请选择责任单位" in told(draft_of(), "charges")[0].message
    assert told(draft_of(charges=[charge("gongkeshang")]), "charges") == []


# Dates


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize(("field", "word"), [("due_on", "完成时限"), ("sign_by", "签收期限")])
def test_a_day_before_the_meeting_keeps_the_draft_from_being_confirmed(field: str, word: str) -> None:
    task = {"nature": "fixed_term", "due_on": "2024-12-31", "due_basis": "office"}
    early = [p for p in told(draft_of(**task | {field: "2024-07-18"}), field) if p.blocking]
    assert [p.message for p in early] == [f"{word}早于会议召开的日期（2024-07-19），请改正。"]
    assert not [p for p in told(draft_of(**task | {field: "2024-07-19"}), field) if p.blocking]


@pytest.mark.usefixtures("reference")
def test_a_stored_task_cannot_be_given_a_day_before_its_meeting_either(cast: Cast) -> None:
    task = work.task(lead="gongkeshang", source=work.directive(work.meeting()))
    fields = intake.row_of(task)
    charges = fields.pop("charges")
    fields |= {"nature": "fixed_term", "due_basis": "office", "due_on": "2024-06-30"}
    with pytest.raises(intake.TaskProblems) as refusal:
        intake.edit_task(task, fields, charges, by=work.actor(cast.clerk))
    assert [problem.path for problem in refusal.value.found] == ["due_on"]


@pytest.mark.usefixtures("reference")
def test_a_date_more_than_three_years_ahead_wants_its_year_checked() -> None:
    task = {"nature": "fixed_term", "due_basis": "office"}
    [found] = [p for p in told(draft_of(**task, due_on="2034-12-31"), "due_on") if "3 年" in p.message]
    assert not found.blocking
    assert not [p for p in told(draft_of(**task, due_on="2027-07-19"), "due_on") if "3 年" in p.message]


@pytest.mark.usefixtures("reference")
def test_a_task_that_goes_on_for_ever_has_no_date() -> None:
    dated = {"nature": "standing", "due_on": "2027-07-01", "due_basis": "office"}
    assert "长期坚持的任务没有完成时限" in told(draft_of(**dated), "due_on")[0].message
    assert told(draft_of(nature="standing"), "due_on") == []


# Numbers


@pytest.mark.usefixtures("reference")
def test_a_number_that_the_passage_does_not_say_is_told_in_its_field() -> None:
    draft = draft_of(title="走访300家重点企业", measures="建立清单\n技改投资增长18%，整备用地2万亩")
    assert "原文这一段没有“300家”" in told(draft, "title")[0].message
    assert "没有“18%”“2万亩”" in told(draft, "measures")[0].message


@pytest.mark.usefixtures("reference")
def test_numbers_of_the_passage_dates_of_the_task_and_years_of_the_meeting_are_left_alone() -> None:
    task = {
        "title": "2024年走访30家企业，12月31日前完成",
        "measures": "1.整备用地1.5万亩\n2.技改投资增长8％，四季度见效",
        "nature": "fixed_term",
        "due_on": "2024-12-31",
        "due_basis": "office",
    }
    draft = draft_of(**task)
    assert told(draft, "title") == told(draft, "measures") == []


@pytest.mark.usefixtures("reference")
def test_a_task_without_a_passage_has_nothing_to_hold_its_numbers_against() -> None:
    bare = {"start": None, "end": None, "quotation": ""}
    one = row("d1", **bare)
    assert told(draft_of(one, **bare, title="走访300家重点企业"), "title") == []


@pytest.mark.usefixtures("reference")
def test_a_further_source_says_numbers_too() -> None:
    bare = {"start": None, "end": None, "quotation": "要走访企业。"}
    one = row("d1", **bare)
    alone = draft_of(one, row("d2"), **bare, title="走访30家重点企业")
    assert told(alone, "title")
    joined = draft_of(one, row("d2"), **bare, title="走访30家重点企业", also=["d2"])
    assert told(joined, "title") == []


# The same demand twice

HELP = "要在服务企业上有新作为。要主动上门服务企业，及时为企业排忧解难，回应企业用地用工诉求。"
AGAIN = "要全方位联系服务企业，经常为企业排忧解难，解决企业用地用工难题。"
OTHER = "要谋划系列文旅活动，打响菊花会品牌，带动餐饮住宿消费。"


def demands(*said: tuple[str, str]) -> list[dict[str, Any]]:
    bare = {"start": None, "end": None, "quotation": ""}
    found = [row(f"d{n}", speaker=who, text=words, **bare) for n, (who, words) in enumerate(said, 1)]
    for one in found:
        one["tasks"][0] |= bare
    return found


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize("second", ["赖文盛", "赵锡雄"])
def test_the_same_demand_of_two_leaders_or_twice_of_one_is_offered_as_one_task(second: str) -> None:
    rows = demands(("赵锡雄", HELP), ("赵锡雄", OTHER), (second, AGAIN))
    [found] = told(draft_of(*rows), "speaker")
    assert (found.path, found.offer, found.blocking) == ("directives.2.speaker", "join:d1:d3", False)
    assert "要求 1（赵锡雄）" in found.message


@pytest.mark.usefixtures("reference")
def test_different_demands_are_not_offered() -> None:
    assert told(draft_of(*demands(("赵锡雄", HELP), ("赖文盛", OTHER))), "speaker") == []


@pytest.mark.usefixtures("reference")
def test_what_was_joined_or_has_no_task_is_not_offered_again() -> None:
    rows = demands(("赵锡雄", HELP), ("赖文盛", AGAIN))
    assert told(draft_of(*rows, also=["d2"]), "speaker") == []
    rows[1]["tasks"] = []
    assert told(draft_of(*rows), "speaker") == []


# Words


@pytest.mark.usefixtures("reference")
def test_words_that_may_have_to_stay_inside_are_told_at_their_field() -> None:
    one = row("d1", headline="涉密工程管理")
    draft = draft_of(one, title="落实内部资料管理", measures="联系人 13800138000")
    assert "“涉密”" in told(draft, "headline")[0].message
    assert "“内部资料”" in told(draft, "title")[0].message
    assert "“13800138000”" in told(draft, "measures")[0].message
    assert not any(p.blocking for p in told(draft, "title"))
    plain = draft_of()
    assert told(plain, "headline") == told(plain, "title") == told(plain, "measures") == []


@pytest.mark.usefixtures("reference")
def test_a_title_that_names_a_direction_and_no_deed_wants_measures() -> None:
    direction = "要在招商引资上有新突破"
    assert "没有写做什么" in told(draft_of(title=direction), "title")[0].message
    assert told(draft_of(title=direction, measures="组建招商队伍"), "title") == []


@pytest.mark.usefixtures("reference")
def test_a_title_of_a_few_characters_wants_more() -> None:
    assert "只有 4 个字" in told(draft_of(title="提振消费"), "title")[0].message
    assert told(draft_of(title="提振餐饮消费"), "title") == []


# Leaders


def test_a_leader_whose_posts_have_ended_is_told_in_the_draft_and_before_issue(
    boss: Official, cast: Cast
) -> None:
    assert told(draft_of(responsible_leader=boss.name), "responsible_leader") == []
    task = work.task(lead="gongkeshang", responsible_leader=boss)
    today = timezone.localdate()
    assert workflow.missing_for_issue([task], today) == {task.pk: []}
    boss.posts.update(valid_to=today - timedelta(days=1))
    sentence = "责任领导王分管的职务都已到期，请改选在任的领导。"
    [found] = told(draft_of(responsible_leader=boss.name), "responsible_leader")
    assert (found.message, found.blocking) == (sentence, False)
    assert workflow.missing_for_issue([task], today) == {task.pk: [sentence]}
    Post.objects.create(official=boss, title="副书记")
    assert told(draft_of(responsible_leader=boss.name), "responsible_leader") == []
    assert workflow.missing_for_issue([task], today) == {task.pk: []}


def test_a_leader_of_whom_no_post_is_recorded_is_told_in_the_draft_and_before_issue(
    boss: Official, cast: Cast
) -> None:
    boss.posts.all().delete()
    task = work.task(lead="gongkeshang", responsible_leader=boss)
    [found] = told(draft_of(responsible_leader=boss.name), "responsible_leader")
    assert "没有登记在任职务，请改选" in found.message
    assert workflow.missing_for_issue([task], timezone.localdate()) == {task.pk: [found.message]}


def test_a_leader_who_takes_office_later_holds_no_post_yet(boss: Official, cast: Cast) -> None:
    boss.posts.update(valid_from=timezone.localdate() + timedelta(days=1))
    task = work.task(lead="gongkeshang", responsible_leader=boss)
    [found] = told(draft_of(responsible_leader=boss.name), "responsible_leader")
    assert workflow.missing_for_issue([task], timezone.localdate()) == {task.pk: [found.message]}


@pytest.mark.usefixtures("reference")
def test_a_unit_that_exists_no_more_is_told_at_its_row() -> None:
    unit = Department.objects.get(slug="gongkeshang")
    unit.valid_to = timezone.localdate() - timedelta(days=1)
    unit.save()
    [found] = told(draft_of(charges=[charge("gongkeshang")]), "unit")
    assert "“工科商局”当日已不存续，请改为承继单位。" in found.message


def test_somebody_elses_unit_names_who_is_in_charge(boss: Official) -> None:
    task = {"charges": [charge("gongkeshang")], "responsible_leader": boss.name}
    assert told(draft_of(**task), "responsible_leader") == []
    unit = Department.objects.get(slug="gongkeshang")
    Portfolio.objects.create(official=Official.objects.get(name="李彪"), department=unit)
    [found] = told(draft_of(**task), "responsible_leader")
    assert found.message == "分管工科商局的是李彪，请核对责任领导。"
    Portfolio.objects.create(official=boss, department=unit)
    assert told(draft_of(**task), "responsible_leader") == []


# The whole


def doubts_of(draft: IntakeDraft) -> list[Problem]:
    return [one for one in problems(draft) if one.doubt and one.path.endswith((".title", ".measures"))]


@pytest.mark.usefixtures("reference")
def test_nothing_that_is_doubtful_keeps_a_draft_from_being_confirmed(cast: Cast) -> None:
    rows = [*demands(("赵锡雄", HELP), ("赖文盛", AGAIN)), row("d3")]
    rows[2]["tasks"][0]["charges"] = [charge("gongkeshang")]
    draft = draft_of(*rows, present=("chengjian",), title="内部走访", measures="走访9家")
    assert not [p for p in problems(draft) if p.blocking]
    draft.created_by, draft.fingerprint = cast.clerk, fingerprint_of(TEXT)
    draft.save()
    intake.confirm(draft, by=work.actor(cast.clerk))
    assert Task.objects.count() == 3


@pytest.mark.usefixtures("reference")
def test_a_doubt_that_was_looked_at_is_told_again_only_when_it_says_something_else() -> None:
    draft = draft_of(row("d1"), row("d2"), measures="走访9家")
    [doubt] = doubts_of(draft)
    intake.look_at(draft.made, doubt.key)
    assert doubts_of(draft) == []
    draft.made["directives"].reverse()  # the row stands elsewhere and is the same
    assert doubts_of(draft) == []
    draft.made["directives"][1]["tasks"][0]["measures"] = "走访8家"
    assert len(doubts_of(draft)) == 1
    draft.made["directives"][1]["tasks"][0]["measures"] = "走访9家"
    intake.tell_again(draft.made)
    assert [one.message for one in doubts_of(draft)] == [doubt.message]


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize("key", ["", "x", "0" * 11, "０" * 12, "0" * 13])
def test_nothing_but_a_doubts_key_is_kept_as_looked_at(key: str) -> None:
    draft = draft_of()
    intake.look_at(draft.made, key)
    assert "looked_at" not in draft.made


@pytest.mark.usefixtures("reference")
def test_the_checks_ask_the_database_as_often_however_long_the_draft_is() -> None:
    def cost(size: int) -> int:
        rows = [row(f"d{n}") for n in range(size)]
        for one in rows:
            one["tasks"][0] |= {
                "charges": [charge("gongkeshang"), charge("set:ge-cun", "supporting")],
                "responsible_leader": "李彪",
                "title": "走访300家企业",
            }
        with CaptureQueriesContext(connection) as queries:
            assert problems(draft_of(*rows, present=("chengjian",)))
        return len(queries)

    assert cost(1) == cost(200) == 7


@pytest.mark.usefixtures("reference")
def test_years_are_counted_from_the_meeting() -> None:
    draft = draft_of(nature="fixed_term", due_basis="office", due_on="2024-06-01")
    draft.made["meeting"]["held_on"] = "2020-01-01"
    assert [p for p in told(draft, "due_on") if "3 年" in p.message]
