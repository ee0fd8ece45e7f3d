"""Whole town reports of different build, each with the reading that the conventions ask for.

`whole/NAME.txt` was written for these tests; `whole/NAME.json` states what it holds in the form of the annotated
reports (raw words; a span for each demand) and was written before the parser saw the text.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from departments.reference import shipped_unit_names
from meetings.report_parser import Directive, ParsedReport, UnitDirectory, UnitName, parse

from .test_any_text import check_spans

FOLDER = Path(__file__).parent / "whole"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
MEETING = "会议"


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def expected(name: str) -> dict[str, Any]:
    stated: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return stated


def reading(name: str) -> ParsedReport:
    units = UnitDirectory(UnitName(u.slug, u.name, u.kind) for u in shipped_unit_names())
    return parse(text_of(name), None, units)


def raw(name: str, span: tuple[int, int] | None) -> str | None:
    return text_of(name)[slice(*span)] if span else None


def overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / (max(one[1], other[1]) - min(one[0], other[0]))


def charge(name: str, directive: Directive) -> tuple[str, set[str | None]]:
    """Who demands and who is to do it, in the words of the raw text."""
    owners = {raw(name, owner.span) for owner in directive.responsible if not owner.inherited}
    return raw(name, directive.speaker_span) if directive.speaker else MEETING, owners  # type: ignore[return-value]


def test_there_are_twelve_of_them() -> None:
    assert len(NAMES) == 12


@pytest.mark.parametrize("name", NAMES)
def test_the_expectations_quote_the_text(name: str) -> None:
    for stated in expected(name)["directives"]:
        assert raw(name, stated["span"]) == stated["text"]
        assert all(owner in stated["text"] for owner in stated["responsible"])


@pytest.mark.parametrize("name", NAMES)
def test_a_whole_report_is_cut_into_exactly_its_demands(name: str) -> None:
    found, stated = reading(name).directives, expected(name)["directives"]
    assert [
        raw(name, d.span) for d in found if not any(overlap(d.span, s["span"]) > 0.5 for s in stated)
    ] == []
    assert len(found) == len(stated)
    assert all(overlap(d.span, s["span"]) >= 0.89 for d, s in zip(found, stated, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_each_demand_has_its_speaker_and_its_owners(name: str) -> None:
    stated = [(s["speaker"], set(s["responsible"])) for s in expected(name)["directives"]]
    assert [charge(name, d) for d in reading(name).directives] == stated


@pytest.mark.parametrize("name", NAMES)
def test_what_is_decided_suggested_planned_or_conveyed_has_its_kind(name: str) -> None:
    kinds = [
        (d.kind, s["kind"])
        for d, s in zip(reading(name).directives, expected(name)["directives"], strict=True)
    ]
    assert [pair for pair in kinds if pair[0] != pair[1] and pair != ("principle", "directive")] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_meeting_and_those_present_are_found(name: str) -> None:
    report, stated = reading(name), expected(name)
    assert report.date is not None
    assert report.date.iso == stated["date"]
    assert report.meeting_name is not None
    assert raw(name, report.meeting_name.span) == stated["meeting_name"]
    people = {
        (raw(name, o.span), tuple(raw(name, p.span) for p in o.posts), frozenset(o.roles) - {"attend"})
        for o in report.officials
    }
    assert people == {
        (o["name"], tuple(o["posts"]), frozenset(o["roles"]) - {"attend"}) for o in stated["officials"]
    }


@pytest.mark.parametrize("name", NAMES)
def test_those_who_report_are_found(name: str) -> None:
    spoke = {raw(name, o.span) for o in reading(name).organisations if "speak" in o.roles}
    assert spoke == set(expected(name)["organisations_speaking"])


@pytest.mark.parametrize("name", NAMES)
def test_the_spans_of_a_whole_report_are_exact(name: str) -> None:
    check_spans(text_of(name), reading(name))
