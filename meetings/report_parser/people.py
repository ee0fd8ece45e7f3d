"""Names of people and their posts: `镇党委书记赵某某`, `A、B、C`, 复姓, names with ·."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .vocabulary import AFTER_NAME, COMPOUND_SURNAMES, NOT_NAMES, POST_HEAD, RARE_AS_NAME, SURNAMES

_HAN = re.compile(r"[\u3400-\u9fff]+")
_DOTTED = re.compile(
    r"(?P<first>[\u3400-\u9fff]{1,8})(?:[·•・][\u3400-\u9fff]{1,10}){0,2}[·•・](?=[\u3400-\u9fff])"
)
_JOINT_OF_POSTS = re.compile(r"(?<=[记长任席员委])(?:兼|和)(?=[^、，。]{2})")
_LABEL = re.compile(r"(?:主持人?|召集人|(?:出席|参加|参会|列席)(?:人员|领导)?)：$")
_NO_NAME_END = re.compile(r"[市县区镇乡村局办部委厅站所省州会院]$")


@dataclass(slots=True)
class Person:
    """A name with its posts; ranges in the clean text. Mutable while roles are collected."""

    name: str
    start: int
    end: int
    posts: list[tuple[int, int]] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    rule: str = ""


def name_at(text: str, pos: int, *, after_post: bool, limit: int | None = None) -> int | None:
    """The end of a person's name that starts at `pos`, or None.

    A name is a surname and one or two characters (a compound surname counts as one), or parts joined by ·,
    and must be followed by what can follow a name. Without a post before it, characters that are
    surnames but mostly begin ordinary words do not count.
    """
    limit = len(text) if limit is None else limit
    dotted = _DOTTED.match(text, pos, limit)
    if dotted and not POST_HEAD.search(dotted["first"]):
        return _end_of_dotted(text, dotted.end(), limit)
    listed = pos and (text[pos - 1] == "、" or _LABEL.search(text, max(0, pos - 6), pos))
    if listed and pos < limit and text[pos] in RARE_AS_NAME:
        after_post = True  # inside a list of names, or behind 主持：, an uncommon surname is one
    if text.startswith(COMPOUND_SURNAMES, pos):
        lengths: tuple[int, ...] = (3, 4, 2)
    elif pos < limit and text[pos] in SURNAMES and (after_post or text[pos] not in RARE_AS_NAME):
        lengths = (2, 3)
    else:
        return None
    for length in lengths:
        end = pos + length
        name = text[pos:end]
        if end > limit or not _HAN.fullmatch(name) or name[:2] in NOT_NAMES:
            continue
        if end == limit or AFTER_NAME.match(text, end):
            if not after_post and len(name) > 2 and _NO_NAME_END.search(name):
                continue
            return end
    return None


def _end_of_dotted(text: str, pos: int, limit: int) -> int | None:
    """The end of the last part of a name with ·, which is as long as what may follow a name allows."""
    for end in range(pos + 1, min(pos + 10, limit) + 1):
        if end == limit or AFTER_NAME.match(text, end):
            return end
    return None


def named_after_post(text: str, start: int, end: int) -> tuple[int, int, int] | None:
    """The first `post + name` in the range: (end of the post = start of the name, end of the name, start of the head)."""
    for match in POST_HEAD.finditer(text, start, end):
        for begin in _ends_of_head(text, match, end):
            stop = name_at(text, begin, after_post=True, limit=end)
            if stop is not None and text[begin:stop] and not POST_HEAD.match(text, begin):
                return begin, stop, match.start()
    return None


def cut_posts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """`镇党委书记兼人大主席` is two posts."""
    ranges = []
    begin = start
    for joint in _JOINT_OF_POSTS.finditer(text, start, end):
        ranges.append((begin, joint.start()))
        begin = joint.end()
    return [*ranges, (begin, end)]


def _ends_of_head(text: str, match: re.Match[str], limit: int) -> tuple[int, ...]:
    end = match.end()
    bracket = re.compile(r"（[^（）]{1,12}）").match(text, end, limit)
    blank = end + 1 if text.startswith(" ", end) else end
    return (blank, bracket.end()) if bracket else (blank,)
