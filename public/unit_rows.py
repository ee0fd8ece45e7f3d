"""Units in lists, with how many tasks each leads and shares in; two queries."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from departments.models import Department
from departments.models.units import DepartmentQuerySet
from directives.models import Charge
from directives.querysets import public_assignments
from publishing.public_fields import public_counts, public_values

from .addresses import department_url


@dataclass(frozen=True, slots=True)
class UnitRow:
    slug: str
    name: str
    full_name: str
    kind: str
    leads: int
    shares: int

    @property
    def href(self) -> str:
        return department_url(self.slug)


@dataclass(frozen=True, slots=True)
class UnitGroup:
    name: str
    units: list[UnitRow]


@dataclass(frozen=True, slots=True)
class RoleTab:
    label: str
    count: int
    href: str
    current: bool


def unit_rows(units: DepartmentQuerySet) -> list[UnitRow]:
    """Rows of the units, in the queryset's order."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for row in public_counts(public_assignments(), "department__slug", "role"):
        counts[row["department__slug"]][row["role"]] = row["count"]
    rows = public_values(units, "slug", "short_name", "full_name", "kind")
    return [_row(row, counts[row["slug"]]) for row in rows]


def _row(row: dict[str, Any], counts: dict[str, int]) -> UnitRow:
    return UnitRow(
        slug=row["slug"],
        name=row["short_name"],
        full_name=row["full_name"],
        kind=row["kind"],
        leads=counts.get(Charge.Role.LEAD, 0),
        shares=sum(counts.values()) - counts.get(Charge.Role.LEAD, 0),
    )


def grouped_by_kind(units: list[UnitRow]) -> list[UnitGroup]:
    """In the order in which the kinds are declared: offices first, villages and communities late."""
    found = ((kind, [unit for unit in units if unit.kind == kind]) for kind in Department.Kind)
    return [UnitGroup(str(kind.label), members) for kind, members in found if members]
