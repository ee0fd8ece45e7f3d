"""What the parser hands out: frozen records in which every fact carries its place in the raw text.

A span is `(start, end)` in Unicode code points of the text as given; `text` and `name` are the cleaned,
Simplified form of what the span covers. `rule` names the rule that found a fact, as evidence for the reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of the report: its cleaned text and where it stands."""

    text: str
    span: Span
    rule: str = ""


@dataclass(frozen=True, slots=True)
class MeetingDate:
    """A day as far as it is known: each part that the report leaves open is None."""

    text: str
    span: Span
    year: int | None
    month: int | None
    day: int | None
    rule: str = ""

    @property
    def iso(self) -> str | None:
        """`2024-07-19`, `XXXX-07-19` without a year, `XXXX-XX-19` without a month, None without a day."""
        if self.day is None:
            return None
        year = "XXXX" if self.year is None else f"{self.year:04d}"
        month = "XX" if self.month is None else f"{self.month:02d}"
        return f"{year}-{month}-{self.day:02d}"

    @property
    def day_date(self) -> date | None:
        """The calendar day, or None where a part of it is open."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Official:
    """A person taking part. `roles` is a subset of chair, attend, speak, direct, in that order."""

    name: str
    span: Span
    posts: tuple[Quote, ...]
    roles: tuple[str, ...]
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A unit present or reporting; `department` is its slug, None where the directory does not know it."""

    name: str
    span: Span
    department: str | None
    roles: tuple[str, ...]
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is to do it. `units` are slugs; None where the name is vague or unknown."""

    name: str
    span: Span
    units: tuple[str, ...] | None
    inherited: bool = False
    part: str = "responsible"  # responsible, lead, supporting
    vague: bool = False
    is_set: bool = False  # the name stands for several units (各部门)
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """Words of time in a demand; `due_on` only where they name one certain last day."""

    text: str
    span: Span
    due_on: date | None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Directive:
    """One demand. `speaker` None is the meeting itself."""

    speaker: str | None
    speaker_span: Span | None
    headline: Quote | None
    text: str
    span: Span
    kind: str  # directive, principle, decision, suggestion, plan
    measures: tuple[Quote, ...]
    responsible: tuple[Owner, ...]
    deadlines: tuple[Deadline, ...]
    targets: tuple[Quote, ...]
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure the report states as reached; `value` keeps the digits as written."""

    text: str
    span: Span
    name: str
    value: str
    unit: str
    change: str | None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; `role` is directive, principle, background, attendance or frame."""

    span: Span
    role: str
    directive: int | None


@dataclass(frozen=True, slots=True)
class ReportWarning:
    """Something the reader has to look at; `span` is None where it concerns the whole report."""

    code: str
    text: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One part of the meeting: `kind` is 发言, 现场协调 or 部署."""

    kind: str
    text: str
    span: Span
    people: tuple[str, ...]
    units: tuple[Quote, ...]
    rule: str = ""


@dataclass(frozen=True, slots=True)
class ParsedReport:
    """Everything found in one report; empty lists and None say "not found", never "none exists"."""

    date: MeetingDate | None = None
    meeting_name: Quote | None = None
    meeting_kind: str | None = None
    place: Quote | None = None
    conveys: tuple[Quote, ...] = ()
    officials: tuple[Official, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    attendance_is_open: bool = False
    agenda: tuple[AgendaItem, ...] = ()
    directives: tuple[Directive, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    warnings: tuple[ReportWarning, ...] = ()
