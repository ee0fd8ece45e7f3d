"""Reads the report of a meeting: who took part, who demanded what of whom, by when.

`parse(text, published, units)` gives a `ParsedReport`, `to_json` its plain form;
`days_named(words, held)` and `day_said` read a deadline alone. Pure Python: no framework, no
database, no files. Spans are code points of the raw text.
"""

from .deadlines import day_said, days_named
from .jsonform import to_json
from .meeting import period_in
from .report import parse
from .types import (
    AgendaItem,
    Deadline,
    Directive,
    Indicator,
    MeetingDate,
    Official,
    Organisation,
    Owner,
    ParsedReport,
    Quote,
    ReportWarning,
    Sentence,
    Span,
)
from .units import UnitDirectory, UnitName

__all__ = [
    "AgendaItem", "Deadline", "Directive", "Indicator", "MeetingDate", "Official", "Organisation", "Owner", "ParsedReport",
    "Quote", "ReportWarning", "Sentence", "Span", "UnitDirectory", "UnitName", "day_said", "days_named", "parse", "period_in",
    "to_json",
]  # fmt: skip
