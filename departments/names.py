"""Units and sets by the names they go by on one day: short form, full name, alias."""

from collections import defaultdict
from datetime import date

from .models import Department, UnitAlias, UnitSet
from .models.units import folded


class UnitNames:
    """Read once, asked often; three queries."""

    def __init__(self, day: date) -> None:
        self._living: dict[str, set[Department | UnitSet]] = defaultdict(set)
        self._gone: set[str] = set()
        for unit in Department.objects.all():
            for name in filter(None, (unit.short_name, unit.full_name)):
                if unit.holds_on(day):
                    self._living[_plain(name)].add(unit)
                else:
                    self._gone.add(_plain(name))
        for unit_set in UnitSet.objects.on(day):
            self._living[_plain(unit_set.name)].add(unit_set)
        for alias in UnitAlias.objects.on(day).select_related("department", "unit_set"):
            owner = alias.department or alias.unit_set
            if owner is not None and owner.holds_on(day):
                self._living[_plain(alias.name)].add(owner)

    def find(self, name: str) -> Department | UnitSet:
        """The unit or set of that name; raises LookupError with a sentence when there is none, or several."""
        found = self._living.get(_plain(name), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            several = "、".join(sorted(str(one) for one in found))
            raise LookupError(f"“{name}”可以指{several}，请写明是哪一个。")
        if _plain(name) in self._gone:
            raise LookupError(f"“{name}”已不存续，请改为承继单位。")
        raise LookupError(f"没有找到“{name}”这个单位，请用单位名单里的名称。")


def _plain(name: str) -> str:
    """Names compared without blanks, and with brackets of either width."""
    return "".join(folded(name).split()).replace("(", "（").replace(")", "）")
