"""The day from which a document's words count time, where nobody typed when it came: its own, else today."""

import re
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from meetings.models import DemandSource
from meetings.report_parser.dates import number

_NUMERALS = "〇○零一二三四五六七八九"
_DAY = re.compile(
    rf"(?P<year>\d{{4}}|[{_NUMERALS}]{{4}})年(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})日(?:印发)?"
)
_WHEN = re.compile(r"(?:会议)?时间[：:](.+)")
_BRACKETED = re.compile(r"[〔［\[【（(](\d{4})[〕］\]】）)]")
_HEADED = re.compile(r"(20\d\d)年(?:度?(?:第?([一二三四])季度)|([上下])半年|(\d{1,2})月)?")
_HEADING_LINES = 4
_SAYS = re.compile(r"[。；：:，]|^[一1][、.．]|^（一）|前(?:$|[^沿])")
_LISTS = frozenset({DemandSource.WORK_REPORT, DemandSource.PEOPLE_PROJECT})


class OwnDay(NamedTuple):
    """A document's day. `guessed` tells that only its year, or a part of it, was said."""

    day: date
    guessed: bool


def own_day(text: str, kind: str, today: date) -> OwnDay | None:
    """The day a document bears (成文日期), else the beginning of the time that its number or heading names, which is
    today where that is its year; None where it says nothing of when it was written."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    signed = signed_line(lines)
    if signed is not None:
        return OwnDay(_day_in(lines[signed]) or today, guessed=False)
    if kind == DemandSource.MINUTES:
        for line in lines:
            said = _WHEN.match(line)
            if said and (day := _day_in(said[1])):
                return OwnDay(day, guessed=False)
    begins = _begins(_heading(lines), kind) if kind != DemandSource.INSTRUCTION else None
    if begins is None:
        return None
    return OwnDay(today, guessed=False) if begins.year == today.year else OwnDay(begins, guessed=True)


def signed_line(lines: list[str]) -> int | None:
    """Which line is the document's day: the last that is a date and nothing else, or one after who signs."""
    for n in range(len(lines) - 1, -1, -1):
        bare = "".join(lines[n].split()).strip("（）()")
        found = _DAY.search(bare)
        if found and found.end() == len(bare) and _day_in(bare) and _stands_alone(bare[: found.start()]):
            return n
    return None


def _heading(lines: list[str]) -> list[str]:
    """The title and the number: what stands above the first line that says something."""
    return list(takewhile(lambda line: not _SAYS.search(line), lines[:_HEADING_LINES]))


def _stands_alone(before: str) -> bool:
    """Nothing, or the name of who signs in the same line."""
    return (
        not before
        or re.fullmatch(r"[^，。；：、\d]{2,30}(?:室|府|会|局|委|办|部|中心|队)", before) is not None
    )


def _day_in(line: str) -> date | None:
    found = _DAY.search("".join(line.split()))
    if found is None:
        return None
    year = "".join(
        str(max(0, _NUMERALS.find(sign) - 2)) if sign in _NUMERALS else sign for sign in found["year"]
    )
    try:
        day = date(int(year), number(found["month"]), number(found["day"]))
    except ValueError:
        return None
    return day if 1950 <= day.year <= 2100 else None


def _begins(lines: list[str], kind: str) -> date | None:
    """The first day of the time that the heading names, or the number, which tells of a list's year less."""
    numbers = [int(said[1]) for line in lines if len(line) <= 30 and (said := _BRACKETED.search(line))]
    heads = [said for line in lines if (said := _HEADED.search(line))]
    year = numbers[0] if numbers and 1950 <= numbers[0] <= 2100 else None
    if heads and (year is None or kind in _LISTS or int(heads[0][1]) == year):
        return date(int(heads[0][1]), _month(heads[0]), 1)
    return date(year, 1, 1) if year else None


def _month(said: re.Match[str]) -> int:
    if said[2]:
        return 3 * "一二三四".index(said[2]) + 1
    if said[3]:
        return 7 if said[3] == "下" else 1
    return min(12, max(1, int(said[4] or 1)))
