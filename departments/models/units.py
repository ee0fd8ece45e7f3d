"""Units of the town, the names they go by, and the sets a report charges together."""

import unicodedata
from collections import defaultdict
from datetime import date
from functools import cache
from typing import Any, Self

from django.db import models
from django.db.models import Q
from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

from .dated import Dated, DatedQuerySet
from .guarded import guarded


def folded(words: str) -> str:
    """What was typed, in half-width letters and Simplified characters, without blanks around it."""
    return _simplifier().convert(unicodedata.normalize("NFKC", words)).strip()


@cache
def _simplifier() -> OpenCC:
    """Loaded when first needed: its tables take longer to read than a page to answer."""
    return OpenCC("t2s")


class DepartmentQuerySet(DatedQuerySet):
    def named(self, words: str) -> Self:
        """Units whose name, short form, alias, pinyin or initials contain the words."""
        words = folded(words)
        latin = words.lower().replace(" ", "")
        return self.filter(
            Q(short_name__icontains=words)
            | Q(full_name__icontains=words)
            | Q(sort_key__startswith=latin)
            | Q(initials__startswith=latin)
            | Q(pk__in=UnitAlias.objects.filter(name__icontains=words).values("department"))
        )


@guarded
class Department(Dated):
    """A unit that can be charged with a task: office, bureau, company, branch, village or community."""

    class Kind(models.TextChoices):
        OFFICE = "office", "办公室"
        BUREAU = "bureau", "局"
        CENTRE = "centre", "中心"
        STATION = "station", "所站"
        COMPANY = "company", "公司"
        BRANCH = "branch", "分局"
        VILLAGE = "village", "村"
        COMMUNITY = "community", "社区"
        TEAM = "team", "工作组"

    class Relation(models.TextChoices):
        TOWN = "town", "镇属部门"
        VERTICAL = "vertical", "垂管单位"
        COMPANY = "company", "镇属企业"
        SELF_GOVERNING = "self_governing", "自治组织"

    slug = models.SlugField("网址名", max_length=60, unique=True, help_text="用于网址，一经公开请勿更改。")
    short_name = models.CharField("简称", max_length=40)
    full_name = models.CharField("全称", max_length=80, blank=True, help_text="未查到依据时留空。")
    full_name_basis = models.CharField("全称依据", max_length=120, blank=True)
    kind = models.CharField("类别", max_length=20, choices=Kind)
    relation = models.CharField("管理关系", max_length=20, choices=Relation)
    order = models.PositiveIntegerField("排序", default=500)
    sort_key = models.CharField("拼音", max_length=120, blank=True, help_text="留空则按简称自动生成。")
    initials = models.CharField("拼音首字母", max_length=40, blank=True, help_text="留空则按简称自动生成。")
    duties = models.TextField("职责", blank=True)
    public_telephone = models.CharField("公开电话", max_length=40, blank=True)
    successors = models.ManyToManyField(
        "self", verbose_name="承继单位", symmetrical=False, blank=True, related_name="predecessors"
    )

    objects = DepartmentQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "单位"
        ordering = ["order", "sort_key", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["short_name"],
                condition=Q(valid_to__isnull=True),
                name="departments_department_one_living_short_name",
                violation_error_message="已有同名的现存单位。",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.sort_key:
            self.sort_key = "".join(lazy_pinyin(self.short_name))
        if not self.initials:
            self.initials = "".join(lazy_pinyin(self.short_name, style=Style.FIRST_LETTER))
        super().save(*args, **kwargs)


@guarded
class UnitSet(Dated):
    """责任单位组: a name like 各村（社区） that stands for several units; charged, never assigned."""

    slug = models.SlugField("网址名", max_length=60, unique=True)
    name = models.CharField("名称", max_length=40, unique=True)
    note = models.CharField("说明", max_length=200, blank=True)
    members = models.ManyToManyField(Department, through="UnitSetMember", verbose_name="成员单位")

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "责任单位组"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class UnitSetMemberQuerySet(DatedQuerySet):
    def by_set(self, day: date) -> dict[int, list[Department]]:
        """By set: the living units that belong to it on that day, each once, in the town's order. One query."""
        found: dict[int, dict[int, Department]] = defaultdict(dict)
        for row in self._living(day).select_related("department"):
            found[row.unit_set_id][row.department_id] = row.department
        return {unit_set: list(units.values()) for unit_set, units in found.items()}

    def names_by_set(self, day: date) -> dict[int, dict[str, str]]:
        """By set: the short names of the same units by their slugs, in the same order. One query, and a light one."""
        found: dict[int, dict[str, str]] = defaultdict(dict)
        rows = self._living(day).values_list("unit_set", "department__slug", "department__short_name")
        for unit_set, slug, name in rows:
            found[unit_set][slug] = name
        return dict(found)

    def _living(self, day: date) -> Any:
        rows: Any = self.on(day).filter(department__in=Department.objects.on(day).values("pk"))
        return rows.order_by("department__order", "department__sort_key", "department")


@guarded
class UnitSetMember(Dated):
    unit_set = models.ForeignKey(
        UnitSet, verbose_name="责任单位组", on_delete=models.CASCADE, related_name="memberships"
    )
    department = models.ForeignKey(
        Department, verbose_name="单位", on_delete=models.PROTECT, related_name="set_memberships"
    )

    objects = UnitSetMemberQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "成员单位"
        ordering = ["department__order", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit_set", "department"],
                condition=Q(valid_to__isnull=True),
                name="departments_unitsetmember_once",
                violation_error_message="该单位已在这个责任单位组中。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_set}：{self.department}"


@guarded
class UnitAlias(Dated):
    """Another name that reports use for a unit or a unit set. 有关部门 and 相关部门 are nobody's alias."""

    name = models.CharField("别名", max_length=60)
    department = models.ForeignKey(
        Department,
        verbose_name="单位",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="aliases",
    )
    unit_set = models.ForeignKey(
        UnitSet,
        verbose_name="责任单位组",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="aliases",
    )

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "别名"
        ordering = ["name"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(department__isnull=False, unit_set__isnull=True)
                | Q(department__isnull=True, unit_set__isnull=False),
                name="departments_unitalias_of_one",
                violation_error_message="别名要么属于一个单位，要么属于一个责任单位组。",
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(valid_to__isnull=True),
                name="departments_unitalias_one_living",
                violation_error_message="这个别名已在使用。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
