"""The only writer of what tasks, assignments, reports and releases are in.

Each act locks, checks role and state, writes, and appends its event, in one transaction. Errors are those of
`directives.errors`; their text is for the person who acted.
"""

from .assignments import accept, acknowledge, hand_in, send_back
from .gaps import missing_for_issue
from .issuing import issue, issue_tasks, prepare_batch, record_approval
from .releasing import (
    release_meeting,
    release_report,
    release_task,
    withdraw_meeting,
    withdraw_report,
    withdraw_task,
)
from .reporting import ReportContent, accept_report, send_back_report, send_report
from .rules import acts_on_assignment, acts_on_meeting, acts_on_report, acts_on_task

__all__ = [
    "ReportContent",
    "accept",
    "accept_report",
    "acknowledge",
    "acts_on_assignment",
    "acts_on_meeting",
    "acts_on_report",
    "acts_on_task",
    "hand_in",
    "issue",
    "issue_tasks",
    "missing_for_issue",
    "prepare_batch",
    "record_approval",
    "release_meeting",
    "release_report",
    "release_task",
    "send_back",
    "send_back_report",
    "send_report",
    "withdraw_meeting",
    "withdraw_report",
    "withdraw_task",
]
