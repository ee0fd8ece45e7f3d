"""What the checks say of drafts of real reports, where these are at hand: each was read, and held against the report.

A false alarm is a doubt that its reader would call wrong. What a draft always asks (whom to charge, which names are
new) is no doubt.
"""

from datetime import date
from typing import Any

import pytest

from directives import intake
from tests.cast import Cast
from tests.report_parser.test_shared_reports import MISSING, REPORTS

pytestmark = pytest.mark.django_db

# By report: the doubts that are told, by their field; every other doubt would be a false alarm.
TOLD: dict[str, list[str]] = {
    "shaoxing-first-quarter": [],
    "shaoxing-zhuji-party-building": [],
    "state-council-2021-06": [],
    "wangli-safety": [],
    "wenzhou-politics-law": [],
    # Both leaders want enterprises served and their difficulties solved.
    "xiaolan-2024-h1": ["directives.9.speaker join:d5:d10"],
    "zhejiang-standing-committee": [],
}


def draft_of(name: str, cast: Cast) -> Any:
    path = REPORTS / "annotated" / f"{name}.txt"
    if not path.exists():
        pytest.skip(MISSING)
    text = path.read_text(encoding="utf-8")
    return intake.start(text, by=cast.clerk, published_on=date(2024, 7, 20))


@pytest.mark.parametrize("name", TOLD)
def test_a_draft_just_made_of_a_real_report_raises_no_false_alarm(name: str, cast: Cast) -> None:
    found = intake.problems(draft_of(name, cast))
    assert [f"{p.path} {p.offer}".strip() for p in found if p.doubt] == TOLD[name]
    assert not [p for p in found if p.blocking and p.path.startswith("directives.")]


@pytest.mark.parametrize("name", TOLD)
def test_every_demand_of_a_real_report_is_covered_when_its_draft_is_made(name: str, cast: Cast) -> None:
    found = intake.coverage_of(draft_of(name, cast).made)
    assert found.covered == found.sentences > 0
    assert found.percent >= 80


def test_a_demand_that_is_taken_away_is_found_missing_again(cast: Cast) -> None:
    draft = draft_of("xiaolan-2024-h1", cast)
    whole = intake.coverage_of(draft.made)
    gone = draft.made["directives"].pop(1)
    found = intake.coverage_of(draft.made)
    assert whole.sentences - whole.covered == 0
    assert found.uncovered
    assert all(gone["start"] <= one.end and one.start < gone["end"] for one in found.uncovered)
