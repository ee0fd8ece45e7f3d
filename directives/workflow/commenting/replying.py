"""The office's word back to what a unit said of the whole batch."""

from django.db import transaction

from documents.incoming_text import CONTROL

from ...errors import Incomplete, WrongState
from ...events import Actor
from ...models import CommentRequest, Event
from ..rules import OFFICE, require
from .rounds import UNSEEN, in_preparation, log
from .settling import GONE

REPLY_LENGTH = 400


def reply_to_general(
    request: CommentRequest, words: str, *, read: str | None = None, by: Actor
) -> CommentRequest:
    """Answer a unit's general words, also after the end of the round, until the batch is issued.

    A later answer, to words that the unit added, stands under the earlier one. `read` are the words that are
    answered, as the office was shown them (None: whatever waits). Raises Incomplete without a word, WrongState when
    nothing waits any more or the unit changed its words since.
    """
    require(by, OFFICE)
    said = words.strip()
    if not said:
        raise Incomplete(["请写一句答复，让单位知道总体意见怎样处理。"])
    if len(said) > REPLY_LENGTH:
        raise Incomplete([f"答复最多 {REPLY_LENGTH} 字，请缩短。"])
    if CONTROL.search(said):
        raise Incomplete([f"答复{UNSEEN}"])
    with transaction.atomic():
        batch = in_preparation(request.round.batch_id)
        found = CommentRequest.objects.select_related("department").get(pk=request.pk)
        waiting = found.waiting_words
        if not waiting and found.replied_at:
            raise WrongState("这条总体意见已经答复过。")
        if not waiting or (read is not None and _folded(read) != _folded(waiting)):
            raise WrongState(GONE)
        found.reply = f"{found.reply}\n{said}" if found.reply else said
        found.replied_to = found.general
        found.replied_by, found.replied_at = by.user, by.moment
        found.save(update_fields=["reply", "replied_to", "replied_by", "replied_at"])
        log(batch, Event.Kind.SETTLE_COMMENT, by, unit=found.department.slug,
            unit_name=found.department.short_name, general=waiting, words=said)  # fmt: skip
        return found


def _folded(words: str) -> str:
    """Words by which two texts are compared: a form sends its line ends otherwise."""
    return "\n".join(words.split("\r\n")).strip()
