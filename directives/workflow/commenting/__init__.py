"""征求意见: a batch is sent to its units before approval; each may propose other words for a cell, with a reason.

A round ends with its day. A unit that was silent until then had no objection, and the record says that it was silent.
"""

from .answering import (
    ANSWERING,
    REASON_LENGTH,
    AnswerProblems,
    CellTold,
    Proposed,
    answer,
    may_answer,
    seen_of,
    why_closed,
)
from .marks import mark_of
from .replying import REPLY_LENGTH, reply_to_general
from .rounds import (
    ask_comments,
    ask_more,
    close_round,
    is_open,
    refuse_unsettled,
    tasks_charging,
    units_left_out,
    units_not_asked,
    units_to_ask,
)
from .settling import GONE, settle

__all__ = [
    "ANSWERING",
    "GONE",
    "REASON_LENGTH",
    "REPLY_LENGTH",
    "AnswerProblems",
    "CellTold",
    "Proposed",
    "answer",
    "ask_comments",
    "ask_more",
    "close_round",
    "is_open",
    "mark_of",
    "may_answer",
    "refuse_unsettled",
    "reply_to_general",
    "seen_of",
    "settle",
    "tasks_charging",
    "units_left_out",
    "units_not_asked",
    "units_to_ask",
    "why_closed",
]
