"""DO: directives, tasks, assignments, progress reports, and the log of acts."""

from .assignment import TaskAssignment
from .basis import Basis
from .batch import Approval, Batch, Notice
from .charge import Charge
from .comments import CommentRequest, CommentRound, Proposal
from .directive import Directive
from .event import Event
from .report import ProgressReport
from .task import Task, TaskSource
from .theme import Theme

__all__ = [
    "Approval",
    "Basis",
    "Batch",
    "Charge",
    "CommentRequest",
    "CommentRound",
    "Directive",
    "Event",
    "Notice",
    "ProgressReport",
    "Proposal",
    "Task",
    "TaskAssignment",
    "TaskSource",
    "Theme",
]
