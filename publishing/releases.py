"""The only writer of release records. Callers hold the subject's lock and set its `released_at`."""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from .models import Release
from .public_fields import public_values


def open_release(
    kind: Release.Subject, pk: int, *, by: Any, at: datetime, publicity: str, secrecy_review: str
) -> Release:
    """A release record in force; the database refuses a second one, a missing review, or 不予公开."""
    return Release.objects.create(
        subject_kind=kind,
        subject_id=pk,
        publicity=publicity,
        secrecy_review=secrecy_review,
        released_by=by,
        released_at=at,
    )


def close_release(kind: Release.Subject, pk: int, *, by: Any, at: datetime, reason: str) -> None:
    """Withdraw the record in force; raises Release.DoesNotExist when there is none."""
    release = Release.objects.get(subject_kind=kind, subject_id=pk, withdrawn_at=None)
    release.withdrawn_by, release.withdrawn_at, release.withdrawal_reason = by, at, reason
    release.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawal_reason"])


def withdrawn_on(kind: Release.Subject, pk: int) -> date | None:
    """The day on which what the public once saw was taken back; None for what it still sees or never saw."""
    found = Release.objects.filter(subject_kind=kind, subject_id=pk).order_by()
    times = [row["withdrawn_at"] for row in public_values(found, "withdrawn_at")]
    withdrawn = [time for time in times if time is not None]
    return localdate(max(withdrawn)) if withdrawn and len(withdrawn) == len(times) else None


def was_withdrawn(kind: Release.Subject, pk: int) -> bool:
    """Whether the public once saw it and no longer may (410 rather than 404)."""
    return withdrawn_on(kind, pk) is not None
