"""Reads single fields of a POST that no form class describes: rows without a fixed number.

A field that cannot be read keeps the value it had (`kept`): half a word must not cost what was there before.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from documents.incoming_text import CONTROL

from .fields import read_day

Place = tuple[int | None, int | None]
_KEY = re.compile(r"[a-z0-9]{1,20}")
_PLACE = re.compile(r"(\d{1,7})-(\d{1,7})", re.ASCII)


@dataclass(slots=True)
class Typed:
    """What was typed: the rows as far as they could be read, and the fields that could not."""

    made: dict[str, Any]
    errors: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)  # those whose words stay in their row as `unread`

    def settle(self, unread: Collection[str]) -> None:
        """Forget what was said of fields that a button has answered since, or whose row it took away."""
        for name in self.refused.difference(unread):
            self.errors.pop(name, None)
            self.raw.pop(name, None)


class FieldReader:
    """One field each. What cannot be read is reported together with what was typed."""

    def __init__(self, post: QueryDict, text: str) -> None:
        self.post = post
        self.text = text
        self.typed = Typed({})
        # Rows without an id of their own are counted anew on the next page: prefix here, prefix there.
        self.renamed = "", ""
        self._unread: dict[str, list[str]] = {}

    def keys(self, name: str) -> list[str]:
        """Keys of the rows that were sent, in their order."""
        return list(dict.fromkeys(key for key in self.post.getlist(name) if _KEY.fullmatch(key)))

    def fault(self, name: str, message: str, shown: str | None = None) -> None:
        name_there = self._name_there(name)
        if name_there not in self.typed.errors:
            self.typed.errors[name_there] = message
            self.typed.raw[name_there] = self.post.get(name, "") if shown is None else shown

    def refuse(self, name: str, message: str) -> None:
        """A field whose words are no value of it: they are told, and stay beside the value (see `unread`)."""
        words = CONTROL.sub("", self.post.get(name, "")).replace("\r\n", "\n")
        self.fault(name, message, words)
        self.typed.refused.add(self._name_there(name))
        self._unread.setdefault(name, [words, message])

    def unread(self, at: str) -> dict[str, Any]:
        """`unread` of the row with that prefix: by its fields the words that were refused, and why."""
        found = {name.removeprefix(at): said for name, said in self._unread.items() if name.startswith(at)}
        return {"unread": found} if found else {}

    def _name_there(self, name: str) -> str:
        before, after = self.renamed
        return after + name.removeprefix(before) if before and name.startswith(before) else name

    def line(self, name: str, limit: int, kept: str = "") -> str:
        value = " ".join(self._clean(name).split())
        if len(value) > limit:
            self.refuse(name, f"最多 {limit} 字，现有 {len(value)} 字。请缩短。")
            return kept
        return value

    def words(self, name: str) -> str:
        return self._clean(name).replace("\r\n", "\n").strip()

    def evidence(self, name: str) -> str:
        """A hidden field, which nobody types."""
        return CONTROL.sub("", self.post.get(name, ""))

    def _clean(self, name: str) -> str:
        """What was typed without characters that no database keeps; who typed them sees what is left."""
        value = self.post.get(name, "")
        left = CONTROL.sub("", value)
        if left != value:
            self.fault(name, "含有无法显示的控制字符，已去掉。请核对后再保存。", left)
        return left

    def choice(
        self, name: str, choices: Iterable[tuple[str, str]], otherwise: str, kept: str | None = None
    ) -> str:
        """The key of what was chosen, which is sent by its word; `otherwise` where nothing was."""
        sent = self.post.get(name, "")
        found = next((str(key) for key, word in choices if sent in (key, word)), None)
        if found is None and sent:
            self.refuse(name, "没有这个选项，请重新选择。")
            found = kept
        return str(otherwise) if found is None else found

    def day(self, name: str, kept: str = "") -> str:
        try:
            day = read_day(self._clean(name))
        except ValueError as error:
            self.refuse(name, str(error))
            return kept
        return day.isoformat() if day else ""

    def number(self, name: str, lowest: int, highest: int, kept: str = "") -> str:
        value = self.post.get(name, "").strip()
        if not value or (value.isascii() and value.isdigit() and lowest <= int(value[:6]) <= highest):
            return value
        self.refuse(name, f"请填 {lowest} 至 {highest} 之间的数字。")
        return kept

    def place(self, written: str) -> Place:
        """`602-770` of a hidden field, where it is a place of this text."""
        found = _PLACE.fullmatch(written)
        start, end = (int(found[1]), int(found[2])) if found else (0, 0)
        return (start, end) if start < end <= len(self.text) else (None, None)
