"""Whatever the text: no exception, exact spans, the same answer twice."""

import cProfile
import dataclasses
import itertools
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.report_parser import ParsedReport, to_json
from meetings.report_parser.cleaning import clean

from .golden import ALL, read

WORDS = [
    "会议", "强调", "指出", "要求", "，", "。", "；", "：", "、", "要", "必须", "各部门", "各村(社區)", "鎮(zhèn)", "县长", "李彪",
    "阿里木·买买提", "欧阳敏", "出席", "主持", "参加", "一是", "二要", "（一）", "“", "”", "《", "》", "\n", "3月5日", "31日", "昨天",
    "2024年", "年底前", "由", "牵头", "责任", "压实", "提出", "等", "建议", "通过", "召开", "推进会", " ", "和", "100%", "12,000万元",
    "①", "㎡", "\u3000", "\r", "\ud800", "𠮷", "會", "乾", "0", "1.", "01", "负责人", "发言", "下一步", "了", "他", "第一，",
]  # fmt: skip
GENRE = st.lists(st.sampled_from(WORDS), max_size=60).map("".join)
ANY = st.one_of(
    GENRE,
    st.text(max_size=200),
    st.tuples(st.sampled_from(ALL), st.integers(0, 400)).map(lambda t: t[0][t[1] :]),
)
FAST = settings(deadline=None, max_examples=150)


def quoted(item: Any) -> Iterator[tuple[str | None, tuple[int, int]]]:
    """Every (text or name, span) in a record, records inside it included."""
    if isinstance(item, tuple):
        for part in item:
            yield from quoted(part)
    elif dataclasses.is_dataclass(item):
        span = getattr(item, "span", None)
        if span is not None and type(item).__name__ not in {"ReportWarning", "Sentence"}:
            yield (
                getattr(item, "name", None)
                if type(item).__name__ != "Indicator" and hasattr(item, "name")
                else getattr(item, "text", None),
                span,
            )
        for field in dataclasses.fields(item):
            yield from quoted(getattr(item, field.name))


def check_spans(text: str, report: ParsedReport) -> None:
    copy = clean(text)
    starts = {start: number for number, start in reversed(list(enumerate(copy.starts)))}
    for words, (start, end) in quoted(report):
        assert 0 <= start < end <= len(text)
        first = starts[start]
        last = max(number for number, stop in enumerate(copy.ends) if stop == end)
        assert words == copy.text[first : last + 1]
    for sentence in report.sentences:
        assert 0 <= sentence.span[0] < sentence.span[1] <= len(text)


@FAST
@given(ANY)
def test_any_text_gives_a_reading_with_exact_spans(text: str) -> None:
    check_spans(text, read(text))


@FAST
@given(ANY, st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2090, 1, 1))))
def test_the_same_text_gives_the_same_reading(text: str, published: date | None) -> None:
    assert read(text, published) == read(text, published)


@FAST
@given(ANY)
def test_the_plain_form_is_json(text: str) -> None:
    json.dumps(to_json(read(text)))


@FAST
@given(ANY)
def test_the_map_covers_the_text_in_order(text: str) -> None:
    copy = clean(text)
    assert len(copy.text) == len(copy.starts) == len(copy.ends)
    assert list(copy.starts) == sorted(copy.starts)
    assert all(0 <= a < b <= len(text) for a, b in zip(copy.starts, copy.ends, strict=True))


@FAST
@given(ANY)
def test_demands_stand_in_order_and_do_not_overlap(text: str) -> None:
    spans = [d.span for d in read(text).directives]
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize("text", ALL)
def test_the_written_reports_have_exact_spans(text: str) -> None:
    check_spans(text, read(text))


@pytest.mark.parametrize(
    "unit",
    [
        "要，",
        "（",
        "“要",
        "各部门、",
        "由",
        "张三强调",
        "一是二是",
        "镇(zhèn)",
        "1",
        "\n",
        "他提出",
        "各村、",
    ],
)
def test_long_monotonous_text_is_read(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    report = read(text)
    assert all(0 <= a < b <= len(text) for _, (a, b) in quoted(report))


@pytest.mark.parametrize(
    "unit",
    [
        "要抓好工作。",
        "各村要抓好工作，要抓好招商，",
        "王建国强调，要抓好工作。",
        "一是要抓好招商。",
        "要在招商上有新突破，各部门要加快落实。\n",
        "城建局、工科商局要在8月底前完成100项整治；",
    ],
)
def test_twice_the_text_takes_twice_the_steps(unit: str) -> None:
    assert steps(unit * 400) < 2.5 * steps(unit * 200)


def steps(text: str) -> int:
    """How many functions are called to read a text: a measure of work that no busy machine changes."""
    profile = cProfile.Profile()
    profile.runcall(read, text)
    return sum(entry.callcount for entry in profile.getstats())
