"""The period that a progress report belongs to."""

from datetime import date

from .models import Task


def period_of(cycle: str, day: date) -> str:
    """`2024-08`, `2024-Q3`, `2024-W31` by the task's cycle; the day itself where there is no cycle."""
    if cycle == Task.Cycle.MONTHLY:
        return f"{day:%Y-%m}"
    if cycle == Task.Cycle.QUARTERLY:
        return f"{day.year}-Q{(day.month + 2) // 3}"
    if cycle == Task.Cycle.WEEKLY:
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"
    return day.isoformat()
