"""Rows of a draft put together, cut, moved and filled."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from departments.models import Department, Official, Portfolio
from directives import intake
from directives.intake.rearranging import (
    add_task_from,
    apply_to,
    fill_down,
    join_tasks,
    merge_directive,
    merge_task,
    move,
    part_source,
    set_due,
    split,
    take,
)
from directives.models import Task
from meetings.models import IntakeDraft
from tests import work
from tests.cast import Cast

pytestmark = pytest.mark.django_db

REPORT = (
    "7月1日，镇里召开经济工作例会。王镇长强调，工科商局要在年底前办好菊花主题消费季。"
    "城建局要抓紧补齐公园配套设施，农业农村局要做好花田管护。李书记要求，各村（社区）要常态走访企业。"
)


@pytest.fixture
def draft(cast: Cast) -> IntakeDraft:
    return intake.start(REPORT, by=cast.clerk)


@pytest.fixture
def made(draft: IntakeDraft) -> dict[str, Any]:
    return deepcopy(draft.made)


def ids(made: dict[str, Any]) -> list[str]:
    return [row["id"] for row in made["directives"]]


def places_hold(made: dict[str, Any]) -> bool:
    """Every row quotes exactly the characters of its place."""
    rows = [*made["directives"], *(task for row in made["directives"] for task in row["tasks"])]
    return all(
        REPORT[row["start"] : row["end"]] == row["quotation"] for row in rows if row["start"] is not None
    )


def holding(made: dict[str, Any], words: str) -> dict[str, Any]:
    return next(row for row in made["directives"] if words in row["quotation"])


def test_a_cut_gives_each_half_its_own_words_units_and_task(made: dict[str, Any]) -> None:
    at = REPORT.index("农业农村局")
    start = REPORT.index("城建局要抓紧")
    whole = take(made, start, REPORT.index("李书记"), REPORT)
    first = next(row for row in made["directives"] if row["id"] == whole)
    first["tasks"][0]["charges"] = [
        intake.blank_charge() | {"unit": "chengjian", "words": "城建局", "start": start, "end": start + 3},
        intake.blank_charge() | {"unit": "nongye", "words": "农业农村局", "start": at, "end": at + 5},
    ]
    key = split(made, at, REPORT)
    second = next(row for row in made["directives"] if row["id"] == key)
    assert first["quotation"].endswith("设施，")
    assert second["quotation"] == "农业农村局要做好花田管护。"
    assert [c["words"] for c in first["tasks"][0]["charges"]] == ["城建局"]
    assert [c["words"] for c in second["tasks"][0]["charges"]] == ["农业农村局"]
    assert places_hold(made)


def cut_of(made: dict[str, Any], **chosen: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both tasks of a demand that is cut before 农业农村局, of which the whole said this."""
    whole = take(made, REPORT.index("城建局要抓紧"), REPORT.index("李书记"), REPORT)
    first = next(row for row in made["directives"] if row["id"] == whole)["tasks"][0]
    first |= {"measures": "补齐公园配套设施\n做好花田管护", "nature": "fixed_term"} | chosen
    key = split(made, REPORT.index("农业农村局"), REPORT)
    second = next(row for row in made["directives"] if row["id"] == key)["tasks"][0]
    return first, second


def test_what_the_office_chose_for_the_whole_holds_for_both_halves(made: dict[str, Any]) -> None:
    chosen = {"due_on": "2031-12-31", "due_basis": "office", "responsible_leader": "王镇长"}
    for half in cut_of(made, **chosen):
        assert {name: half[name] for name in chosen} == chosen
        assert half["nature"] == "fixed_term"


def test_a_date_and_a_leader_of_the_first_halfs_own_words_stay_with_it(made: dict[str, Any]) -> None:
    start = REPORT.index("抓紧")
    said = {
        "due_on": "2031-12-31",
        "due_basis": "text",
        "due_text": "抓紧",
        "due_start": start,
        "due_end": start + 2,
    }
    proposed = {"responsible_leader": "王镇长", "leader_proposed": "王镇长"}
    first, second = cut_of(made, **said, **proposed)
    assert (first["due_on"], first["responsible_leader"]) == ("2031-12-31", "王镇长")
    assert (second["due_on"], second["nature"], second["responsible_leader"]) == ("", "standing", "")


def test_the_second_half_does_not_say_its_title_again_as_a_measure(made: dict[str, Any]) -> None:
    first, second = cut_of(made)
    assert (second["title"], second["measures"]) == ("做好花田管护", "")
    assert first["measures"] == "补齐公园配套设施"


