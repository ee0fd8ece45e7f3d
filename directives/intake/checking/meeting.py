"""What is wrong or open in a meeting's own facts and in who took part."""

from collections.abc import Collection, Iterator
from typing import Any

from departments.models import Official, Post
from meetings.models import Attendance, Meeting

from .fields import choice, day, fits
from .known import Known
from .problem import Problem


def meeting(meeting: dict[str, Any]) -> Iterator[Problem]:
    """Problems of the meeting's own facts."""
    if not meeting["name"].strip():
        yield Problem("meeting.name", "没有找到会议名称，请填写。")
    if not meeting["held_on"]:
        yield Problem("meeting.held_on", "没有找到完整的召开日期，请填写。")
    else:
        yield from day("meeting.held_on", meeting["held_on"])
    for field in ("name", "held_text", "period", "place", "conveys"):
        yield from fits(f"meeting.{field}", meeting[field], Meeting, field)
    yield from fits("meeting.chair", meeting["chair"], Official, "name")
    yield from choice("meeting.kind", meeting["kind"], Meeting.Kind)
    yield from choice("meeting.level", meeting["level"], Meeting.Level)


def attendance(made: dict[str, Any], names: Known) -> Iterator[Problem]:
    """Problems of those who took part."""
    seen: set[tuple[str, bool]] = set()
    appointed = set(new_officials(made, names.officials))
    for n, row in enumerate(made["attendance"]):
        path = f"attendance.{n}"
        name = row["name"].strip()
        if not name:
            yield Problem(f"{path}.name", "请填写姓名或单位名称，或删除这一行。")
            continue
        if (name, row["is_unit"]) in seen:
            yield Problem(f"{path}.name", f"“{name}”重复，请删除一行。")
        seen.add((name, row["is_unit"]))
        yield from fits(f"{path}.name", name, Attendance, "name")
        yield from fits(f"{path}.posts", row["posts"], Attendance, "posts")
        if row["department"] and row["department"] not in names.units:
            yield Problem(f"{path}.department", "没有这个单位，请重新选择。")
        elif row["is_unit"] and not row["department"]:
            yield Problem(f"{path}.department", f"“{name}”还没有对应到单位，可先留空。", blocking=False)
        if not row["is_unit"] and name in appointed:
            yield from _appointed(path, row)


def _appointed(path: str, row: dict[str, Any]) -> Iterator[Problem]:
    """A person who becomes an official, with posts of their own."""
    name, limit = row["name"].strip(), Post._meta.get_field("title").max_length or 0
    yield Problem(f"{path}.name", f"领导名单中没有“{name}”，确认后将新建。", blocking=False)
    yield from fits(f"{path}.name", name, Official, "name")
    if any(len(post) > limit for post in posts_of(row)):
        yield Problem(f"{path}.posts", f"每项职务最多 {limit} 字。请缩短，多项职务用“、”分开。")


def new_officials(made: dict[str, Any], known: Collection[str]) -> list[str]:
    """Whoever chaired or demanded something and is on no list: they become officials."""
    demanding = [row["name"].strip() for row in made["attendance"] if row["directed"] and not row["is_unit"]]
    speakers = [row["speaker"].strip() for row in made["directives"]]
    named = dict.fromkeys([made["meeting"]["chair"].strip(), *demanding, *speakers])
    return [name for name in named if name and name not in known]


def posts_of(row: dict[str, Any]) -> list[str]:
    """The posts of a person's row, each once."""
    return list(dict.fromkeys(filter(None, (title.strip() for title in row["posts"].split("、")))))
