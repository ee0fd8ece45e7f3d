"""Which units of a batch nobody signs in for: the portal cannot reach them, the office has to."""

from collections.abc import Sequence
from datetime import date

from departments.models import Department, Membership, Role
from directives.models import Batch
from directives.workflow import commenting


def units_without_account(batch: Batch, day: date) -> list[Department]:
    """Units of the batch for which no active account is liaison or head that day, in the town's order.

    Before the issue those that the batch charges, members of sets included; afterwards those that were given it.
    A fixed number of queries.
    """
    units = _given(batch) if batch.issued_at else commenting.units_to_ask(batch, day)
    held = Membership.objects.on(day).filter(
        department__in=units, role__in=(Role.LIAISON, Role.HEAD), user__is_active=True
    )
    reached = set(held.values_list("department", flat=True))
    return [unit for unit in units if unit.pk not in reached]


def _given(batch: Batch) -> Sequence[Department]:
    return list(Department.objects.filter(notices__batch=batch).order_by("order", "sort_key", "pk"))
