"""What the names in a draft are held against, read in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from departments.models import Department, Official, Post, UnitSet, UnitSetMember

from ...models import Theme
from ...unit_keys import SET
from ..leaders import leaders_by_unit


@dataclass(frozen=True, slots=True)
class Known:
    """Units and sets by their keys, themes, and who is in office and in charge of what; all of today."""

    units: dict[str, str]
    """Keys of units and sets with their names."""
    gone: dict[str, str]
    """Units that do not exist today, by their key, with their names."""
    themes: frozenset[str]
    officials: frozenset[str]
    outside: frozenset[str]
    """Names that only officials from outside the town bear."""
    empty: dict[str, str]
    """Sets without a member today, by their key, with their names."""
    today: date
    members: dict[str, tuple[str, ...]]
    """Units of each set that has any, in the town's order."""
    posts: dict[str, list[tuple[date | None, date | None]]]
    """From when to when each official holds a post, by name."""
    in_charge: dict[str, list[str]]
    """Officials in charge of each unit."""


def known() -> Known:
    """The lists as they are now; seven queries."""
    today = timezone.localdate()
    sets = list(UnitSet.objects.values_list("pk", "slug", "name"))
    filled = UnitSetMember.objects.names_by_set(today)
    people = list(Official.objects.values_list("name", "is_outside"))
    rows = Department.objects.values_list("slug", "short_name", "valid_from", "valid_to")
    units = {slug: name for slug, name, _, _ in rows}
    gone = {
        slug: name
        for slug, name, begun, ended in rows
        if (begun and begun > today) or (ended and ended < today)
    }
    return Known(
        units=units | {f"{SET}{slug}": name for _, slug, name in sets},
        gone=gone,
        themes=frozenset(Theme.objects.values_list("slug", flat=True)),
        officials=frozenset(name for name, _ in people),
        outside=frozenset(name for name, outside in people if outside)
        - {name for name, outside in people if not outside},
        empty={f"{SET}{slug}": name for pk, slug, name in sets if pk not in filled},
        today=today,
        members={f"{SET}{slug}": tuple(filled[pk]) for pk, slug, _ in sets if pk in filled},
        posts=_posts(),
        in_charge=leaders_by_unit(today),
    )


def _posts() -> dict[str, list[tuple[date | None, date | None]]]:
    found: dict[str, list[tuple[date | None, date | None]]] = defaultdict(list)
    for name, begun, ended in Post.objects.order_by().values_list("official__name", "valid_from", "valid_to"):
        found[name].append((begun, ended))
    return dict(found)
