"""Places in a report: where quoted words stand, where they go when the text changes, how lost ones are settled."""

from .moving import Lost, VersionResult, add_version
from .places import NotLocated, Place, Span, locate, newest_version, occurrences, place, require_place

__all__ = [
    "Lost",
    "NotLocated",
    "Place",
    "Span",
    "VersionResult",
    "add_version",
    "locate",
    "newest_version",
    "occurrences",
    "place",
    "require_place",
]
