"""Names of units → slugs. A name resolves only where it is listed: nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from .cleaning import to_simplified
from .vocabulary import VAGUE

_LEVEL = re.compile(r"^(?:全|本|我|各)?(?:镇|县|市|区|乡|省|街道)(?:直|属|里|内)?(?=.{2})")
_FIELD_TAILS = ("", "局", "办", "办公室", "委", "所", "站", "中心", "分局", "部门")
_BRACKETS = str.maketrans({"(": "（", ")": "）", "〔": "（", "〕": "）", " ": None, "\u3000": None})


@dataclass(frozen=True, slots=True)
class UnitName:
    """One name of a unit. `kind` is `department` or `unit_set`."""

    slug: str
    name: str
    kind: str


class UnitDirectory:
    """The units that a report may name.

    Built from any iterable of objects with `slug`, `name` and `kind`. Names are compared in Simplified
    characters, whatever the brackets. A name that two units share resolves to neither.
    """

    def __init__(self, names: Iterable[UnitName] = ()) -> None:
        self._slugs: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        shared: set[str] = set()
        for item in names:
            key = normal(item.name)
            if not key:
                continue
            if self._slugs.setdefault(key, item.slug) != item.slug:
                shared.add(key)
            self._kinds[item.slug] = item.kind
        for key in shared:
            del self._slugs[key]

    def slug(self, name: str) -> str | None:
        """The slug of one unit: the name as it stands, else without the level before it (镇发统局)."""
        key = normal(name)
        found = self._slugs.get(key)
        if found is None and not VAGUE.search(key):
            found = self._slugs.get(_LEVEL.sub("", key))
        return found

    def slug_of_field(self, name: str) -> str | None:
        """The slug of the one unit whose field a name states: 税务 and 税务部门 → the listed 税务分局.

        None where the directory lists several units of that field, or none.
        """
        field = normal(name).removesuffix("部门")
        if len(field) < 2:
            return None
        found = {self._slugs.get(field + tail) for tail in _FIELD_TAILS} - {None}
        return found.pop() if len(found) == 1 else None

    def kind(self, slug: str) -> str | None:
        """`department` or `unit_set`; None for an unknown slug."""
        return self._kinds.get(slug)


@lru_cache(maxsize=16_384)
def normal(name: str) -> str:
    """A name as it is compared: Simplified, full-width brackets, no blanks."""
    return to_simplified(name).translate(_BRACKETS)
