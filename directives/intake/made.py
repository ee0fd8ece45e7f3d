"""The clerk's copy of a draft: what the parser found, in the shape that the forms edit.

A plain JSON object, so that a draft is kept whole at every step and nothing typed is lost:

    {"meeting": {...}, "attendance": [{...}], "agenda": [{...}], "directives": [{..., "tasks": [{..., "charges": [{...}]}]}],
     "sentences": [{...}], "warnings": [{...}]}

Days are ISO strings or ""; units are `slug` or `set:slug` or ""; spans are `start`/`end` or null.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from meetings.models import Meeting
from meetings.report_parser import period_in
from meetings.report_parser import types as found

from ..models import Basis, Charge, Directive, Task, Theme
from ..unit_keys import SET
from .nobody import real_owners, town_name

AGENDA_KINDS = {"发言": "speech", "现场协调": "coordination", "部署": "deployment"}
TITLE_LENGTH = 200
SHORT_TITLE = 10
_CONVEYS = re.compile(r"贯彻|传达|学习")
_OF_TOWN = re.compile(r"[全我本]镇|镇党?委|镇(?:人民)?政府")
_LEVEL = re.compile(
    r"(?P<NATION>国务院|全国|国家|中央)|(?P<PROVINCE>全省|省委|省(?:人民)?政府|省级)|"
    r"(?P<CITY>全市(?!场)|市委|市(?:人民)?政府|市级|市安委|[\u3400-\u9fff]{2,3}市(?=[^镇乡]{0,12}(?:会|工作)))"
)
_WHOLE = re.compile(r"在.+上.*有.+")
WITH_TASKS = frozenset({"directive", "decision"})


def blank_attendance() -> dict[str, Any]:
    return {
        "name": "",
        "posts": "",
        "is_unit": False,
        "department": "",
        "attended": True,
        "chaired": False,
        "spoke": False,
        "directed": False,
    }


def blank_charge(mode: str = Task.Mode.EACH, there: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """An empty row with the role that the task's mode asks for next."""
    has_lead = any(charge["role"] == Charge.Role.LEAD for charge in there)
    role = Charge.Role.RESPONSIBLE
    if mode == Task.Mode.JOINT_LEAD or (mode == Task.Mode.SINGLE_LEAD and not has_lead):
        role = Charge.Role.LEAD
    elif mode == Task.Mode.SINGLE_LEAD:
        role = Charge.Role.SUPPORTING
    return {
        "role": role.value,
        "unit": "",
        "words": "",
        "basis": Basis.OFFICE.value,
        "start": None,
        "end": None,
    }


def blank_task() -> dict[str, Any]:
    return {
        "id": "",
        "title": "",
        "measures": "",
        "theme": "",
        "nature": Task.Nature.STANDING.value,
        "mode": Task.Mode.SINGLE_LEAD.value,
        "responsible_leader": "",
        "sign_by": "",
        "due_on": "",
        "due_basis": "",
        "due_text": "",
        "due_start": None,
        "due_end": None,
        "report_cycle": Task.Cycle.MONTHLY.value,
        "report_day": "",
        "charges": [],
        "start": None,
        "end": None,
        "quotation": "",
    }


def blank_directive() -> dict[str, Any]:
    return {
        "id": "",
        "speaker": "",
        "headline": "",
        "text": "",
        "kind": Directive.Kind.DIRECTIVE.value,
        "start": None,
        "end": None,
        "quotation": "",
        "rule": "",
        "tasks": [],
    }


def blank_meeting() -> dict[str, Any]:
    return {
        "name": "",
        "kind": Meeting.Kind.WORK.value,
        "level": Meeting.Level.TOWN.value,
        "held_on": "",
        "held_text": "",
        "period": "",
        "place": "",
        "chair": "",
        "conveys": "",
    }


def copy_of(made: Any) -> Any:
    """A copy of a draft, or of a part of one, that shares nothing that can be changed."""
    if isinstance(made, dict):
        return {key: copy_of(value) for key, value in made.items()}
    return [copy_of(value) for value in made] if isinstance(made, list) else made


