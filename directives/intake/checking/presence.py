"""Units that are charged by what was said at a meeting which they did not attend."""

from collections.abc import Iterator
from typing import Any

from .known import Known
from .problem import Problem

Row = dict[str, Any]

SMALL_SET = 10  # of more members than that some are always away


class Presence:
    """Who was there; tells each absent unit once, where it is charged first.

    Nothing is told where no unit of the list is one of ours: a meeting of another place lists its own.
    """

    def __init__(self, made: Row, names: Known) -> None:
        rows = [row for row in made["attendance"] if row["is_unit"] and row["attended"]]
        self.names = names
        self.present = {row["department"] for row in rows if row["department"]}
        self.told: set[str] = set()

    def absent(self, path: str, charge: Row) -> Iterator[Problem]:
        """The charge's unit, or members of its small set, that the report does not list as present."""
        unit = charge["unit"]
        if not self.present or unit in self.told or unit in self.present or unit not in self.names.units:
            return
        self.told.add(unit)
        members = self.names.members.get(unit)
        if members is None and unit not in self.names.empty:
            words = f"报道列出的参会单位中没有{self.names.units[unit]}，请核对；没有参会的，交办时请说明会议要求。"
            yield Problem(path, words, blocking=False)
        elif members and len(members) <= SMALL_SET:
            away = [self.names.units[member] for member in members if member not in self.present]
            if away and len(away) < len(members):  # of a set nobody came: it is none of this meeting's
                words = f"{self.names.units[unit]}的 {len(members)} 个成员单位中，有 {len(away)} 个不在参会单位之列"
                yield Problem(path, f"{words}：{'、'.join(away)}。交办时请说明会议要求。", blocking=False)
