"""WHO: units and their names, officials, portfolios, memberships."""

from .access import UNIT_ROLES, Membership, Role
from .dated import Dated, DatedQuerySet
from .people import Official, Portfolio, Post
from .reference_fact import ReferenceFact
from .units import Department, DepartmentQuerySet, UnitAlias, UnitSet, UnitSetMember

__all__ = [
    "UNIT_ROLES",
    "Dated",
    "DatedQuerySet",
    "Department",
    "DepartmentQuerySet",
    "Membership",
    "Official",
    "Portfolio",
    "Post",
    "ReferenceFact",
    "Role",
    "UnitAlias",
    "UnitSet",
    "UnitSetMember",
]
