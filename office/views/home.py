"""The office's first page: what each role has to do, sections together for whoever holds several."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from departments.access import Access, access_of
from departments.models import Department, Role
from directives.models import Task
from directives.workflow import approval_chains

from .. import desk
from ..actor import person_of
from ..batch_page import turn_words
from ..page import MAY_TAKE_IN, reads, show


@reads
def home(request: HttpRequest) -> HttpResponse:
    """One page for everybody; who holds no role is told whom to ask."""
    person = person_of(request)
    access = access_of(person)
    if not access.roles:
        return show(request, "no-role")
    context: dict[str, Any] = {"today": timezone.localdate()}
    context["unit"] = _unit_section(access) if access.units else None
    context["intake"] = _intake_section() if person.has_perm(MAY_TAKE_IN) else None
    context["deciding"] = desk.batches_to_decide(person) if access.holds(Role.LEADER) else []
    context["review"] = _review_section() if access.holds(Role.SUPERVISOR) else None
    context["release"] = _release_section() if access.holds(Role.RELEASER) else None
    context["reading"] = _reading_section(person) if access.reads_everything else None
    context["administers"] = access.holds(Role.ADMINISTRATOR)
    return show(request, "home", context)


def _unit_section(access: Access) -> dict[str, Any]:
    today = timezone.localdate()
    owed = desk.owed_by(access)
    to_sign = [a for a in owed if a.state == a.State.AWAITING]
    working = [a for a in owed if a.state == a.State.IN_PROGRESS]
    to_report = [a for a in working if not desk.reported_this_period(a, today)]
    sent_back = {a.pk: report for a in to_report if (report := desk.sent_back(a))}
    units = Department.objects.filter(pk__in=access.units_as(Role.LIAISON, Role.HEAD))
    decided = desk.comments_decided(access)
    answered = {one.pk for one in decided}
    return {
        "units": list(units),
        "orders": list(desk.new_orders(access)),
        "orders_seen": _first(desk.recent_orders(access)),
        # What was decided is told once, with the office's answer.
        "comments": [one for one in desk.comments_asked(access) if one.request.pk not in answered],
        "decided": decided,
        "to_sign": to_sign,
        "to_report": sorted(to_report, key=lambda a: a.pk not in sent_back),
        "sent_back": sent_back,
        "reported": [a for a in working if a not in to_report],
        "waiting": desk.waiting_for_review(access),
    }


def _intake_section() -> dict[str, Any]:
    batches = _first(desk.batches_to_issue())
    return {
        "drafts": _first(desk.open_drafts()),
        "meetings": _first(desk.meetings_to_issue()),
        "documents": _first(desk.documents_to_issue()),
        "batches": batches,
        "waits": {pk: turn_words(chain) for pk, chain in approval_chains(batches).items()},
    }


def _review_section() -> dict[str, Any]:
    return {"reports": _first(desk.reports_to_review()), "completions": _first(desk.completions_to_review())}


def _release_section() -> dict[str, Any]:
    return {
        "meetings": _first(desk.meetings_to_release()),
        "tasks": _first(desk.tasks_to_release()),
        "reports": _first(desk.reports_to_release()),
    }


def _reading_section(person: Any) -> dict[str, Any]:
    nearest = Task.objects.visible_to(person).living().filter(due_on__isnull=False)
    return {
        "standing": desk.standing(person),
        "nearest": list(nearest.select_related("theme").order_by("due_on", "pk")[:10]),
    }


def _first(found: Any) -> Sequence[Any]:
    """The head of a list that may be long; the whole list has its own page."""
    return list(found[: desk.SHOWN])
