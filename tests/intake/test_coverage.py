"""How much of what a report demands became rows is counted by sentences and by characters."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from directives.intake import coverage, coverage_of, numbered


def sentence(start: int, end: int, role: str = "directive") -> dict[str, Any]:
    return {"start": start, "end": end, "role": role}


SENTENCES = [
    sentence(0, 10, "frame"),
    sentence(10, 30),
    sentence(30, 50),
    sentence(50, 60, "background"),
    sentence(60, 100),
]


def test_sentences_and_characters_are_counted_apart() -> None:
    found = coverage(SENTENCES, [(12, 30), (60, 70)])
    assert (found.sentences, found.covered) == (3, 2)
    assert (found.characters, found.characters_covered, found.percent) == (80, 28, 35)
    assert (found.all_characters, found.all_covered, found.percent_of_all) == (100, 28, 28)
    assert [(one.number, one.start) for one in found.uncovered] == [(3, 30)]


def test_words_that_two_rows_cover_count_once() -> None:
    assert coverage(SENTENCES, [(10, 30), (15, 50), (10, 30)]).characters_covered == 40


def test_a_report_without_demands_is_covered_whole() -> None:
    found = coverage([sentence(0, 10, "frame")], [])
    assert (found.sentences, found.percent, found.uncovered) == (0, 100, ())


def test_a_hundred_per_cent_leaves_nothing_out() -> None:
    assert coverage([sentence(0, 1_000)], [(0, 999)]).percent == 99


def test_a_task_that_comes_from_elsewhere_covers_its_own_words() -> None:
    nowhere = {"start": None, "end": None}
    made = {
        "sentences": SENTENCES,
        "directives": [{"start": 10, "end": 30, "tasks": [{"start": 60, "end": 100}, nowhere]}],
    }
    assert [one.number for one in coverage_of(made).uncovered] == [3]


def test_sentences_are_counted_through_and_one_inside_another_is_left_out() -> None:
    found = list(numbered([sentence(20, 30), sentence(0, 20), sentence(5, 10)]))
    assert [(one.number, one.start) for one in found] == [(1, 0), (2, 20)]


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda pair: (pair[0], sum(pair))))


@given(st.lists(st.integers(1, 12), max_size=8), spans)
def test_every_character_is_counted_as_one_by_one(lengths: list[int], places: list[tuple[int, int]]) -> None:
    rows, at = [], 0
    for n, length in enumerate(lengths):
        rows.append(sentence(at, at + length, "directive" if n % 2 else "background"))
        at += length
    found = coverage(rows, places)
    marked = {character for start, end in places for character in range(start, end)}
    demanded = [set(range(row["start"], row["end"])) for row in rows if row["role"] == "directive"]
    assert found.characters_covered == sum(len(one & marked) for one in demanded)
    assert found.covered == sum(bool(one & marked) for one in demanded)
    assert found.all_covered == len(set(range(at)) & marked)
    assert len(found.uncovered) == found.sentences - found.covered
