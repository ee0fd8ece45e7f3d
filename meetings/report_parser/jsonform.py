"""The reading as plain data, in the form that `parse_report` prints."""

from __future__ import annotations

from typing import Any

from .types import (
    AgendaItem,
    Deadline,
    Directive,
    Indicator,
    Official,
    Organisation,
    Owner,
    ParsedReport,
    Quote,
    Span,
)

Json = dict[str, Any]


def to_json(report: ParsedReport) -> Json:
    """A dict of JSON types only."""
    return {
        **_meeting(report),
        "officials": [_official(o) for o in report.officials],
        "organisations": [_organisation(o) for o in report.organisations],
        "attendance_is_open": report.attendance_is_open,
        "agenda": [_agenda_item(a) for a in report.agenda],
        "directives": [_directive(d) for d in report.directives],
        "indicators": [_indicator(i) for i in report.indicators],
        "sentences": [
            {"span": list(s.span), "role": s.role, "directive": s.directive} for s in report.sentences
        ],
        "warnings": [{"code": w.code, "text": w.text, "span": _span(w.span)} for w in report.warnings],
    }


def _meeting(report: ParsedReport) -> Json:
    day, name, place = report.date, report.meeting_name, report.place
    return {
        "date": day.iso if day else None,
        "date_span": _span(day.span if day else None),
        "meeting_name": name.text if name else None,
        "meeting_name_span": _span(name.span if name else None),
        "meeting_kind": report.meeting_kind,
        "place": place.text if place else None,
        "place_span": _span(place.span if place else None),
        "conveys": [_quote(q) for q in report.conveys],
    }


def _official(item: Official) -> Json:
    posts = [_named(p) for p in item.posts]
    return {"name": item.name, "span": list(item.span), "posts": posts, "roles": list(item.roles)}


def _organisation(item: Organisation) -> Json:
    return {
        "name": item.name,
        "span": list(item.span),
        "department": item.department,
        "roles": list(item.roles),
    }


def _agenda_item(item: AgendaItem) -> Json:
    units = [_named(u) for u in item.units]
    return {**_quote(item), "kind": item.kind, "people": list(item.people), "units": units}


def _indicator(item: Indicator) -> Json:
    figure = {"name": item.name, "value": item.value, "unit": item.unit, "change": item.change}
    return {**_quote(item), **figure}


def _directive(item: Directive) -> Json:
    headline = item.headline
    return {
        "speaker": item.speaker,
        "speaker_span": _span(item.speaker_span),
        "headline": headline.text if headline else None,
        "headline_span": _span(headline.span if headline else None),
        **_quote(item),
        "kind": item.kind,
        "measures": [_quote(m) for m in item.measures],
        "responsible": [_owner(o) for o in item.responsible],
        "deadlines": [_deadline(d) for d in item.deadlines],
        "targets": [_quote(t) for t in item.targets],
        "rule": item.rule,
        "confidence": item.confidence,
    }


def _owner(item: Owner) -> Json:
    return {
        "name": item.name,
        "span": list(item.span),
        "units": None if item.units is None else list(item.units),
        "inherited": item.inherited,
        "part": item.part,
        "rule": item.rule,
    }


def _deadline(item: Deadline) -> Json:
    return {**_quote(item), "due_on": item.due_on.isoformat() if item.due_on else None}


def _span(span: Span | None) -> list[int] | None:
    return list(span) if span else None


def _quote(item: Quote | AgendaItem | Deadline | Directive | Indicator) -> Json:
    return {"text": item.text, "span": list(item.span)}


def _named(quote: Quote) -> Json:
    return {"name": quote.text, "span": list(quote.span)}
