"""Write the shipped facts into the database, each of them once.

A fact that was loaded is noted (`ReferenceFact`) and never written again: what a clerk edits or removes
afterwards stays as the clerk left it.
"""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q

from ..models import Department, Official, Post, ReferenceFact, UnitAlias, UnitSet, UnitSetMember
from . import rows, split, village_name


class Facts:
    """Which shipped facts were loaded before, and how many are new."""

    def __init__(self) -> None:
        self.known = set(ReferenceFact.objects.values_list("key", flat=True))
        self.written = 0

    def is_new(self, key: str) -> bool:
        """True once for each fact, ever; the caller then writes it."""
        if key in self.known:
            return False
        ReferenceFact.objects.create(key=key)
        self.known.add(key)
        self.written += 1
        return True


def load() -> int:
    """Load what is new among units, aliases, unit sets and officials; the number of facts written."""
    with transaction.atomic():
        facts = Facts()
        _load_departments(facts)
        _load_villages(facts)
        _load_unit_sets(facts)
        _load_officials(facts)
        return facts.written


def _load_departments(facts: Facts) -> None:
    for order, row in enumerate(rows("departments"), 1):
        aliases = split(row.pop("aliases"))
        if facts.is_new(f"unit:{row['slug']}") and not _stands(row["slug"], row["short_name"]):
            Department.objects.create(order=order * 10, **row)
        _load_aliases(facts, Department.objects.filter(slug=row["slug"]).first(), row["slug"], aliases)


def _load_villages(facts: Facts) -> None:
    for order, row in enumerate(rows("villages"), 1):
        name = village_name(row)
        if facts.is_new(f"unit:{row['slug']}") and not _stands(row["slug"], name):
            Department.objects.create(
                slug=row["slug"],
                short_name=name,
                kind=row["kind"],
                relation=Department.Relation.SELF_GOVERNING,
                order=1000 + order * 10,
            )


def _stands(slug: str, short_name: str) -> bool:
    """Whether a clerk entered the unit already, under its address or its name."""
    return Department.objects.filter(Q(slug=slug) | Q(short_name=short_name, valid_to=None)).exists()


def _load_unit_sets(facts: Facts) -> None:
    for row in rows("unit_sets"):
        there = UnitSet.objects.filter(Q(slug=row["slug"]) | Q(name=row["name"]))
        if facts.is_new(f"set:{row['slug']}") and not there.exists():
            UnitSet.objects.create(slug=row["slug"], name=row["name"], note=row["note"])
        unit_set = UnitSet.objects.filter(slug=row["slug"]).first()
        for department in _members(row["members"]):
            new = facts.is_new(f"member:{row['slug']}:{department.slug}")
            if new and unit_set and not unit_set.memberships.filter(department=department).exists():
                UnitSetMember.objects.create(unit_set=unit_set, department=department)
        _load_aliases(facts, unit_set, row["slug"], split(row["aliases"]))


def _members(rule: str) -> Iterator[Department]:
    """Units by a rule like `kind=village|community`; an empty rule names none."""
    if rule:
        field, _, values = rule.partition("=")
        yield from Department.objects.filter(**{f"{field}__in": split(values)})


def _load_aliases(facts: Facts, owner: Department | UnitSet | None, slug: str, names: list[str]) -> None:
    """Skip an alias whose unit a clerk removed, or that a clerk gave to another unit meanwhile."""
    for name in names:
        new = facts.is_new(f"alias:{slug}:{name}")
        if new and owner and not UnitAlias.objects.filter(name=name, valid_to=None).exists():
            owner.aliases.create(name=name)


def _load_officials(facts: Facts) -> None:
    for order, row in enumerate(rows("officials"), 1):
        there = Official.objects.filter(name=row["name"])
        if facts.is_new(f"official:{row['name']}") and not there.exists():
            Official.objects.create(
                name=row["name"], traditional_name=row["traditional_name"], order=order * 10
            )
        official = there.first()
        for place, title in enumerate(split(row["posts"]), 1):
            new = facts.is_new(f"post:{row['name']}:{title}")
            if new and official and not official.posts.filter(title=title, valid_to=None).exists():
                Post.objects.create(official=official, title=title, order=place, source=row["source"])
