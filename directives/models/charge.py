"""责任安排: whom a task charges, in whose words, on which basis."""

from django.db import models
from django.db.models import Q

from departments.models import Department, UnitSet
from departments.models.guarded import guarded
from meetings.models import ReportVersion, span_constraint

from .basis import Basis
from .task import Task


@guarded
class Charge(models.Model):
    """责任安排: a unit or unit set that a task charges, before and beside its assignments.

    Words that name nobody in particular (有关部门) stay here unresolved until the office decides.
    """

    class Role(models.TextChoices):
        LEAD = "lead", "牵头"
        SUPPORTING = "supporting", "配合"
        RESPONSIBLE = "responsible", "责任"
        COLLATING = "collating", "汇总"

    task = models.ForeignKey(Task, verbose_name="任务", on_delete=models.CASCADE, related_name="charges")
    role = models.CharField("角色", max_length=20, choices=Role)
    department = models.ForeignKey(
        Department,
        verbose_name="单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="charges",
    )
    unit_set = models.ForeignKey(
        UnitSet,
        verbose_name="责任单位组",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="charges",
    )
    words = models.CharField("原文称谓", max_length=80, blank=True)
    basis = models.CharField("依据", max_length=10, choices=Basis, default=Basis.OFFICE)
    version = models.ForeignKey(
        ReportVersion,
        verbose_name="报道版本",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    start = models.PositiveIntegerField("起", null=True, blank=True, editable=False)
    end = models.PositiveIntegerField("止", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "责任安排"
        ordering = ["pk"]
        constraints = [
            span_constraint("directives_charge_span"),
            models.CheckConstraint(
                condition=Q(department__isnull=True) | Q(unit_set__isnull=True),
                name="directives_charge_unit_or_set",
                violation_error_message="单位与责任单位组只能选一个。",
            ),
            models.CheckConstraint(
                condition=Q(department__isnull=False) | Q(unit_set__isnull=False) | ~Q(words=""),
                name="directives_charge_names_somebody",
                violation_error_message="请选择单位或责任单位组。",
            ),
            models.CheckConstraint(
                condition=~Q(basis="text") | ~Q(words=""),
                name="directives_charge_by_text_quotes_it",
                violation_error_message="依据为原文时，请照录原文称谓。",
            ),
            models.UniqueConstraint(
                fields=["task", "department"],
                condition=Q(department__isnull=False),
                name="directives_charge_unit_once",
                violation_error_message="该单位在本任务中已有安排。",
            ),
            models.UniqueConstraint(
                fields=["task", "unit_set"],
                condition=Q(unit_set__isnull=False),
                name="directives_charge_set_once",
                violation_error_message="该责任单位组在本任务中已有安排。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.department or self.unit_set or self.words}"

    @property
    def is_resolved(self) -> bool:
        return self.department_id is not None or self.unit_set_id is not None
