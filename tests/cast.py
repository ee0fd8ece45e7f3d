"""A cast of known people. Their roles are what the tests rest on."""

from dataclasses import dataclass

from accounts.models import User
from departments.models import Department, Membership, Role


@dataclass(frozen=True, slots=True)
class Cast:
    """`liaison` and `head` belong to 工科商局, `village_liaison` to 新市社区, `other_liaison` to 城建局."""

    clerk: User
    supervisor: User
    releaser: User
    leader: User
    auditor: User
    administrator: User
    liaison: User
    head: User
    village_liaison: User
    other_liaison: User
    stranger: User


def make_cast() -> Cast:
    """The cast, saved; needs the shipped units. Nobody has a password: tests sign in by force."""
    return Cast(
        clerk=_person("clerk", "经办人甲", Role.CLERK),
        supervisor=_person("supervisor", "督办负责人甲", Role.SUPERVISOR),
        releaser=_person("releaser", "公开审查人甲", Role.RELEASER),
        leader=_person("leader", "镇领导甲", Role.LEADER),
        auditor=_person("auditor", "审计人甲", Role.AUDITOR),
        administrator=_person("administrator", "管理员甲", Role.ADMINISTRATOR),
        liaison=_person("liaison", "联络员甲", Role.LIAISON, "gongkeshang"),
        head=_person("head", "负责人甲", Role.HEAD, "gongkeshang"),
        village_liaison=_person("village_liaison", "联络员乙", Role.LIAISON, "xinshi"),
        other_liaison=_person("other_liaison", "联络员丙", Role.LIAISON, "chengjian"),
        stranger=User.objects.create_user("stranger", "路人甲"),
    )


def _person(username: str, name: str, role: Role, unit: str = "") -> User:
    user = User.objects.create_user(username, name)
    department = Department.objects.get(slug=unit) if unit else None
    Membership.objects.create(user=user, role=role, department=department)
    return user