@pytest.mark.parametrize("at", [0, 5, len(REPORT), 10**7])
def test_a_cut_where_no_directive_is_changes_nothing(made: dict[str, Any], at: int) -> None:
    before = deepcopy(made)
    assert split(made, at, REPORT) == ""
    assert made == before


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_whatever_is_cut_moved_taken_and_merged_rows_quote_their_places(data: st.DataObject) -> None:
    made = data.draw(st.builds(lambda: {"directives": [], "attendance": [], "meeting": {}}))
    for _ in range(data.draw(st.integers(1, 12))):
        keys = [*ids(made), *(task["id"] for row in made["directives"] for task in row["tasks"]), "d9"]
        key, place = data.draw(st.sampled_from(keys)), st.integers(0, len(REPORT) + 3)
        match data.draw(st.sampled_from(["take", "task", "split", "merge", "merge-task", "move", "join"])):
            case "take":
                take(made, data.draw(place), data.draw(place), REPORT)
            case "task":
                add_task_from(made, key, data.draw(place), data.draw(place), REPORT)
            case "split":
                split(made, data.draw(place), REPORT)
            case "merge":
                merge_directive(made, key, REPORT)
            case "merge-task":
                merge_task(made, key, REPORT)
            case "move":
                move(made, key, data.draw(st.sampled_from([-1, 1])))
            case "join":
                join_tasks(made, key, data.draw(st.sampled_from(keys)))
    assert places_hold(made)
    tasks = [task["id"] for row in made["directives"] for task in row["tasks"]]
    assert len(set(ids(made))) == len(ids(made))
    assert len(set(tasks)) == len(tasks)


def test_neighbours_merge_into_one_passage_and_keep_both_tasks(made: dict[str, Any]) -> None:
    made["directives"] = []
    start, at, end = REPORT.index("城建局"), REPORT.index("农业农村局"), REPORT.index("李书记")
    first, second = take(made, start, at, REPORT), take(made, at, end, REPORT)
    assert merge_directive(made, second, REPORT) == first
    [row] = made["directives"]
    assert row["quotation"] == REPORT[start:end]
    assert len(row["tasks"]) == 2
    assert merge_task(made, row["tasks"][1]["id"], REPORT) == row["tasks"][0]["id"]
    assert [task["quotation"] for task in row["tasks"]] == [REPORT[start:end]]
    assert "农业农村局要做好花田管护" in row["tasks"][0]["measures"]


def test_directives_do_not_swallow_another_between_them(made: dict[str, Any]) -> None:
    made["directives"] = []
    first = take(made, REPORT.index("工科商局"), REPORT.index("城建局"), REPORT)
    take(made, REPORT.index("城建局"), REPORT.index("农业农村局"), REPORT)
    last = take(made, REPORT.index("农业农村局"), REPORT.index("李书记"), REPORT)
    move(made, last, -1)
    assert ids(made)[:2] == [first, last]
    before = deepcopy(made)
    assert merge_directive(made, last, REPORT) == ""
    assert made == before


def test_the_same_demand_twice_becomes_one_task_with_two_sources(draft: IntakeDraft, cast: Cast) -> None:
    made = deepcopy(draft.made)
    made["directives"] = []
    first = take(made, REPORT.index("工科商局"), REPORT.index("城建局"), REPORT)
    second = take(made, REPORT.index("城建局"), REPORT.index("李书记"), REPORT)
    key = join_tasks(made, first, second)
    made["meeting"] |= {"held_on": "2024-07-01", "name": "经济工作例会"}
    saved = intake.save(draft, made, 0, by=cast.clerk)
    meeting = intake.confirm(saved, by=work.actor(cast.clerk))
    task = Task.objects.filter(directives__meeting=meeting).distinct().get()
    assert [source.quotation for source in task.sources.all()] == [
        row["quotation"] for row in made["directives"]
    ]
    assert Task.objects.count() == 1
    assert part_source(made, key, second) == key
    assert made["directives"][0]["tasks"][0]["also"] == []


@pytest.mark.parametrize(
    ("there", "comes", "mode", "roles"),
    [
        ([], [("lead", "chengjian")], "single_lead", ["lead"]),
        (
            [("responsible", "set:ge-cun-shequ")],
            [("lead", "chengjian")],
            "each",
            ["responsible", "responsible"],
        ),
        ([("lead", "gongkeshang")], [("supporting", "chengjian")], "single_lead", ["lead", "supporting"]),
    ],
)
def test_units_of_a_joined_demand_fit_the_way_the_task_is_carried(
    made: dict[str, Any], there: list[Any], comes: list[Any], mode: str, roles: list[str]
) -> None:
    made["directives"] = []
    keys = [
        take(made, REPORT.index("工科商局"), REPORT.index("城建局"), REPORT),
        take(made, REPORT.index("城建局"), REPORT.index("李书记"), REPORT),
    ]
    first, second = (row["tasks"][0] for row in made["directives"])
    for task, charges in ((first, there), (second, comes)):
        task["charges"] = [intake.blank_charge() | {"role": role, "unit": unit} for role, unit in charges]
    first["mode"] = "single_lead" if there and there[0][0] == "lead" else "each"
    join_tasks(made, *keys)
    assert (first["mode"], [charge["role"] for charge in first["charges"]]) == (mode, roles)


def test_a_date_makes_a_task_one_with_a_term_and_none_makes_it_a_standing_one() -> None:
    task = intake.blank_task()
    set_due(task, "2024-12-31")
    assert (task["nature"], task["due_basis"]) == ("fixed_term", "office")
    set_due(task, "")
    assert (task["nature"], task["due_on"], task["due_basis"]) == ("standing", "", "")


