"""Doubts that somebody has looked at and left as they are: not told again until what they say changes."""

import re
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from typing import Any

from .problem import Problem

LOOKED_AT = "looked_at"  # in a draft: the keys of such doubts
_KEY = re.compile(r"[0-9a-f]{12}", re.ASCII)

Made = dict[str, Any]


def keyed(found: Iterable[Problem], made: Made) -> list[Problem]:
    """The doubts, each with its key, without those that were looked at."""
    known = set(made.get(LOOKED_AT, ()))
    told = (replace(one, doubt=True, key=_key(one, made)) for one in found)
    return [one for one in told if one.key not in known]


def look_at(made: Made, key: str) -> None:
    """Leave the doubt with the key as it is; anything that is no key is passed over."""
    if _KEY.fullmatch(key) and key not in made.get(LOOKED_AT, ()):
        made[LOOKED_AT] = [*made.get(LOOKED_AT, ()), key]


def tell_again(made: Made) -> None:
    """Tell all doubts again."""
    made.pop(LOOKED_AT, None)


def _key(doubt: Problem, made: Made) -> str:
    """The same wherever its row stands, another one as soon as the doubt says something else. What offers an act is
    known by that: its words number rows, and numbers change."""
    row: Any = made
    place = []
    for part in doubt.path.split("."):
        row = row[int(part)] if isinstance(row, list) else row.get(part)
        place.append(str(row.get("id", "")) if isinstance(row, dict) else part)
    return sha256("|".join([*place, doubt.offer or doubt.message]).encode()).hexdigest()[:12]
