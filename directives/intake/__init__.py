"""The only writer of records from drafts: a report's text becomes a draft, a confirmed draft a meeting."""

from ..unit_keys import SET
from .checking import Problem, problems
from .confirming import IntakeProblems, confirm
from .drafts import DuplicateReport, StaleDraft, discard, meetings_like, redo, save, start, undo
from .editing import TaskProblems, edit_task, passage_of, report_of, stamp_of
from .history import last_step
from .holding import HeldDraft, hold, holder_words, is_held_elsewhere, let_go
from .leaders import leaders_by_unit
from .made import blank_attendance, blank_charge, blank_directive, blank_task
from .places import due_place, place_within, stands_at

__all__ = [
    "SET",
    "DuplicateReport",
    "HeldDraft",
    "IntakeProblems",
    "Problem",
    "StaleDraft",
    "TaskProblems",
    "blank_attendance",
    "blank_charge",
    "blank_directive",
    "blank_task",
    "confirm",
    "discard",
    "due_place",
    "edit_task",
    "hold",
    "holder_words",
    "is_held_elsewhere",
    "last_step",
    "leaders_by_unit",
    "let_go",
    "meetings_like",
    "passage_of",
    "place_within",
    "problems",
    "redo",
    "report_of",
    "save",
    "stamp_of",
    "stands_at",
    "start",
    "undo",
]
