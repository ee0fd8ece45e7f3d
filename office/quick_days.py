"""Days that an office often sets as a deadline, offered as one click."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from directives.workdays import add_workdays

WORKDAYS = 30


@dataclass(frozen=True, slots=True)
class QuickDay:
    """`hint` says what the reader should know of the day, "" where nothing."""

    label: str
    day: date
    hint: str = ""


def quick_days(today: date) -> list[QuickDay]:
    """月底, 季末, 年底 and thirty working days from today, each day once, in the order of the calendar."""
    quarter = (today.month + 2) // 3 * 3
    later, certain = add_workdays(today, WORKDAYS)
    unsure = "" if certain else "节假日安排尚未公布，按周一至周五推算"
    found = [
        QuickDay("月底", _last_of(today.year, today.month)),
        QuickDay("季末", _last_of(today.year, quarter)),
        QuickDay("年底", date(today.year, 12, 31)),
        QuickDay(f"{WORKDAYS}个工作日", later, unsure),
    ]
    # At the end of a quarter the nearest name says it: 月底 is 季末 then, and once a year 年底 too.
    named: dict[date, QuickDay] = {}
    for one in found:
        named.setdefault(one.day, one)
    return sorted(named.values(), key=lambda one: one.day)


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
