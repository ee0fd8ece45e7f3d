"""What each role may do: the one table behind Django's permissions, querysets and the workflow.

The roles are those of docs/design.md, "Roles". Django permissions decide what the admin shows; acts of the
workflow ask for roles by name.
"""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from .models import Membership, Role

# Roles that read every task, drafts included.
OFFICE_READERS = frozenset({Role.CLERK, Role.SUPERVISOR, Role.RELEASER, Role.LEADER, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class Access:
    """The roles a user holds today, with the units of those that belong to a unit."""

    roles: frozenset[str]
    units: dict[str, frozenset[int]]

    def holds(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    def units_as(self, *roles: str) -> frozenset[int]:
        """Primary keys of the units for which the user holds one of the roles."""
        return frozenset().union(*(self.units.get(role, frozenset()) for role in roles))

    @property
    def reads_everything(self) -> bool:
        return not self.roles.isdisjoint(OFFICE_READERS)


NO_ACCESS = Access(frozenset(), {})


def access_of(user: Any) -> Access:
    """The user's access today; read once per user object, so once per request."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return NO_ACCESS
    cached = getattr(user, "_access", None)
    if cached is None:
        cached = user._access = _read_access(user)
    return cached


def _read_access(user: Any) -> Access:
    rows = Membership.objects.on(timezone.localdate()).filter(user=user).values_list("role", "department")
    roles: set[str] = set()
    units: dict[str, set[int]] = {}
    for role, department in rows:
        roles.add(role)
        if department is not None:
            units.setdefault(role, set()).add(department)
    return Access(frozenset(roles), {role: frozenset(pks) for role, pks in units.items()})


def _all(app: str, *models: str, acts: tuple[str, ...] = ("view", "add", "change", "delete")) -> set[str]:
    return {f"{app}.{act}_{model}" for model in models for act in acts}


_WHO = ("department", "unitset", "unitsetmember", "unitalias", "official", "post", "portfolio")
_SAID = ("meeting", "reportversion", "attendance", "agendaitem")
_DO = ("theme", "directive", "task", "tasksource", "charge")
_FOLLOWED = ("taskassignment", "progressreport", "batch", "approval", "notice")

_VIEW_WORK = (
    _all("departments", *_WHO, acts=("view",))
    | _all("meetings", *_SAID, "intakedraft", "sourcedocument", acts=("view",))
    | _all("directives", *_DO, *_FOLLOWED, "event", acts=("view",))
    | _all("documents", "upload", acts=("view",))
    | _all("publishing", "release", acts=("view",))
    | {"accounts.enter_admin"}
)
_CLERK = (
    _VIEW_WORK
    | _all("departments", *_WHO)
    | _all("meetings", *_SAID)
    | _all("meetings", "sourcedocument", acts=("change",))  # documents come in through the intake alone
    | _all("directives", *_DO)
)

PERMISSIONS: dict[str, frozenset[str]] = {
    Role.CLERK: frozenset(_CLERK),
    Role.SUPERVISOR: frozenset(_CLERK),
    Role.RELEASER: frozenset(_VIEW_WORK),
    Role.AUDITOR: frozenset(_VIEW_WORK | _all("accounts", "user", acts=("view",))),
    Role.ADMINISTRATOR: frozenset(
        _all("accounts", "user", acts=("view", "add", "change"))
        | _all("departments", *_WHO, "membership")
        | {"accounts.enter_admin"}
    ),
    Role.LIAISON: frozenset(),
    Role.HEAD: frozenset(),
    Role.LEADER: frozenset(),
}


def permissions_of(user: Any) -> set[str]:
    """Django permissions, as `app.codename`, that follow from the user's roles today."""
    return set().union(*(PERMISSIONS[role] for role in access_of(user).roles))
