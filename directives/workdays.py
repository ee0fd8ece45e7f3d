"""Working days: the state's own calendar where it is published, weekdays where it is not yet."""

from datetime import date, timedelta

import chinese_calendar


def is_workday(day: date) -> tuple[bool, bool]:
    """Whether people work that day, and whether the calendar of its year is known; without it Monday to Friday."""
    try:
        return bool(chinese_calendar.is_workday(day)), True
    except NotImplementedError:
        return day.weekday() < 5, False


def add_workdays(day: date, count: int) -> tuple[date, bool]:
    """The day so many working days later, or earlier for a negative count, and whether every day on the way was known.

    The day itself is not counted; zero gives it back.
    """
    step, certain = timedelta(days=1 if count > 0 else -1), True
    left = abs(count)
    while left:
        day += step
        works, known = is_workday(day)
        certain = certain and known
        left -= works
    return day, certain
