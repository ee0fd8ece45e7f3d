"""What somebody means who types words into the search for tasks: a task's number, a unit, or words of a task."""

import re
import unicodedata
from dataclasses import dataclass

from directives.filters import TaskFilterSet
from directives.models import Charge
from directives.querysets import TaskQuerySet, public_assignments
from publishing.public_fields import public_counts

from .addresses import TaskNumber
from .rows import UnitLink
from .unit_search import NamedUnit, unit_book

SUGGESTED_UNITS = 5
DASHES = re.compile("[‐-―−]")


@dataclass(frozen=True, slots=True)
class Found:
    """Tasks that fit, and the units that the words name or may mean."""

    tasks: TaskQuerySet
    unit: NamedUnit | None = None
    guessed: bool = False
    """Whether no unit has exactly this name and no task these words."""
    parts: tuple[tuple[str, int], ...] = ()
    suggested: tuple[UnitLink, ...] = ()


def number_in(words: str) -> str:
    """2024-015 where that is all there is, in whatever width and with whatever dash it was typed; else ""."""
    number = DASHES.sub("-", unicodedata.normalize("NFKC", words)).strip()
    return number if re.fullmatch(TaskNumber.regex, number) else ""


def found_by_words(filters: TaskFilterSet) -> Found:
    """The tasks of a valid form. A word that is a unit's name finds what the unit was given, written or not."""
    words = filters.form.cleaned_data["q"]
    if not words:
        return Found(filters.tasks({}))
    book = unit_book()
    called = {word: unit for word in words.split() if (unit := book.called(word))}
    tasks = filters.tasks({word: unit.link.slug for word, unit in called.items()})
    near = book.near(words)
    if not called and len(near) == 1 and len(words.split()) == 1 and not tasks.exists():
        return Found(filters.tasks({words: near[0].link.slug}), near[0], True, _parts(near[0]))
    units = list({unit.link.slug: unit for unit in called.values()}.values())
    unit = units[0] if len(units) == 1 else None
    suggested = tuple(other.link for other in [*units, *near] if other is not unit)
    return Found(
        tasks, unit, False, _parts(unit) if unit else (), tuple(dict.fromkeys(suggested))[:SUGGESTED_UNITS]
    )


def _parts(unit: NamedUnit) -> tuple[tuple[str, int], ...]:
    """How many public tasks the unit has in each role."""
    counted = public_counts(public_assignments().filter(department__slug=unit.link.slug), "role")
    counts = {row["role"]: row["count"] for row in counted}
    return tuple((str(role.label), counts[role]) for role in Charge.Role if role in counts)
