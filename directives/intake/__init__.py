"""The only writer of records from drafts: a report's text becomes a draft, a confirmed draft a meeting."""

from ..unit_keys import SET
from .checking import Problem, look_at, names_day, problems, tell_again
from .confirming import IntakeProblems, confirm
from .coverage import Coverage, Sentence, coverage, coverage_of, numbered
from .drafts import (
    DuplicateReport,
    RepeatedRequest,
    StaleDraft,
    discard,
    meetings_like,
    redo,
    refuse_repeated,
    save,
    start,
    undo,
)
from .editing import TaskProblems, change_cell, edit_task, passage_of, report_of, row_of, stamp_of
from .history import last_step
from .holding import HeldDraft, hold, holder_words, is_held_elsewhere, let_go
from .leaders import leaders_by_unit
from .made import blank_attendance, blank_charge, blank_directive, blank_task, copy_of, rows_in
from .nobody import names_nobody
from .places import due_place, place_within, stands_at
from .sources.confirming import confirm_document
from .sources.starting import MAX_TYPED, start_spreadsheet, start_text, start_typed
from .unread import read_well, unread_in, unread_words

__all__ = [
    "MAX_TYPED",
    "SET",
    "Coverage",
    "DuplicateReport",
    "HeldDraft",
    "IntakeProblems",
    "Problem",
    "RepeatedRequest",
    "Sentence",
    "StaleDraft",
    "TaskProblems",
    "blank_attendance",
    "blank_charge",
    "blank_directive",
    "blank_task",
    "change_cell",
    "confirm",
    "confirm_document",
    "copy_of",
    "coverage",
    "coverage_of",
    "discard",
    "due_place",
    "edit_task",
    "hold",
    "holder_words",
    "is_held_elsewhere",
    "last_step",
    "leaders_by_unit",
    "let_go",
    "look_at",
    "meetings_like",
    "names_day",
    "names_nobody",
    "numbered",
    "passage_of",
    "place_within",
    "problems",
    "read_well",
    "redo",
    "refuse_repeated",
    "report_of",
    "row_of",
    "rows_in",
    "save",
    "stamp_of",
    "stands_at",
    "start",
    "start_spreadsheet",
    "start_text",
    "start_typed",
    "tell_again",
    "undo",
    "unread_in",
    "unread_words",
]
