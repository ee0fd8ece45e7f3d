"""Who has a draft in hand. One window at a time writes; another is told whose it is, and may take over.

A hold lapses when nothing was heard of its window for a while, so that nobody has to release what was left open.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from meetings.models import IntakeDraft

from ..errors import Conflict, NotAllowed
from ..workflow.rules import OFFICE, may

LAPSES_AFTER = timedelta(minutes=10)


class HeldDraft(Conflict):
    """Another window has the draft in hand; `draft` is as that window last saved it."""

    def __init__(self, draft: IntakeDraft, user: Any) -> None:
        self.draft = draft
        self.own = draft.held_by_id == user.pk
        super().__init__(f"{holder_words(draft, user)}。需要由您继续时，请点“接手编辑”。")


def holder_words(draft: IntakeDraft, user: Any) -> str:
    """`经办人甲 10:42 起正在编辑这份草稿`, or that it is the reader's own other window."""
    since = f"{timezone.localtime(draft.held_at):%H:%M}" if draft.held_at else ""
    if draft.held_by_id == user.pk:
        return f"您在另一个窗口里正在编辑这份草稿（{since}）"
    name = draft.held_by.name if draft.held_by else "有人"
    return f"{name}正在编辑这份草稿（{since}）"


def is_held_elsewhere(draft: IntakeDraft, user: Any, token: str, now: datetime | None = None) -> bool:
    """Whether a window other than this one has the draft in hand now."""
    if draft.held_by_id is None or draft.held_at is None:
        return False
    if (now or timezone.now()) - draft.held_at > LAPSES_AFTER:
        return False
    return (draft.held_by_id, draft.held_token) != (user.pk, token)


def hold(draft: IntakeDraft, *, by: Any, token: str, take_over: bool = False) -> IntakeDraft:
    """Take the draft in hand, or keep it there. Raises HeldDraft unless free, lapsed, one's own or taken over."""
    with transaction.atomic():
        current = IntakeDraft.objects.defer("found", "made").select_for_update(of=("self",)).get(pk=draft.pk)
        take_in_hand(current, by=by, token=token, take_over=take_over)
        current.save(update_fields=["held_by", "held_token", "held_at"])
        return current


def let_go(draft: IntakeDraft, *, by: Any, token: str) -> None:
    """The window was closed: whoever comes next need not ask."""
    held = IntakeDraft.objects.filter(pk=draft.pk, held_by=by, held_token=token)
    held.update(held_by=None, held_token="", held_at=None)


def take_in_hand(current: IntakeDraft, *, by: Any, token: str, take_over: bool = False) -> None:
    """Note the holder on a locked draft, for the caller to save. Raises HeldDraft like `hold`, and NotAllowed for
    who may not work on drafts."""
    if not may(by, OFFICE):
        raise NotAllowed()
    if not take_over and is_held_elsewhere(current, by, token):
        raise HeldDraft(current, by)
    current.held_by, current.held_token, current.held_at = by, token, timezone.now()
