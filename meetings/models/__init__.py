"""SAID: meetings and documents, their frozen texts, who attended, what was on the agenda, and drafts."""

from .attendance import AgendaItem, Attendance
from .document import DemandSource, SourceDocument
from .draft import IntakeDraft, IntakeStep
from .meeting import Meeting
from .report import FrozenText, ReportVersion, digest_of, fingerprint_of, span_constraint

__all__ = [
    "AgendaItem",
    "Attendance",
    "DemandSource",
    "FrozenText",
    "IntakeDraft",
    "IntakeStep",
    "Meeting",
    "ReportVersion",
    "SourceDocument",
    "digest_of",
    "fingerprint_of",
    "span_constraint",
]