def test_filling_down_reaches_only_what_is_empty(made: dict[str, Any]) -> None:
    tasks = [task for row in made["directives"] for task in row["tasks"]]
    assert len(tasks) >= 3
    tasks[0]["responsible_leader"], tasks[1]["responsible_leader"] = "甲", "乙"
    fill_down(made, "responsible_leader", tasks[0]["id"])
    assert [task["responsible_leader"] for task in tasks[:3]] == ["甲", "乙", "甲"]
    set_due(tasks[1], "2024-12-31")
    fill_down(made, "due_on", tasks[1]["id"])
    assert tasks[2]["due_on"] == "2024-12-31"
    assert tasks[2]["nature"] == "fixed_term"
    tasks[0]["charges"] = [intake.blank_charge() | {"role": "lead", "unit": "gongkeshang"}]
    tasks[2]["charges"] = []
    fill_down(made, "units", tasks[0]["id"])
    assert [c["unit"] for c in tasks[2]["charges"]] == ["gongkeshang"]


def test_a_value_is_applied_to_the_picked_tasks_alone(made: dict[str, Any]) -> None:
    tasks = [task for row in made["directives"] for task in row["tasks"]]
    untouched = deepcopy(tasks[1])
    picked = [tasks[0]["id"], tasks[2]["id"], "d99t1"]
    values = {"unit": "chengjian", "role": "lead", "due_on": "2024-09-30", "theme": "", "mode": "single_lead"}
    assert apply_to(made, picked, values) == picked[:2]
    for task in (tasks[0], tasks[2]):
        assert [c["unit"] for c in task["charges"] if c["role"] == "lead"] == ["chengjian"]
        assert (task["due_on"], task["nature"]) == ("2024-09-30", "fixed_term")
    assert tasks[1] == untouched
    apply_to(made, picked, {"nature": "standing"})
    assert (tasks[0]["due_on"], tasks[0]["due_basis"]) == ("", "")


def test_the_leader_follows_the_leading_unit_until_somebody_chooses(draft: IntakeDraft, cast: Cast) -> None:
    for name, slug in (("何镇长", "gongkeshang"), ("苏镇长", "chengjian")):
        official = Official.objects.create(name=name)
        Portfolio.objects.create(official=official, department=Department.objects.get(slug=slug))

    def with_lead(saved: IntakeDraft, slug: str, **fields: str) -> IntakeDraft:
        made = deepcopy(saved.made)
        task = made["directives"][0]["tasks"][0]
        task["charges"] = [intake.blank_charge() | {"role": "lead", "unit": slug}]
        task["mode"] = "single_lead"
        task |= fields
        return intake.save(saved, made, saved.revision, by=cast.clerk)

    def leader(saved: IntakeDraft) -> str:
        return str(saved.made["directives"][0]["tasks"][0]["responsible_leader"])

    saved = with_lead(draft, "gongkeshang")
    assert leader(saved) == "何镇长"
    saved = with_lead(saved, "chengjian")
    assert leader(saved) == "苏镇长"
    saved = with_lead(saved, "chengjian", responsible_leader="")
    assert leader(saved) == ""  # cleared on purpose
    saved = with_lead(saved, "chengjian", responsible_leader="王镇长")
    assert leader(with_lead(saved, "gongkeshang")) == "王镇长"


def test_the_number_of_a_demand_that_went_into_another_is_never_given_again(
    draft: IntakeDraft, cast: Cast
) -> None:
    made = deepcopy(draft.made)
    made["directives"] = []
    take(made, REPORT.index("工科商局"), REPORT.index("城建局"), REPORT)
    last = take(made, REPORT.index("城建局"), REPORT.index("农业农村局"), REPORT)
    merge_directive(made, last, REPORT)
    take(made, REPORT.index("农业农村局"), REPORT.index("李书记"), REPORT)
    tasks = [task["id"] for row in made["directives"] for task in row["tasks"]]
    assert len(tasks) == len(set(tasks)) == 3
    made["meeting"] |= {"held_on": "2024-07-01", "name": "经济工作例会"}
    intake.confirm(intake.save(draft, made, 0, by=cast.clerk), by=work.actor(cast.clerk))
    assert sorted(task.title[:4] for task in Task.objects.all()) == ["农业农村", "城建局要", "工科商局"]


def test_a_task_added_where_another_was_made_before_it_moved_gets_an_id_of_its_own(
    made: dict[str, Any],
) -> None:
    made["directives"] = []
    first = take(made, REPORT.index("工科商局"), REPORT.index("城建局"), REPORT)
    second = take(made, REPORT.index("城建局"), REPORT.index("李书记"), REPORT)
    at = REPORT.index("农业农村局")
    key = add_task_from(made, second, at, at + 12, REPORT)
    merge_directive(made, second, REPORT)
    tasks = [task["id"] for row in made["directives"] for task in row["tasks"]]
    assert key in tasks
    again = add_task_from(made, first, at, at + 12, REPORT)
    assert [*tasks, again] == list(dict.fromkeys([*tasks, again]))
