"""The reading as plain data, in the form that `parse_report` prints."""

from __future__ import annotations

from typing import Any

from .types import Directive, ParsedReport, Quote

Json = dict[str, Any]


def to_json(report: ParsedReport) -> Json:
    """A dict of JSON types only."""
    return {
        "date": report.date.iso if report.date else None,
        "date_span": list(report.date.span) if report.date else None,
        "meeting_name": report.meeting_name.text if report.meeting_name else None,
        "meeting_name_span": list(report.meeting_name.span) if report.meeting_name else None,
        "meeting_kind": report.meeting_kind,
        "place": report.place.text if report.place else None,
        "place_span": list(report.place.span) if report.place else None,
        "conveys": [_quote(q) for q in report.conveys],
        "officials": [
            {
                "name": o.name,
                "span": list(o.span),
                "posts": [_named(p) for p in o.posts],
                "roles": list(o.roles),
            }
            for o in report.officials
        ],
        "organisations": [
            {"name": o.name, "span": list(o.span), "department": o.department, "roles": list(o.roles)}
            for o in report.organisations
        ],
        "attendance_is_open": report.attendance_is_open,
        "agenda": [
            {
                "kind": a.kind,
                "text": a.text,
                "span": list(a.span),
                "people": list(a.people),
                "units": [_named(u) for u in a.units],
            }
            for a in report.agenda
        ],
        "directives": [_directive(d) for d in report.directives],
        "indicators": [
            {
                "text": i.text,
                "span": list(i.span),
                "name": i.name,
                "value": i.value,
                "unit": i.unit,
                "change": i.change,
            }
            for i in report.indicators
        ],
        "sentences": [
            {"span": list(s.span), "role": s.role, "directive": s.directive} for s in report.sentences
        ],
        "warnings": [
            {"code": w.code, "text": w.text, "span": list(w.span) if w.span else None}
            for w in report.warnings
        ],
    }


def _directive(item: Directive) -> Json:
    return {
        "speaker": item.speaker,
        "speaker_span": list(item.speaker_span) if item.speaker_span else None,
        "headline": item.headline.text if item.headline else None,
        "headline_span": list(item.headline.span) if item.headline else None,
        "text": item.text,
        "span": list(item.span),
        "kind": item.kind,
        "measures": [_quote(m) for m in item.measures],
        "responsible": [
            {
                "name": o.name,
                "span": list(o.span),
                "units": list(o.units) if o.units is not None else None,
                "inherited": o.inherited,
                "part": o.part,
                "rule": o.rule,
            }
            for o in item.responsible
        ],
        "deadlines": [
            {"text": d.text, "span": list(d.span), "due_on": d.due_on.isoformat() if d.due_on else None}
            for d in item.deadlines
        ],
        "targets": [_quote(t) for t in item.targets],
        "rule": item.rule,
        "confidence": item.confidence,
    }


def _quote(quote: Quote) -> Json:
    return {"text": quote.text, "span": list(quote.span)}


def _named(quote: Quote) -> Json:
    return {"name": quote.text, "span": list(quote.span)}
