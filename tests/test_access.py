"""Rights follow from memberships of today."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from departments.models import Department, Membership
from directives.models import Task
from meetings.models import Meeting
from tests import work
from tests.cast import Cast


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(
    ("who", "may_enter"),
    [
        ("clerk", True),
        ("supervisor", True),
        ("releaser", True),
        ("auditor", True),
        ("administrator", True),
        ("leader", False),
        ("liaison", False),
        ("head", False),
        ("stranger", False),
    ],
)
def test_the_admin_is_open_to_the_office_only(cast: Cast, who: str, may_enter: bool) -> None:
    assert getattr(cast, who).is_staff is may_enter


def test_a_membership_that_ended_yesterday_gives_nothing_today(cast: Cast) -> None:
    Membership.objects.filter(user=cast.clerk).update(valid_to=timezone.localdate() - timedelta(days=1))
    assert not fresh(cast.clerk).is_staff


def test_an_account_that_was_closed_has_no_rights(cast: Cast) -> None:
    cast.clerk.is_active = False
    cast.clerk.save()
    assert not fresh(cast.clerk).is_staff
    assert not fresh(cast.clerk).has_perm("directives.view_task")


def test_who_may_see_a_task(cast: Cast) -> None:
    draft = work.task(lead="gongkeshang", title="草稿")
    issued = work.task(lead="gongkeshang", title="已交办")
    work.issue(issued, by=cast.clerk)
    both, one, none = {draft, issued}, {issued}, set()
    seen = {
        cast.clerk: both,
        cast.supervisor: both,
        cast.releaser: both,
        cast.leader: both,
        cast.auditor: both,
        cast.administrator: none,
        cast.liaison: one,
        cast.head: one,
        cast.other_liaison: none,
        cast.village_liaison: none,
        cast.stranger: none,
    }
    for user, expected in seen.items():
        assert set(Task.objects.visible_to(fresh(user))) == expected, user


def test_a_liaison_sees_the_meetings_that_gave_the_unit_work_and_no_others(cast: Cast) -> None:
    meeting = work.meeting()
    task = work.task(lead="gongkeshang", source=work.directive(meeting))
    assert not Meeting.objects.visible_to(fresh(cast.liaison)).exists()
    work.issue(task, by=cast.clerk)
    assert list(Meeting.objects.visible_to(fresh(cast.liaison))) == [meeting]
    assert not Meeting.objects.visible_to(fresh(cast.other_liaison)).exists()


def test_several_roles_add_up(cast: Cast) -> None:
    Membership.objects.create(
        user=cast.liaison, role="head", department=Department.objects.get(slug="chengjian")
    )
    user = fresh(cast.liaison)
    for lead in ("gongkeshang", "chengjian"):
        work.issue(work.task(lead=lead, title=lead), by=cast.clerk)
    assert {t.title for t in Task.objects.visible_to(user)} == {"gongkeshang", "chengjian"}
