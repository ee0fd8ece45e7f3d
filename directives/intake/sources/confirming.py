"""A confirmed draft of a document becomes records, in one transaction."""

from django.db import transaction
from django.utils import timezone

from meetings.models import IntakeDraft, ReportVersion, SourceDocument

from ...events import Actor
from ...workflow.rules import OFFICE, require
from ..checking import problems
from ..confirming import IntakeProblems, Names, Origin, add_officials, create_work
from ..drafts import refuse_closed, refuse_newer, refuse_taken
from .facts import day_or_none


def confirm_document(draft: IntakeDraft, *, by: Actor, revision: int | None = None) -> SourceDocument:
    """The document with its frozen text where it has one, its directives and draft tasks.

    Raises IntakeProblems when something blocks, Conflict when the draft was closed meanwhile, StaleDraft when it was
    saved since `revision` was read, DuplicateReport when its text is here by now. Nothing is written then.
    """
    require(by, OFFICE)
    with transaction.atomic():
        draft = IntakeDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        refuse_closed(draft)
        refuse_newer(draft, revision)
        refuse_taken(draft.fingerprint, besides=draft)
        blocking = [problem for problem in problems(draft) if problem.blocking]
        if blocking:
            raise IntakeProblems(blocking)
        names = Names()
        add_officials(draft.made, names)
        document = _document(draft, by)
        common = {
            "source": document.kind,
            "document": document,
            "issuing_unit": document.issuing_unit,
            "document_number": document.document_number,
            "superior_due_on": document.superior_due_on,
        }
        origin = Origin(common, _version(draft, document, by), draft.is_sample)
        create_work(draft.made["directives"], origin, names, by)
        draft.document, draft.confirmed_at = document, timezone.now()
        draft.save(update_fields=["document", "confirmed_at", "updated_at"])
        return document


def _document(draft: IntakeDraft, by: Actor) -> SourceDocument:
    row = draft.made["document"]
    lines = {name: row[name].strip() for name in ("title", "issuing_unit", "document_number", "feedback_to")}
    days = {name: day_or_none(row[name]) for name in ("received_on", "superior_due_on", "internal_due_on")}
    return SourceDocument.objects.create(
        kind=draft.source, created_by=by.user, is_sample=draft.is_sample, **lines, **days
    )


def _version(draft: IntakeDraft, document: SourceDocument, by: Actor) -> ReportVersion | None:
    """The text as it was pasted; a table and typed rows have none."""
    if not draft.text:
        return None
    return ReportVersion.objects.create(
        document=document,
        number=1,
        text=draft.text,
        source_kind=draft.source_kind,
        secrecy=draft.secrecy,
        source_name=draft.source_name,
        source_url=draft.source_url,
        published_on=draft.published_on,
        created_by=by.user,
    )
