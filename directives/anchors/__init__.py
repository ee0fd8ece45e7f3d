"""Places in a report: where quoted words stand, where they go when the text changes, how lost ones are settled."""

from .moving import Lost, VersionResult, add_version
from .nearest import Near, nearest
from .places import NotLocated, Place, Span, locate, newest_version, occurrences, place, require_place
from .settling import choose_words, drop, keep_without_place
from .unsettled import Unsettled, What, count_unsettled, unsettled

__all__ = [
    "Lost",
    "Near",
    "NotLocated",
    "Place",
    "Span",
    "Unsettled",
    "VersionResult",
    "What",
    "add_version",
    "choose_words",
    "count_unsettled",
    "drop",
    "keep_without_place",
    "locate",
    "nearest",
    "newest_version",
    "occurrences",
    "place",
    "require_place",
    "unsettled",
]
