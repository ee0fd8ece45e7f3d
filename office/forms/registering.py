"""What the workbench keeps of an unknown name: as another name of a known unit, or as a new unit."""

from typing import Any

from django.utils import timezone

from departments.models import Department, UnitSet
from departments.registering import NotRegistered, create_unit, remember_alias
from directives.intake import SET, read_well, unread_words
from directives.intake.rearranging import task_in
from directives.models import Basis

from .draft import DraftReader

REGISTERING = {"alias": "departments.add_unitalias", "create-unit": "departments.add_department"}
NOT_YOURS = "您没有登记单位的权限，请联系系统管理员。"


def register(name: str, subject: str, reader: DraftReader, made: dict[str, Any], person: Any) -> str:
    """Carry out `alias` or `create-unit` for a charge, given as `TASK:ROW`; returns the anchor of its task.

    A name that is known from now on settles every row of the draft that quotes it. A refusal is told at the field.
    """
    key, _, place = subject.partition(":")
    found = task_in(made, key)
    if found is None or not place.isdigit() or int(place) >= len(found[1]["charges"]):
        return ""
    charge, field = found[1]["charges"][int(place)], f"c.{key}.{place}.unit"
    if not person.has_perm(REGISTERING[name]):
        reader.fault(field, NOT_YOURS)
        return key
    try:
        if name == "alias":
            name = _remember(charge)
        else:
            name = _create(charge, f"c.{key}.{place}.", reader)
    except NotRegistered as refusal:
        reader.fault(field, str(refusal))
        return key
    _settle(made, {name, charge["words"]} - {""}, charge["unit"])
    return key


def _remember(charge: dict[str, Any]) -> str:
    """The name that is known from now on."""
    unit = charge["unit"]
    if not unit or not charge["words"]:
        raise NotRegistered("请先选定单位，再记住这个称谓。")
    owner: Any = (
        UnitSet.objects.filter(slug=unit.removeprefix(SET)).first()
        if unit.startswith(SET)
        else Department.objects.filter(slug=unit).first()
    )
    if owner is None:
        raise NotRegistered("没有这个单位，请重新选择。")
    remember_alias(charge["words"], owner, timezone.localdate())
    return str(charge["words"])


def _create(charge: dict[str, Any], at: str, reader: DraftReader) -> str:
    """The name that is known from now on."""
    typed = reader.typed.raw.get(f"{at}unit") or reader.post.get(f"{at}unit", "").strip() or charge["words"]
    unit = create_unit(typed, reader.post.get(f"{at}kind", ""), reader.post.get(f"{at}relation", ""))
    if charge["unit"]:  # the unit that stood here before may be the report's word, this one is the office's
        charge["basis"] = Basis.OFFICE.value
    charge["unit"] = unit.slug
    read_well(charge, "unit")
    for told in (reader.typed.errors, reader.typed.raw):
        told.pop(f"{at}unit", None)
    return str(typed).strip()


def _settle(made: dict[str, Any], names: set[str], unit: str) -> None:
    """Every row that quotes one of the names and has no unit yet, or in which it was typed and not known then."""
    for row in made["directives"]:
        for task in row["tasks"]:
            there = {charge["unit"] for charge in task["charges"]}
            for charge in task["charges"]:
                typed = unread_words(charge, "unit").strip()
                waits = charge["words"] in names and not charge["unit"]
                if unit not in there and (typed in names or (waits and not typed)):
                    charge["unit"] = unit
                    read_well(charge, "unit")
