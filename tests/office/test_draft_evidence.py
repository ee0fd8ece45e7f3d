"""What a draft takes for the report's words stands in the report; what the office types is the office's word."""

from datetime import date
from typing import Any

import pytest

from directives import intake
from directives.models import Task
from meetings.models import IntakeDraft
from tests.office.drafts import press
from tests.office.texts import NO_REPORT, REPORT, told

pytestmark = pytest.mark.django_db
DAY = date(2024, 7, 20)


@pytest.fixture
def draft(cast: Any) -> IntakeDraft:
    return intake.start(REPORT, by=cast.clerk, published_on=None)


@pytest.fixture
def clerk(signed_in: Any, cast: Any) -> Any:
    return signed_in(cast.clerk)


@pytest.mark.parametrize("typed", ["工科商局", "工科商", "gksj", "gks", "工业信息和科技商务局"])
def test_a_unit_is_found_by_name_alias_or_initials(clerk: Any, draft: IntakeDraft, typed: str) -> None:
    task = draft.made["directives"][1]["tasks"][0]["id"]
    press(clerk, draft, **{blank_unit(draft, task): typed})
    draft.refresh_from_db()
    charge = draft.made["directives"][1]["tasks"][0]["charges"][-1]
    assert charge["unit"] == "gongkeshang"
    assert charge["basis"] == "office"


def test_an_unknown_unit_is_told_at_its_field_and_never_passes_for_the_reports_words(
    clerk: Any, draft: IntakeDraft
) -> None:
    task = draft.made["directives"][0]["tasks"][0]["id"]
    response = press(clerk, draft, **{blank_unit(draft, task): "月球局"})
    assert response.status_code == 422
    assert "没有找到这个单位" in told(response)
    assert 'value="月球局"' in response.content.decode()
    draft.refresh_from_db()
    last = draft.made["directives"][0]["tasks"][0]["charges"][-1]
    assert (last["unit"], last["words"], last["basis"]) == ("", "", "office")


def blank_unit(draft: IntakeDraft, task: str) -> str:
    """The field in which one more unit of the task can be typed."""
    charges = next(t["charges"] for row in draft.made["directives"] for t in row["tasks"] if t["id"] == task)
    return f"c.{task}.{len(charges)}.unit"


def test_a_unit_that_the_office_chose_never_passes_for_the_reports(clerk: Any, draft: IntakeDraft) -> None:
    rows = [
        (task["id"], n)
        for row in draft.made["directives"]
        for task in row["tasks"]
        for n, charge in enumerate(task["charges"])
        if charge["basis"] == "text"
    ]
    task, n = rows[0]
    press(clerk, draft, **{f"c.{task}.{n}.unit": "城建局"})
    draft.refresh_from_db()
    [charge] = [
        made["charges"][n] for row in draft.made["directives"] for made in row["tasks"] if made["id"] == task
    ]
    assert (charge["unit"], charge["basis"]) == ("chengjian", "office")
    assert charge["words"]


def test_a_part_that_the_office_changes_is_the_offices_word(clerk: Any, draft: IntakeDraft) -> None:
    task, n = next(
        (task, n)
        for row in draft.made["directives"]
        for task in row["tasks"]
        for n, charge in enumerate(task["charges"])
        if charge["basis"] == "text"
    )
    other = "supporting" if task["charges"][n]["role"] != "supporting" else "lead"
    press(clerk, draft, **{f"c.{task['id']}.{n}.role": other})
    draft.refresh_from_db()
    [kept] = [t for row in draft.made["directives"] for t in row["tasks"] if t["id"] == task["id"]]
    assert (kept["charges"][n]["role"], kept["charges"][n]["basis"]) == (other, "office")
    assert kept["charges"][n]["words"] == task["charges"][n]["words"]


