"""The only writer of release records. Callers hold the subject's lock and set its `released_at`."""

from datetime import datetime
from typing import Any

from .models import Release


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


def was_withdrawn(kind: Release.Subject, pk: int) -> bool:
    """Whether the public once saw it and no longer may (410 rather than 404)."""
    releases = Release.objects.filter(subject_kind=kind, subject_id=pk)
    return (
        releases.filter(withdrawn_at__isnull=False).exists()
        and not releases.filter(withdrawn_at=None).exists()
    )
