"""The only writer of the log: one hash chain per subject (docs/design.md, "The log").

`append` runs inside the transaction of the act it records, under the lock that the act holds on its subject,
so that two acts on one subject never take the same number; a unique constraint says so too.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from .models import Event

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and from where: an address for a person at a browser, the command's name otherwise.

    `happened_at` is set for an act that took place earlier, on paper say: the log keeps both times. Only the
    system's own commands act without a user.
    """

    user: Any
    origin: str
    happened_at: datetime | None = None

    @property
    def name(self) -> str:
        return self.user.name if self.user else "系统"

    @property
    def moment(self) -> datetime:
        """When the act counts as done."""
        return self.happened_at or timezone.now()


def append(subject_kind: Event.Subject, subject_id: int, kind: Event.Kind, by: Actor, **data: Any) -> Event:
    """Add one act to the subject's chain. Must run inside the act's own transaction.

    `data` holds plain JSON values; an act that happened earlier than now gets `happened_at` beside them.
    """
    [event] = append_each(subject_kind, kind, by, {subject_id: data})
    return event


def append_each(
    subject_kind: Event.Subject, kind: Event.Kind, by: Actor, data: dict[int, dict[str, Any]]
) -> list[Event]:
    """The same act on several subjects, each on its own chain: `data` by the subject's key. Two queries.

    Runs inside the act's transaction, under its locks on all of them, as `append` does.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an event belongs to the transaction of its act")
    happened = (
        {"happened_at": by.happened_at.astimezone(UTC).isoformat(timespec="seconds")}
        if by.happened_at
        else {}
    )
    last = _last_of(subject_kind, list(data))
    made = []
    for subject_id, said in data.items():
        seq, previous = last.get(subject_id, (0, ""))
        event = Event(
            subject_kind=subject_kind,
            subject_id=subject_id,
            seq=seq + 1,
            kind=kind,
            data=said | happened,
            by=by.user,
            by_name=by.name,
            at=timezone.now(),
            origin=by.origin,
            format=FORMAT,
            previous=previous,
        )
        event.hash = digest(event)
        made.append(event)
    return Event.objects.bulk_create(made)


def _last_of(subject_kind: Event.Subject, subjects: list[int]) -> dict[int, tuple[int, str]]:
    """The end of each chain that has begun: its number and its hash."""
    chain = Event.objects.filter(subject_kind=subject_kind, subject_id=OuterRef("subject_id"))
    newest = chain.order_by("-seq").values("seq")[:1]
    ends = Event.objects.filter(subject_kind=subject_kind, subject_id__in=subjects, seq=Subquery(newest))
    return {row[0]: (row[1], row[2]) for row in ends.order_by().values_list("subject_id", "seq", "hash")}


def digest(event: Event) -> str:
    """SHA-256, as lower-case hex, of the event's canonical bytes with the previous row's value inside."""
    return hashlib.sha256(canonical(event)).hexdigest()


def canonical(event: Event) -> bytes:
    """One way to write an event as bytes: sorted keys, no white space, UTC, the format's number first."""
    row = {
        "subject": [str(event.subject_kind), event.subject_id],
        "seq": event.seq,
        "kind": str(event.kind),
        "data": event.data,
        "by": event.by_id,
        "by_name": event.by_name,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "origin": event.origin,
        "previous": event.previous,
    }
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{event.format}\n{text}".encode()


def history(subject_kind: Event.Subject, subject_id: int) -> "list[Event]":
    """The subject's acts, oldest first."""
    return list(Event.objects.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("seq"))


def broken_links(events: "list[Event]") -> list[int]:
    """Sequence numbers at which a chain (as `history` returns it) no longer holds together."""
    broken, previous, expected = [], "", 1
    for event in events:
        if event.seq != expected or event.previous != previous or event.hash != digest(event):
            broken.append(event.seq)
        previous, expected = event.hash, event.seq + 1
    return broken
