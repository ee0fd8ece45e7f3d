"""Words that stand where a unit would stand and name none of ours."""

import re
from functools import cache

from django.conf import settings

from meetings.report_parser import types as found
from meetings.report_parser.vocabulary import is_group_of_people
from meetings.report_parser.vocabulary import names_nobody as nobody_in_particular

_TOWN = re.compile(r"[\u3400-\u9fff]{1,8}?(?:镇|乡|街道)")
_WHOLE = r"(?:人民政府|政府|党委、?政府|党委|委、?[镇乡]?政府|委员会|委)?"
_ADDRESSED = rf"[你我贵本该](?:镇|乡|街道|单位){_WHOLE}|[镇乡](?:人民政府|政府|党委、?[镇乡]?政府|党委)"


def town_name() -> str:
    """The town that the portal is of, by the portal's name (小榄镇经济工作督办平台); "" where that names none."""
    named = _TOWN.match(settings.SITE_NAME)
    return named[0] if named else ""


def is_own_town(words: str) -> bool:
    """Whether words address the town as a whole: whom a superior writes to, not a unit that the town could charge."""
    return _own_town(town_name()).fullmatch(words.strip()) is not None


def names_nobody(words: str) -> bool:
    """Whether no unit can be called so: the town itself, a group of people, 有关部门, 各单位."""
    return is_own_town(words) or nobody_in_particular(words)


def real_owners(owners: list[found.Owner]) -> list[found.Owner]:
    """Without the owners that cannot be charged: the town itself and groups of people. Vague ones stay to be settled."""
    return [
        owner
        for owner in owners
        if owner.units or not (is_own_town(owner.name) or is_group_of_people(owner.name))
    ]


@cache
def _own_town(town: str) -> re.Pattern[str]:
    """Compiled once for each name; a province and city may stand before it."""
    named = rf"|[\u3400-\u9fff]{{0,8}}?{re.escape(town)}{_WHOLE}" if town else ""
    return re.compile(_ADDRESSED + named)
