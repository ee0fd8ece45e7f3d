"""Which role a person holds, for which unit, from when to when."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .dated import Dated, DatedQuerySet
from .guarded import guarded
from .units import Department


class Role(models.TextChoices):
    CLERK = "clerk", "综合办经办人"
    SUPERVISOR = "supervisor", "督办负责人"
    RELEASER = "releaser", "公开审查人"
    LIAISON = "liaison", "联络员"
    HEAD = "head", "单位负责人"
    LEADER = "leader", "镇领导"
    AUDITOR = "auditor", "审计人员"
    ADMINISTRATOR = "administrator", "系统管理员"


UNIT_ROLES = (Role.LIAISON, Role.HEAD)


@guarded
class Membership(Dated):
    """A person's role. Liaisons and heads belong to one unit; the other roles to the town."""

    class Rank(models.TextChoices):
        A = "A", "A角"
        B = "B", "B角"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="账号", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField("角色", max_length=20, choices=Role)
    department = models.ForeignKey(
        Department,
        verbose_name="单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
        help_text="联络员和单位负责人必填，其他角色留空。",
    )
    rank = models.CharField("A/B角", max_length=1, choices=Rank, blank=True, help_text="仅联络员需要。")

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "任职与权限"
        ordering = ["user__username", "role", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(role__in=UNIT_ROLES, department__isnull=False)
                | (~Q(role__in=UNIT_ROLES) & Q(department__isnull=True)),
                name="departments_membership_unit_roles_have_a_unit",
                violation_error_message="联络员和单位负责人须选择单位，其他角色不选单位。",
            ),
            models.CheckConstraint(
                condition=Q(rank="") | Q(role=Role.LIAISON),
                name="departments_membership_rank_of_liaisons",
                violation_error_message="只有联络员分 A/B 角。",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "department"],
                condition=Q(valid_to__isnull=True, department__isnull=False),
                name="departments_membership_once_per_unit",
                violation_error_message="该账号在这个单位已有这个角色。",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(valid_to__isnull=True, department__isnull=True),
                name="departments_membership_once",
                violation_error_message="该账号已有这个角色。",
            ),
        ]

    def __str__(self) -> str:
        place = f"{self.department} " if self.department_id else ""
        return f"{place}{self.get_role_display()}"
