"""How many tasks stand how, as parts of a bar."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from directives.clocks import PublicState, public_state
from directives.querysets import TaskQuerySet
from publishing.public_fields import public_counts

from .rows import StatePart

# Done first: a bar fills up from the left.
BAR_ORDER = (
    PublicState.DONE,
    PublicState.MOVING,
    PublicState.STANDING,
    PublicState.SUSPENDED,
    PublicState.MERGED,
    PublicState.TERMINATED,
)


def state_parts(counted: Iterable[dict[str, Any]]) -> tuple[StatePart, ...]:
    """Parts of rows with `status`, `nature` and `count`."""
    found: Counter[PublicState] = Counter()
    for row in counted:
        found[public_state(row["status"], row["nature"])] += row["count"]
    return tuple(StatePart(state, found[state]) for state in BAR_ORDER if found[state])


def states_of(tasks: TaskQuerySet) -> tuple[StatePart, ...]:
    """One query, however many tasks there are."""
    return state_parts(public_counts(tasks, "status", "nature"))


def total_of(parts: Iterable[StatePart]) -> int:
    return sum(part.count for part in parts)
