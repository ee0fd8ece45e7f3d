"""The only writer of records from drafts: a report's text becomes a draft, a confirmed draft a meeting."""

from .checking import Problem, problems
from .confirming import IntakeProblems, confirm
from .drafts import DuplicateReport, StaleDraft, discard, save, start
from .editing import edit_task, stamp_of
from .made import blank_attendance, blank_charge, blank_directive, blank_task

__all__ = [
    "DuplicateReport",
    "IntakeProblems",
    "Problem",
    "StaleDraft",
    "blank_attendance",
    "blank_charge",
    "blank_directive",
    "blank_task",
    "confirm",
    "discard",
    "edit_task",
    "problems",
    "save",
    "stamp_of",
    "start",
]
