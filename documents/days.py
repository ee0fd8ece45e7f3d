"""Days as an office writes them."""

import re
from datetime import date

_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")

NOT_A_DAY = "看不懂这个日期。请写成 2024-07-19 或 2024年7月19日。"


def read_day(typed: str) -> date | None:
    """The day in any of the ways an office writes one; None for an empty field; ValueError otherwise."""
    typed = typed.strip()
    if not typed:
        return None
    found = _DAY.fullmatch(typed)
    if not found:
        raise ValueError(NOT_A_DAY)
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError as error:
        raise ValueError(NOT_A_DAY) from error
