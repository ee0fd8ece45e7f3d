"""Meetings in lists, with what came of each; three queries for a page of them."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from directives.models import Directive
from directives.querysets import public_sources
from meetings.models import Meeting
from meetings.querysets import MeetingQuerySet
from publishing.public_fields import public_counts, public_values

from .addresses import meeting_url
from .counting import state_parts, total_of
from .rows import StatePart

MEETING_FIELDS = ("pk", "slug", "name", "kind", "level", "held_on", "period", "place", "conveys", "is_sample")


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One released meeting."""

    pk: int
    slug: str
    name: str
    kind: str
    level: str
    held_on: date
    period: str
    place: str
    conveys: str
    sample: bool
    directives: int
    states: tuple[StatePart, ...]

    @property
    def href(self) -> str:
        return meeting_url(self.slug)

    @property
    def tasks(self) -> int:
        return total_of(self.states)


def meeting_rows(meetings: MeetingQuerySet) -> list[MeetingRow]:
    """Rows of a public queryset, in its order."""
    rows = list(public_values(meetings, *MEETING_FIELDS))
    pks = [row["pk"] for row in rows]
    directives = directive_counts(pks)
    states = _states_by_meeting(pks)
    return [_row(row, directives[row["pk"]], states.get(row["pk"], ())) for row in rows]


def _row(row: dict[str, Any], directives: int, states: tuple[StatePart, ...]) -> MeetingRow:
    return MeetingRow(
        pk=row["pk"],
        slug=row["slug"],
        name=row["name"],
        kind=str(Meeting.Kind(row["kind"]).label),
        level=str(Meeting.Level(row["level"]).label),
        held_on=row["held_on"],
        period=row["period"],
        place=row["place"],
        conveys=row["conveys"],
        sample=row["is_sample"],
        directives=directives,
        states=states,
    )


def directive_counts(meetings: list[int]) -> Counter[int]:
    """How many public requirements each meeting has."""
    counted = public_counts(Directive.objects.public().filter(meeting__in=meetings), "meeting")
    return Counter({row["meeting"]: row["count"] for row in counted})


def _states_by_meeting(meetings: list[int]) -> dict[int, tuple[StatePart, ...]]:
    """A task of two requirements of one meeting counts once."""
    sources = public_sources().filter(directive__meeting__in=meetings).order_by().distinct()
    grouped: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in public_values(sources, "directive__meeting", "task", "task__status", "task__nature"):
        grouped[row["directive__meeting"]].append(
            {"status": row["task__status"], "nature": row["task__nature"], "count": 1}
        )
    return {meeting: state_parts(rows) for meeting, rows in grouped.items()}
