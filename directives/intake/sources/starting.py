"""Drafts of documents: of a pasted text, of a spreadsheet, or of empty rows to be typed."""

import secrets
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from departments.models import Department, Official, UnitAlias, UnitSet
from departments.names import UnitNames
from meetings.models import DemandSource, IntakeDraft, ReportVersion, fingerprint_of

from ...models import Theme
from ..drafts import refuse_duplicate, refuse_taken, units_on
from ..leaders import propose_leaders
from ..made import blank_directive, blank_meeting, blank_task
from .dating import own_day
from .facts import FACTS, RECEIVED_GUESS, TITLE_LENGTH, blank_document, day_or_none, facts_in, propose_dates
from .spreadsheet import Known, made_of_table, read_table
from .text import made_of_text

Row = dict[str, Any]

MAX_TYPED = 40


def start_text(
    text: str, kind: str, facts: dict[str, str], *, by: Any, leader: str = "", **source: Any
) -> IntakeDraft:
    """A saved draft of a document's text; raises DuplicateReport for a text that is here already.

    `facts` are those that were typed; the text adds what it says itself. `leader` is whose words they are (批示).
    `source` is what is kept of where the text comes from: secrecy, source_name, source_url, published_on, is_sample.
    """
    refuse_duplicate(text)
    received, guessed = _received(text, kind, facts)
    made, found = made_of_text(
        text, kind, received, units_on(received), _names_on(received), list(Theme.objects.all())
    )
    known = facts_in(text, kind, received) | {name: words for name, words in facts.items() if words}
    draft = _draft(made, kind, known | _received_facts(received, guessed=guessed), by, leader, **source)
    draft.text, draft.fingerprint, draft.found = text, fingerprint_of(text), found
    return _saved(draft)


def start_spreadsheet(
    content: bytes, kind: str, facts: dict[str, str], *, by: Any, leader: str = "", **source: Any
) -> IntakeDraft:
    """A saved draft of a table; raises UnusableWorkbook, or DuplicateReport for the same rows once more."""
    officials = frozenset(Official.objects.values_list("name", flat=True))
    table = read_table(content)
    received, guessed = _received(table.heading, kind, facts)
    made, words = made_of_table(table, Known(UnitNames(timezone.localdate()), officials, received))
    said = {"title": table.heading} | {name: value for name, value in facts.items() if value}
    draft = _draft(made, kind, said | _received_facts(received, guessed=guessed), by, leader, **source)
    draft.fingerprint = fingerprint_of(f"表格\n{kind}\n{words}")
    refuse_taken(draft.fingerprint)
    return _saved(draft)


def start_typed(
    count: int, kind: str, facts: dict[str, str], *, by: Any, leader: str = "", **source: Any
) -> IntakeDraft:
    """A saved draft of so many empty rows, to be typed one by one."""
    rows = [
        blank_directive() | {"id": f"d{n}", "tasks": [blank_task() | {"id": f"d{n}t1"}]}
        for n in range(1, min(max(count, 1), MAX_TYPED) + 1)
    ]
    made = {
        "meeting": blank_meeting(), "attendance": [], "agenda": [], "directives": rows, "sentences": [],
        "warnings": [], "unjudged": True,
    }  # fmt: skip
    draft = _draft(made, kind, facts, by, leader, **source)
    draft.fingerprint = secrets.token_hex(32)  # rows without a text are like no others
    return _saved(draft)


def _draft(made: Row, kind: str, facts: dict[str, str], by: Any, leader: str, **source: Any) -> IntakeDraft:
    document = blank_document() | {name: facts[name] for name in (*FACTS, RECEIVED_GUESS) if name in facts}
    document["received_on"] = document["received_on"] or timezone.localdate().isoformat()
    if not document["title"] and kind == DemandSource.INSTRUCTION and leader:
        document["title"] = f"{leader}批示"
    document["title"] = document["title"][:TITLE_LENGTH]
    for row in made["directives"]:
        row["speaker"] = leader
    made["document"] = document
    propose_dates(made)
    propose_leaders(made, timezone.localdate())
    return IntakeDraft(
        source=kind,
        source_kind=ReportVersion.Source.OTHER,
        **{"secrecy": ReportVersion.Secrecy.INTERNAL, **source},
        made=made,
        created_by=by,
    )


def _received(text: str, kind: str, facts: dict[str, str]) -> tuple[date, bool]:
    """The day from which all words of the document count time, and whether it was taken from its mere year: the typed
    day of receipt, else the document's own, else today."""
    today = timezone.localdate()
    typed = day_or_none(facts.get("received_on", ""))
    own = None if typed else own_day(text, kind, today)
    return (own.day, own.guessed) if own else (typed or today, False)


def _received_facts(received: date, *, guessed: bool) -> dict[str, str]:
    day = received.isoformat()
    return {"received_on": day} | ({RECEIVED_GUESS: day} if guessed else {})


def _saved(draft: IntakeDraft) -> IntakeDraft:
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:
        refuse_taken(draft.fingerprint)  # a second click was faster
        raise
    return draft


def _names_on(day: date) -> dict[str, str]:
    """Every name that stands for exactly one unit or set that day, with its slug."""
    found: dict[str, set[str]] = {}
    for unit in Department.objects.on(day):
        for name in filter(None, (unit.short_name, unit.full_name)):
            found.setdefault(name, set()).add(unit.slug)
    for unit_set in UnitSet.objects.on(day):
        found.setdefault(unit_set.name, set()).add(unit_set.slug)
    for alias in UnitAlias.objects.on(day).select_related("department", "unit_set"):
        owner = alias.department or alias.unit_set
        if owner:
            found.setdefault(alias.name, set()).add(owner.slug)
    return {name: slugs.pop() for name, slugs in found.items() if len(slugs) == 1 and len(name) > 1}
