"""The only writer of what tasks, assignments, reports and releases are in.

Each act locks, checks role and state, writes, and appends its event, in one transaction. Errors are those of
`directives.errors`; their text is for the person who acted.
"""

from .approval_chain import approval_chain, approval_chains
from .approval_steps import approval_steps
from .approvers import batches_waiting_for, may_approve, only_approver, possible_approvers
from .approving import approve, cancel_approval, record_approval, return_approval, stamp_of_rows
from .assignments import accept, acknowledge, hand_in, send_back
from .batching import dissolve_batch, join_batch, leave_batch, prepare_batch, rename_batch
from .commenting import answer, ask_comments, ask_more, close_round, refuse_unsettled, settle
from .correcting import correct_task
from .gaps import missing_for_issue
from .issuing import issue, issue_tasks, next_document_number
from .notices import see_notice
from .publicity import set_publicity, why_not_public
from .releasing import (
    as_if_released,
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
    "answer",
    "approval_chain",
    "approval_chains",
    "approval_steps",
    "approve",
    "as_if_released",
    "ask_comments",
    "ask_more",
    "batches_waiting_for",
    "cancel_approval",
    "close_round",
    "correct_task",
    "dissolve_batch",
    "hand_in",
    "issue",
    "issue_tasks",
    "join_batch",
    "leave_batch",
    "may_approve",
    "missing_for_issue",
    "next_document_number",
    "only_approver",
    "possible_approvers",
    "prepare_batch",
    "record_approval",
    "refuse_unsettled",
    "release_meeting",
    "release_report",
    "release_task",
    "rename_batch",
    "return_approval",
    "see_notice",
    "send_back",
    "send_back_report",
    "send_report",
    "set_publicity",
    "settle",
    "stamp_of_rows",
    "why_not_public",
    "withdraw_meeting",
    "withdraw_report",
    "withdraw_task",
]
