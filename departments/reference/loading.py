"""Write the shipped facts into the database, each of them once.

A fact that was loaded is noted (`ReferenceFact`) and never written again: what a clerk edits or removes
afterwards stays as the clerk left it.
"""

from collections.abc import Callable

from django.db import transaction

from ..models import Department, Official, Post, ReferenceFact, UnitAlias, UnitSet, UnitSetMember
from . import rows, split, village_name


def load() -> int:
    """Load what is new among units, aliases, unit sets and officials; the number of facts written."""
    with transaction.atomic():
        known = set(ReferenceFact.objects.values_list("key", flat=True))
        once = Once(known)
        _load_departments(once)
        _load_villages(once)
        _load_unit_sets(once)
        _load_officials(once)
        return once.written


class Once:
    """Runs the writing of a fact unless it was loaded before."""

    def __init__(self, known: set[str]) -> None:
        self.known = known
        self.written = 0

    def __call__(self, key: str, write: Callable[[], object]) -> None:
        if key in self.known:
            return
        write()
        ReferenceFact.objects.create(key=key)
        self.known.add(key)
        self.written += 1


def _load_departments(once: Once) -> None:
    for order, row in enumerate(rows("departments"), 1):
        aliases = split(row.pop("aliases"))
        once(
            f"unit:{row['slug']}",
            lambda row=row, order=order: Department.objects.create(order=order * 10, **row),
        )
        for name in aliases:
            once(
                f"alias:{row['slug']}:{name}",
                lambda row=row, name=name: _add_alias(Department, row["slug"], name),
            )


def _load_villages(once: Once) -> None:
    for order, row in enumerate(rows("villages"), 1):
        once(
            f"unit:{row['slug']}",
            lambda row=row, order=order: Department.objects.create(
                slug=row["slug"],
                short_name=village_name(row),
                kind=row["kind"],
                relation=Department.Relation.SELF_GOVERNING,
                order=1000 + order * 10,
            ),
        )


def _load_unit_sets(once: Once) -> None:
    for row in rows("unit_sets"):
        once(
            f"set:{row['slug']}",
            lambda row=row: UnitSet.objects.create(slug=row["slug"], name=row["name"], note=row["note"]),
        )
        for department in _members(row["members"]):
            once(
                f"member:{row['slug']}:{department.slug}",
                lambda row=row, department=department: _add_member(row["slug"], department),
            )
        for name in split(row["aliases"]):
            once(
                f"alias:{row['slug']}:{name}",
                lambda row=row, name=name: _add_alias(UnitSet, row["slug"], name),
            )


def _members(rule: str) -> list[Department]:
    """Units by a rule like `kind=village|community`; an empty rule names none."""
    if not rule:
        return []
    field, _, values = rule.partition("=")
    return list(Department.objects.filter(**{f"{field}__in": split(values)}))


def _add_member(slug: str, department: Department) -> None:
    unit_set = UnitSet.objects.filter(slug=slug).first()
    if unit_set:
        UnitSetMember.objects.create(unit_set=unit_set, department=department)


def _add_alias(model: type[Department] | type[UnitSet], slug: str, name: str) -> None:
    """Skip an alias whose unit a clerk removed, or that a clerk gave to another unit meanwhile."""
    owner = model.objects.filter(slug=slug).first()  # type: ignore[attr-defined]
    if owner and not UnitAlias.objects.filter(name=name, valid_to=None).exists():
        owner.aliases.create(name=name)


def _load_officials(once: Once) -> None:
    for order, row in enumerate(rows("officials"), 1):
        once(
            f"official:{row['name']}",
            lambda row=row, order=order: Official.objects.create(
                name=row["name"], traditional_name=row["traditional_name"], order=order * 10
            ),
        )
        for place, title in enumerate(split(row["posts"]), 1):
            once(
                f"post:{row['name']}:{title}",
                lambda row=row, title=title, place=place: _add_post(row, title, place),
            )


def _add_post(row: dict[str, str], title: str, place: int) -> None:
    official = Official.objects.filter(name=row["name"]).first()
    if official:
        Post.objects.create(official=official, title=title, order=place, source=row["source"])
