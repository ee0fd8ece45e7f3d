"""Units and unit sets as a clerk types them: name in, key out (`slug`, or `set:slug` for a set)."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from departments.models import Department, UnitAlias, UnitSet, UnitSetMember
from directives.intake import SET


@dataclass(slots=True)
class UnitBook:
    """Every living unit and set of one day, looked up by name, short form, alias or pinyin initials."""

    names: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    initials: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def name_of(self, key: str) -> str:
        """What to write for a key; a key that names nothing living is shown as it is."""
        return self.names.get(key, key)

    def find(self, typed: str) -> str:
        """The key that the typed words mean, or "" when they mean none or more than one."""
        typed = typed.strip()
        if typed in self.names:
            return typed
        found = self.keys.get(typed) or self.keys.get(typed.replace("(", "（").replace(")", "）"))
        if found:
            return found
        latin = typed.lower().replace(" ", "")
        if len(latin) < 2 or not latin.isascii():
            return ""
        exact = self.initials.get(latin, set())
        begun = exact or set().union(
            *(keys for word, keys in self.initials.items() if word.startswith(latin))
        )
        return next(iter(begun)) if len(begun) == 1 else ""

    @property
    def options(self) -> list[tuple[str, str]]:
        """Name and hint of every choice, in the order of the town's own lists."""
        return [(self.names[key], hint) for key, hint in self.hints.items()]


def unit_book(day: date) -> UnitBook:
    """The units and sets that live on that day, with their aliases; of others only the name is known."""
    book = UnitBook(names=dict(Department.objects.values_list("slug", "short_name")))
    by_pk: dict[tuple[str, int], str] = {}
    columns = ("pk", "slug", "short_name", "full_name", "initials", "sort_key")
    for pk, slug, short, full, initials, sort_key in Department.objects.on(day).values_list(*columns):
        by_pk["unit", pk] = slug
        book.hints[slug] = " ".join(filter(None, (initials, full)))
        book.initials[initials.lower()].add(slug)
        book.initials[sort_key.lower()].add(slug)
        book.keys |= {name: slug for name in (short, full) if name}
    members = UnitSetMember.objects.names_by_set(day)
    for pk, slug, name in UnitSet.objects.on(day).values_list("pk", "slug", "name"):
        key = SET + slug
        by_pk["set", pk] = key
        book.names[key] = name
        book.members[key] = list(members.get(pk, {}).values())
        book.hints[key] = f"责任单位组，{len(book.members[key])} 个单位"
        book.keys[name] = key
    aliases = UnitAlias.objects.on(day).values_list("department", "unit_set", "name")
    for department, unit_set, name in aliases:
        owner = ("unit", department) if department else ("set", unit_set)
        if owner in by_pk:
            book.keys.setdefault(name, by_pk[owner])
    return book