def test_forged_evidence_is_never_taken_for_the_reports(clerk: Any, draft: IntakeDraft) -> None:
    task = draft.made["directives"][1]["tasks"][0]["id"]
    field = blank_unit(draft, task)
    row = field.removesuffix(".unit")
    for was in (
        "text|0-4|chengjian|lead|城建\x00局",
        "text|0-4|chengjian|lead|外星人事务局",
        "text|9-1|||",
        "||||||",
        "x",
    ):
        press(clerk, draft, **{field: "城建局", f"{row}.was": was})
        draft.refresh_from_db()
        charge = draft.made["directives"][1]["tasks"][0]["charges"][-1]
        if charge["basis"] == "text":
            assert REPORT[charge["start"] : charge["end"]] == charge["words"]
        assert not [p for p in intake.problems(draft) if p.blocking and "charges" in p.path]


def test_a_date_is_the_reports_only_with_words_that_stand_in_it(clerk: Any, draft: IntakeDraft) -> None:
    task = draft.made["directives"][0]["tasks"][0]["id"]
    typed = {f"t.{task}.due_on": "2024-12-31", f"t.{task}.due_basis": "text"}
    whole = {"m.name": "分析会", "m.held_on": "2024-07-19"}
    for words, sentence in (
        ("", "请照录报道里写明时限的原话"),
        ("年终大会前", "报道里没有“年终大会前”这句话"),
    ):
        response = press(clerk, draft, "confirm", **typed, **whole, **{f"t.{task}.due_text": words})
        assert response.status_code == 422
        assert f'id="t.{task}.due_text.told"' in response.content.decode()
        assert sentence in told(response)
    press(clerk, draft, "confirm", **{f"t.{task}.due_text": "年底前"})
    kept = Task.objects.get(due_basis="text")
    assert REPORT[kept.due_start : kept.due_end] == "年底前"


def test_a_date_changed_by_the_office_is_the_offices(clerk: Any, cast: Any) -> None:
    draft = intake.start(REPORT.replace("年底前走访", "12月20日前走访"), by=cast.clerk, published_on=DAY)
    [task] = [t for row in draft.made["directives"] for t in row["tasks"] if t["due_on"]]
    assert (task["due_on"], task["due_basis"]) == ("2024-12-20", "text")
    press(clerk, draft, **{f"t.{task['id']}.due_on": "2024-11-30"})
    draft.refresh_from_db()
    [task] = [t for row in draft.made["directives"] for t in row["tasks"] if t["due_on"]]
    assert (task["due_on"], task["due_basis"], task["due_text"]) == ("2024-11-30", "office", "12月20日前")


def test_a_sentence_is_taken_as_a_directive_with_its_place(clerk: Any, cast: Any) -> None:
    draft = intake.start(NO_REPORT, by=cast.clerk)
    line = NO_REPORT.partition("\n")[0]
    press(clerk, draft, f"take:0-{len(line)}")
    draft.refresh_from_db()
    [row] = draft.made["directives"]
    assert (row["start"], row["end"], row["quotation"]) == (0, len(line), line)
    assert row["tasks"]


def test_a_quotation_typed_by_hand_is_located(clerk: Any, draft: IntakeDraft) -> None:
    press(clerk, draft, "add-directive")
    draft.refresh_from_db()
    key = draft.made["directives"][-1]["id"]
    words = "及时回应企业诉求"
    press(clerk, draft, **{f"d.{key}.quotation": words, f"d.{key}.text": words})
    draft.refresh_from_db()
    row = draft.made["directives"][-1]
    assert REPORT[row["start"] : row["end"]] == words


def test_a_quotation_that_is_not_in_the_report_is_refused_at_its_field(
    clerk: Any, draft: IntakeDraft
) -> None:
    press(clerk, draft, "add-directive")
    draft.refresh_from_db()
    key = draft.made["directives"][-1]["id"]
    response = press(clerk, draft, **{f"d.{key}.quotation": "报道里没有的话"})
    assert response.status_code == 422
    assert f'id="d.{key}.quotation.told"' in response.content.decode()
    assert "报道里没有的话" in told(response)