def rows_in(made: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of a draft with its path, in the order of the page."""
    for name in ("meeting", "document"):
        if name in made:
            yield name, made[name]
    for n, row in enumerate(made.get("attendance", ())):
        yield f"attendance.{n}", row
    for n, row in enumerate(made["directives"]):
        yield f"directives.{n}", row
        for m, task in enumerate(row["tasks"]):
            yield f"directives.{n}.tasks.{m}", task
            for k, charge in enumerate(task["charges"]):
                yield f"directives.{n}.tasks.{m}.charges.{k}", charge


def made_of(report: found.ParsedReport, text: str, themes: list[Theme]) -> dict[str, Any]:
    """The first copy for the clerk: everything found, one proposed task for each directive that orders work."""
    return {
        "meeting": _meeting(report),
        "attendance": [*_people(report), *_units(report)],
        "agenda": [
            {"kind": AGENDA_KINDS[item.kind], "text": item.text, "start": item.span[0], "end": item.span[1]}
            for item in report.agenda
        ],
        "directives": [directive_row(n, item, text, themes) for n, item in enumerate(report.directives, 1)],
        "sentences": [
            {"start": s.span[0], "end": s.span[1], "role": s.role, "directive": s.directive}
            for s in report.sentences
        ],
        "warnings": [
            {"code": w.code, "text": w.text, "start": w.span and w.span[0], "end": w.span and w.span[1]}
            for w in report.warnings
        ],
    }


def _meeting(report: found.ParsedReport) -> dict[str, Any]:
    chair = next((person.name for person in report.officials if "chair" in person.roles), "")
    name = report.meeting_name.text if report.meeting_name else ""
    day = report.date.day_date if report.date else None
    return {
        "name": name,
        "kind": (Meeting.Kind.ECONOMIC if "经济形势" in name else Meeting.Kind.WORK).value,
        "level": _level(name),
        "held_on": day.isoformat() if day else "",
        "held_text": report.date.text if report.date else "",
        "period": period_in(name, day),
        "place": report.place.text if report.place else "",
        "chair": chair,
        "conveys": "、".join(quote.text for quote in report.conveys),
    }


def _level(name: str) -> str:
    """By the first level that the name speaks of; what a meeting of the town conveys (贯彻…精神) is not its own."""
    town = town_name()
    own, *conveyed = _CONVEYS.split(name, maxsplit=1)
    if _OF_TOWN.search(name) or (town and town in name) or (not conveyed and "精神" in name) or "精神" in own:
        return Meeting.Level.TOWN.value
    said = _LEVEL.search(own)
    return str((Meeting.Level[said.lastgroup] if said and said.lastgroup else Meeting.Level.TOWN).value)


def _people(report: found.ParsedReport) -> list[dict[str, Any]]:
    return [
        blank_attendance()
        | {
            "name": person.name,
            "posts": "、".join(post.text for post in person.posts),
            "chaired": "chair" in person.roles,
            "spoke": "speak" in person.roles,
            "directed": "direct" in person.roles,
        }
        for person in report.officials
    ]


def _units(report: found.ParsedReport) -> list[dict[str, Any]]:
    """Units present or reporting; 发统 who spoke and 发统局 who attended are one row."""
    rows: dict[str, dict[str, Any]] = {}
    for unit in sorted(report.organisations, key=lambda unit: "attend" not in unit.roles):
        row = rows.setdefault(
            unit.department or unit.name,
            blank_attendance()
            | {"name": unit.name, "is_unit": True, "department": unit.department or "", "attended": False},
        )
        row["attended"] = row["attended"] or "attend" in unit.roles
        row["spoke"] = row["spoke"] or "speak" in unit.roles
    return list(rows.values())


def directive_row(n: int, item: found.Directive, text: str, themes: list[Theme]) -> dict[str, Any]:
    """The n-th demand as a row, with one proposed task if it orders work."""
    start, end = item.span
    row = blank_directive() | {
        "id": f"d{n}",
        "speaker": item.speaker or "",
        "headline": item.headline.text if item.headline else "",
        "text": item.text,
        "kind": item.kind,
        "start": start,
        "end": end,
        "quotation": text[start:end],
        "rule": item.rule,
    }
    if item.kind in WITH_TASKS:
        row["tasks"] = [_task(f"d{n}t1", item, row, themes)]
    return row


def _task(key: str, item: found.Directive, directive: dict[str, Any], themes: list[Theme]) -> dict[str, Any]:
    """One task for the whole directive. Without a day in the text it is 长期坚持 until the office decides."""
    deadline = next((d for d in item.deadlines if d.due_on), None)
    charges, title = _charges(item), _title(item)
    task = blank_task() | {
        "id": key,
        "title": title,
        "measures": "\n".join(measure.text for measure in item.measures if not _same(measure.text, title)),
        "theme": _theme(item, themes),
        "mode": _mode(charges),
        "charges": charges,
        "start": directive["start"],
        "end": directive["end"],
        "quotation": directive["quotation"],
    }
    if deadline and deadline.due_on:
        task |= {
            "nature": Task.Nature.FIXED_TERM.value,
            "due_on": deadline.due_on.isoformat(),
            "due_basis": Basis.TEXT.value,
            "due_text": deadline.text,
            "due_start": deadline.span[0],
            "due_end": deadline.span[1],
        }
    return task


def _title(item: found.Directive) -> str:
    """The headline, else the first measures; either with as many measures as it takes to say something.

    创新思路 alone does not, 在消费上有新举措 does however short it is.
    """
    title = item.headline.text if item.headline else ""
    if _WHOLE.match(title):
        return title[:TITLE_LENGTH]
    for measure in item.measures:
        if len(title) >= SHORT_TITLE:
            break
        if measure.text != title:
            title = f"{title}，{measure.text}" if title else measure.text
    return (title or item.text[:60])[:TITLE_LENGTH]


def _same(measure: str, title: str) -> bool:
    """A measure that is the title word for word says nothing under it."""
    return measure.strip().rstrip("。；") == title.strip().rstrip("。；")


def _theme(item: found.Directive, themes: list[Theme]) -> str:
    """The theme whose name stands in the headline, else first in the text; none rather than a guess."""
    for words in (item.headline.text if item.headline else "", item.text):
        places = [(words.find(theme.name), theme.slug) for theme in themes if theme.name in words]
        if places:
            return min(places)[1]
    return ""


def _charges(item: found.Directive) -> list[dict[str, Any]]:
    """The owners that the passage itself names; a vague or unknown name stays a row for the clerk to settle."""
    owners = real_owners([owner for owner in item.responsible if not owner.inherited])
    alone = len(owners) == 1 and len(owners[0].units or ()) == 1
    rows: dict[str, dict[str, Any]] = {}
    for owner in owners:
        for slug in owner.units or ("",):
            unit = f"{SET}{slug}" if slug.startswith("ge-") else slug
            rows.setdefault(
                unit or owner.name,
                blank_charge()
                | {
                    "role": _role(owner, alone and not unit.startswith(SET)),
                    "unit": unit,
                    "words": owner.name,
                    "basis": Basis.TEXT.value,
                    "start": owner.span[0],
                    "end": owner.span[1],
                },
            )
    return list(rows.values())


def _role(owner: found.Owner, alone: bool) -> str:
    if owner.part in ("lead", "supporting"):
        return owner.part
    return (Charge.Role.LEAD if alone else Charge.Role.RESPONSIBLE).value


def _mode(charges: list[dict[str, Any]]) -> str:
    leads = sum(charge["role"] == Charge.Role.LEAD for charge in charges)
    if not charges or leads == 1:
        return Task.Mode.SINGLE_LEAD.value
    return (Task.Mode.JOINT_LEAD if leads else Task.Mode.EACH).value
