"""Which unit somebody means who types words into a search box."""

import re
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from departments.models import Department, UnitAlias
from departments.models.units import folded

from .rows import UnitLink

SHORTEST_PART = 2


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A living unit with every name that is valid today."""

    link: UnitLink
    full_name: str
    names: frozenset[str]
    latin: tuple[str, ...]

    @property
    def href(self) -> str:
        return self.link.href


@dataclass(frozen=True)
class UnitBook:
    """Today's units by their names; two queries however many words are looked up."""

    units: tuple[NamedUnit, ...]

    @cached_property
    def _by_name(self) -> dict[str, list[NamedUnit]]:
        found: dict[str, list[NamedUnit]] = {}
        for unit in self.units:
            for name in unit.names:
                found.setdefault(name, []).append(unit)
        return found

    def called(self, words: str) -> NamedUnit | None:
        """The one unit with exactly that name, short form or alias."""
        found = self._by_name.get(_plain(words), [])
        return found[0] if len(found) == 1 else None

    def near(self, words: str) -> list[NamedUnit]:
        """Units that the words may mean: the best kind of likeness that fits any unit at all."""
        asked = _plain(words)
        if not asked:
            return []
        exact = self._by_name.get(asked, [])
        partly = [unit for unit in self.units if _has_part(unit, asked) and unit not in exact]
        if exact or partly:
            return [*exact, *partly]
        # 小榄镇工科商局, 竹源社区居委会: the words hold a name.
        holding = [unit for unit in self.units if any(_is_within(name, asked) for name in unit.names)]
        return holding or [unit for unit in self.units if any(_shortens(asked, name) for name in unit.names)]


def unit_book() -> UnitBook:
    today = timezone.localdate()
    aliases: dict[int, list[str]] = {}
    named = UnitAlias.objects.on(today).filter(department__isnull=False)
    for unit, name in named.values_list("department", "name"):
        aliases.setdefault(unit, []).append(name)
    living = Department.objects.on(today).order_by("order", "sort_key", "pk")
    rows = living.values_list("pk", "slug", "short_name", "full_name", "sort_key", "initials")
    return UnitBook(
        tuple(
            NamedUnit(
                UnitLink(slug, short_name),
                full_name,
                frozenset(_plain(name) for name in [short_name, full_name, *aliases.get(pk, ())] if name),
                (sort_key, initials),
            )
            for pk, slug, short_name, full_name, sort_key, initials in rows
        )
    )


def _plain(words: str) -> str:
    """As names are compared: Simplified, half-width, small letters, without blanks."""
    return re.sub(r"\s+", "", folded(words)).casefold()


def _has_part(unit: NamedUnit, asked: str) -> bool:
    return any(asked in name for name in unit.names) or any(key.startswith(asked) for key in unit.latin)


def _is_within(name: str, asked: str) -> bool:
    """A short name only at an end: 新城建设 does not speak of 城建."""
    if len(name) > SHORTEST_PART:
        return name in asked
    return len(name) == SHORTEST_PART and (asked.startswith(name) or asked.endswith(name))


def _shortens(asked: str, name: str) -> bool:
    """工信 of 工业信息和科技商务局: the first character, then others in their order."""
    short = asked.removesuffix("部门")
    rest = iter(name)
    return len(short) >= SHORTEST_PART and short[0] == name[0] and all(one in rest for one in short)
