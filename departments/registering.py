"""Units and aliases that are entered on the way, from the page where an unknown name came up."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from pypinyin import lazy_pinyin

from .models import Department, UnitAlias, UnitSet

# Words that name nobody in particular are nobody's alias.
NOBODY = frozenset(
    {"有关部门", "相关部门", "各有关部门", "各相关部门", "有关单位", "相关单位", "各有关单位", "各相关单位"}
)


class NotRegistered(ValueError):
    """The name cannot be kept; the message says in Chinese why and what to do."""


def remember_alias(name: str, owner: Department | UnitSet, day: date) -> UnitAlias:
    """Keep another name of a unit or set; the same again changes nothing. Raises NotRegistered."""
    name = name.strip()
    if name in NOBODY:
        raise NotRegistered(f"“{name}”没有指明是谁，不能记为别名。")
    owned = {"department": owner} if isinstance(owner, Department) else {"unit_set": owner}
    living = UnitAlias.objects.on(day).filter(name=name).first()
    if living:
        if (living.department or living.unit_set) != owner:
            raise NotRegistered(f"“{name}”已经是“{living.department or living.unit_set}”的别名。")
        return living
    return UnitAlias.objects.create(name=name, **owned)


def create_unit(short_name: str, kind: str, relation: str) -> Department:
    """A unit that was on no list yet. Raises NotRegistered for a name that is taken or no name."""
    short_name = short_name.strip()
    if not short_name or short_name in NOBODY:
        raise NotRegistered("请填写单位的简称，再新建。")
    if kind not in Department.Kind.values or relation not in Department.Relation.values:
        raise NotRegistered("请选择单位的类别和管理关系，再新建。")
    try:
        with transaction.atomic():
            return Department.objects.create(
                slug=_free_slug(short_name), short_name=short_name, kind=kind, relation=relation
            )
    except IntegrityError:
        raise NotRegistered(f"已有名为“{short_name}”的单位，请从列表中选择。") from None


def _free_slug(name: str) -> str:
    base = slugify("".join(lazy_pinyin(name)))[:50] or "danwei"
    taken = set(Department.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken
    )
