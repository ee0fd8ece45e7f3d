"""The facts of a document among the fields of its draft: `o.FIELD`."""

from collections.abc import Mapping
from typing import Any

from meetings.models import SourceDocument

from .fields import limit_of
from .reading import FieldReader

DOCUMENT = {
    "title": "来文名称", "issuing_unit": "来文单位", "document_number": "来文文号", "received_on": "收文日期",
    "superior_due_on": "上级时限", "internal_due_on": "内部时限", "feedback_to": "反馈上级",
}  # fmt: skip
_LINES = ("title", "issuing_unit", "document_number", "feedback_to")
_DAYS = ("received_on", "superior_due_on", "internal_due_on")


def document_of(reader: FieldReader, kept: Mapping[str, Any]) -> dict[str, Any]:
    """`document` as it was sent; as it was kept where another part of the draft was sent; nothing of a meeting's."""
    if "document" not in kept or "o.title" not in reader.post:
        return {}
    document = {name: value for name, value in kept["document"].items() if name != "unread"}
    typed: dict[str, Any] = {
        name: reader.line(f"o.{name}", limit_of(SourceDocument, name), document[name]) for name in _LINES
    }
    typed |= {name: reader.day(f"o.{name}", document[name]) for name in _DAYS}
    return {"document": document | typed | reader.unread("o.")}
