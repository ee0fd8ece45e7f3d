"""Fictional accounts of the demonstration: no name of a real person, passwords made anew at each start."""

import secrets
from dataclasses import dataclass

from accounts.models import User
from departments.models import Department, Membership, Official, Portfolio, Post, Role

# Letters and digits that nobody mistakes for one another when typing from a terminal.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Account:
    username: str
    name: str
    role: Role
    unit: str = ""


ACCOUNTS = (
    Account("jingban", "演示经办人", Role.CLERK),
    Account("duban", "演示督办负责人", Role.SUPERVISOR),
    Account("gongkai", "演示公开审查人", Role.RELEASER),
    Account("lingdao", "演示领导", Role.LEADER),
    Account("gks-lianluo", "演示联络员甲", Role.LIAISON, "gongkeshang"),
    Account("gks-fuze", "演示负责人甲", Role.HEAD, "gongkeshang"),
    Account("xinshi-lianluo", "演示联络员乙", Role.LIAISON, "xinshi"),
    Account("shenji", "演示审计人", Role.AUDITOR),
    Account("guanli", "演示管理员", Role.ADMINISTRATOR),
)


def renew_passwords() -> list[tuple[Account, str]]:
    """Every demonstration account with a password that was never used before."""
    made = []
    for account in ACCOUNTS:
        password = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
        user, _ = User.objects.get_or_create(username=account.username, defaults={"name": account.name})
        user.set_password(password)
        user.save()
        unit = Department.objects.get(slug=account.unit) if account.unit else None
        Membership.objects.get_or_create(user=user, role=account.role, department=unit, valid_to=None)
        made.append((account, password))
    return made


def head_of(unit: Department) -> User:
    """The fictional head of a unit; nobody can sign in as one that has no printed account."""
    for account in ACCOUNTS:
        if account.unit == unit.slug and account.role == Role.HEAD:
            return user(account.username)
    head, created = User.objects.get_or_create(
        username=f"yanshi-{unit.slug}", defaults={"name": f"演示负责人（{unit.short_name}）"}
    )
    if created:
        head.set_unusable_password()
        head.save()
        Membership.objects.create(user=head, role=Role.HEAD, department=unit)
    return head


def approver() -> Official:
    """The fictional leader whose signature stands under the sample's approval."""
    official, created = Official.objects.get_or_create(
        name="演示审批人", defaults={"user": user("lingdao"), "order": 900}
    )
    if created:
        Post.objects.create(official=official, title="演示镇长", source="演示")
    return official


# Who is in charge of what (分管) in the story; the approver, who can sign in, of the unit that leads most of it.
IN_CHARGE = {
    "演示审批人": ("gongkeshang",),
    "演示分管领导": ("chancu", "chengjian", "chenggeng", "fatong", "gongfu"),
}


def leaders() -> None:
    """The fictional leaders with their posts and portfolios, so that a task's leader is proposed."""
    approver()
    other, created = Official.objects.get_or_create(name="演示分管领导", defaults={"order": 901})
    if created:
        Post.objects.create(official=other, title="演示副镇长", source="演示")
    for name, units in IN_CHARGE.items():
        official = Official.objects.get(name=name)
        for unit in Department.objects.filter(slug__in=units):
            Portfolio.objects.get_or_create(official=official, department=unit)


def user(username: str) -> User:
    return User.objects.get(username=username)
