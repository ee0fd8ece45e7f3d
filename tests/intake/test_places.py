"""What claims to be the report's own word has its place in the report, and what waits for the office is told early."""

import copy
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from departments.models import UnitSet
from directives import intake, sample, workflow
from directives.intake import blank_charge
from directives.models import Task
from meetings.models import IntakeDraft
from tests import work
from tests.cast import Cast

TEXT = (Path(sample.__file__).parent / "report.txt").read_text(encoding="utf-8")


@pytest.fixture
def draft(cast: Cast) -> IntakeDraft:
    return intake.start(TEXT, by=cast.clerk)


def blocking(draft: IntakeDraft) -> dict[str, str]:
    return {p.path: p.message for p in intake.problems(draft) if p.blocking}


def test_a_deadline_by_the_text_is_in_the_text_and_keeps_its_place(cast: Cast) -> None:
    draft = intake.start(TEXT.replace("健全招商机制", "年底前健全招商机制"), by=cast.clerk)
    made = copy.deepcopy(draft.made)
    task = made["directives"][1]["tasks"][0]
    task |= {
        "nature": "fixed_term",
        "due_on": "2024-12-31",
        "due_basis": "text",
        "due_text": "市里要求明年完成",
    }
    draft = intake.save(draft, made, draft.revision, by=cast.clerk)
    assert "报道里没有“市里要求明年完成”" in blocking(draft)["directives.1.tasks.0.due_text"]
    task["due_text"] = "年底前"
    draft = intake.save(draft, made, draft.revision, by=cast.clerk)
    intake.confirm(draft, by=work.actor(cast.clerk))
    kept = Task.objects.get(due_basis="text")
    assert kept.due_version is not None
    assert kept.due_version.text[kept.due_start : kept.due_end] == "年底前"


def test_a_deadline_by_the_text_is_the_day_that_its_words_name(cast: Cast) -> None:
    draft = intake.start(TEXT.replace("健全招商机制", "年底前健全招商机制"), by=cast.clerk)
    made = copy.deepcopy(draft.made)
    task = made["directives"][1]["tasks"][0]
    task |= {"nature": "fixed_term", "due_on": "2024-10-31", "due_basis": "text", "due_text": "年底前"}
    draft = intake.save(draft, made, draft.revision, by=cast.clerk)
    assert "“年底前”是 2024-12-31" in blocking(draft)["directives.1.tasks.0.due_on"]
    task["due_basis"] = "office"
    draft = intake.save(draft, made, draft.revision, by=cast.clerk)
    assert blocking(draft) == {}


def test_an_owner_by_the_text_stands_at_the_place_it_names(draft: IntakeDraft, cast: Cast) -> None:
    made = copy.deepcopy(draft.made)
    made["directives"][6]["tasks"][0]["charges"][0]["words"] = "城建局"
    draft = intake.save(draft, made, 0, by=cast.clerk)
    assert "位置有误" in blocking(draft)["directives.6.tasks.0.charges.0.unit"]


@pytest.mark.parametrize("words", ["工科商局", "工科商", "外星人事务局", "工科商部门要"])
def test_an_owners_place_holds_the_very_words(draft: IntakeDraft, cast: Cast, words: str) -> None:
    made = copy.deepcopy(draft.made)
    charge = made["directives"][6]["tasks"][0]["charges"][0]
    assert charge["words"] == "工科商部门"
    charge["words"] = words
    draft = intake.save(draft, made, 0, by=cast.clerk)
    assert "directives.6.tasks.0.charges.0.unit" in blocking(draft)


def test_an_owner_spelt_otherwise_in_the_report_is_the_same_owner(cast: Cast) -> None:
    draft = intake.start(TEXT.replace("工科商部门", "工科商部門(mén)"), by=cast.clerk)
    charges = [c for row in draft.made["directives"] for t in row["tasks"] for c in t["charges"]]
    assert "工科商部门" in {c["words"] for c in charges}
    assert blocking(draft) == {}


def test_the_words_of_a_deadline_are_looked_for_in_the_tasks_own_passage_first(cast: Cast) -> None:
    text = TEXT.replace("健全招商机制", "年底前健全招商机制").replace("全镇", "年底前，全镇", 1)
    draft = intake.start(text, by=cast.clerk)
    made = copy.deepcopy(draft.made)
    row = made["directives"][1]
    row["tasks"][0] |= {
        "nature": "fixed_term",
        "due_on": "2024-12-31",
        "due_basis": "text",
        "due_text": "年底前",
        "due_start": None,
        "due_end": None,
    }
    intake.confirm(intake.save(draft, made, 0, by=cast.clerk), by=work.actor(cast.clerk))
    kept = Task.objects.get(due_basis="text", sources__directive__order=2)
    assert row["start"] <= (kept.due_start or 0) < row["end"]


def test_words_for_a_deadline_that_the_office_set_are_the_reports_too(draft: IntakeDraft, cast: Cast) -> None:
    made = copy.deepcopy(draft.made)
    made["directives"][1]["tasks"][0] |= {
        "due_on": "2024-12-31",
        "due_basis": "office",
        "due_text": "没有的话",
    }
    draft = intake.save(draft, made, 0, by=cast.clerk)
    assert "报道里没有“没有的话”" in blocking(draft)["directives.1.tasks.0.due_text"]


def test_a_deadline_of_the_report_comes_with_its_place(cast: Cast) -> None:
    text = "3月5日上午，东凤镇召开2024年安全生产工作会议。会议要求，各村要在3月31日前完成隐患排查。"
    draft = intake.start(text, by=cast.clerk, published_on=date(2024, 3, 6))
    [task] = [t for row in draft.made["directives"] for t in row["tasks"]]
    assert (task["due_on"], task["due_basis"]) == ("2024-03-31", "text")
    assert text[task["due_start"] : task["due_end"]] == task["due_text"]
    intake.confirm(draft, by=work.actor(cast.clerk))
    kept = Task.objects.get()
    assert text[kept.due_start : kept.due_end] == kept.due_text


def waiting(draft: IntakeDraft) -> dict[str, str]:
    return {p.path: p.message for p in intake.problems(draft) if not p.blocking}


def test_what_will_keep_a_task_from_being_issued_is_told_in_the_draft_in_the_same_words(
    draft: IntakeDraft, cast: Cast
) -> None:
    nobody = UnitSet.objects.create(slug="nobody", name="各无人单位")
    made = copy.deepcopy(draft.made)
    charge = blank_charge("each", []) | {"unit": "set:nobody", "role": "responsible"}
    made["directives"][1]["tasks"][0] |= {"mode": "each", "charges": [charge]}
    made["directives"][2]["tasks"][0] |= {
        "nature": "fixed_term",
        "due_on": "2024-08-01",
        "due_basis": "office",
    }
    made["directives"][3]["tasks"][0] |= {
        "mode": "single_lead",
        "charges": [charge | {"unit": "set:ge-cun-shequ", "role": "lead"}],
    }
    draft = intake.save(draft, made, 0, by=cast.clerk)
    found = waiting(draft)
    assert nobody.name in found["directives.1.tasks.0.charges.0.unit"]
    assert "早于交办日期" in found["directives.2.tasks.0.due_on"]
    assert "不能是责任单位组" in found["directives.3.tasks.0.charges"]
    intake.confirm(draft, by=work.actor(cast.clerk))
    day = timezone.localdate()
    missing = workflow.missing_for_issue(list(Task.objects.order_by("pk")), day)
    told = {sentence for sentences in missing.values() for sentence in sentences}
    assert {message for path, message in found.items() if "早于" in message or "没有成员" in message} <= told
