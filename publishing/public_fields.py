"""Which fields the public may read. A field is public because it stands here, not because nobody hid it.

Public pages, feeds and exports read models through `public_values` alone. Rows are chosen by the querysets'
`.public()`; columns by this list. Primary keys may be read to join rows; they are shown to nobody. Only
forward relations can be walked: a reverse one would bring rows that no queryset has looked at.
"""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Count, Field, ForeignKey, Model, QuerySet

PUBLIC_FIELDS: dict[str, frozenset[str]] = {
    "departments.Department": frozenset(
        {"slug", "short_name", "full_name", "kind", "relation", "duties", "public_telephone"}
    ),
    "departments.UnitSet": frozenset({"name"}),
    # The name as reports give it; posts are read from the meeting's own list of who attended.
    "departments.Official": frozenset({"name"}),
    "meetings.Meeting": frozenset({"slug", "name", "kind", "level", "held_on", "period", "place", "conveys"}),
    # Only where the version's text is public: published news, never minutes or internal material.
    "meetings.ReportVersion": frozenset({"meeting", "text", "source_name", "source_url", "published_on"}),
    "meetings.Attendance": frozenset({"meeting", "name", "posts", "department"}),
    "directives.Theme": frozenset({"slug", "name"}),
    "directives.Directive": frozenset({"meeting", "kind", "speaker", "headline", "text", "quotation", "version"}),
    "directives.Task": frozenset(
        {
            "number", "title", "measures", "theme", "nature", "mode", "due_on", "due_basis", "due_text",
            "issued_on", "closed_on", "ended_basis", "ended_on", "merged_into",
        }
    ),
    "directives.TaskSource": frozenset({"task", "directive", "quotation", "version"}),
    "directives.TaskAssignment": frozenset(
        {"task", "department", "role", "via", "basis", "due_on", "original_due_on", "finished_on"}
    ),
    "directives.ProgressReport": frozenset({"assignment", "period", "public_text", "released_at"}),
    # What a withdrawn address says beside its number; never the reason, nor whose decision it was.
    "publishing.Release": frozenset({"withdrawn_at"}),
}  # fmt: skip

# Read to choose a word, a place or a link, and never shown as they stand: the status becomes a public word
# (directives.clocks), the state tells done from not done, places in a report become links.
MAPPED_FIELDS: dict[str, frozenset[str]] = {
    "meetings.Meeting": frozenset({"is_sample"}),
    "meetings.Attendance": frozenset({"is_unit", "attended", "chaired", "spoke", "directed"}),
    "directives.Theme": frozenset({"order"}),
    "directives.Directive": frozenset({"start", "end"}),
    "directives.Task": frozenset({"status", "is_sample"}),
    "directives.TaskSource": frozenset({"start", "end"}),
    "directives.TaskAssignment": frozenset({"state"}),
}


class FieldNotPublic(LookupError):
    """A public page asked for a field that the list does not name."""


def public_values(queryset: QuerySet[Any], *paths: str) -> QuerySet[Any, dict[str, Any]]:
    """Rows of the queryset as plain values of these fields; refuses any path that is not on the list."""
    return queryset.values(*_checked(queryset.model, paths))


def public_counts(queryset: QuerySet[Any], *paths: str) -> QuerySet[Any, dict[str, Any]]:
    """How many rows share the values of these fields, as `count`; refuses like `public_values`."""
    return (
        queryset.order_by()
        .values(*_checked(queryset.model, paths))
        .annotate(count=Count("pk", distinct=True))
    )


def _readable(label: str) -> frozenset[str]:
    return PUBLIC_FIELDS.get(label, frozenset()) | MAPPED_FIELDS.get(label, frozenset())


def _checked(model: type[Model], paths: tuple[str, ...]) -> tuple[str, ...]:
    if not paths:
        raise FieldNotPublic(f"{model._meta.label}: without names every column would be read")
    for path in paths:
        _check_path(model, path)
    return paths


def _check_path(model: type[Model], path: str) -> None:
    """Every hop must be on the list of the model it starts from."""
    hops = path.split("__")
    for place, hop in enumerate(hops):
        last = place == len(hops) - 1
        if hop == "pk" and last:
            return
        if hop not in _readable(model._meta.label):
            raise FieldNotPublic(f"{model._meta.label}.{hop} (in {path}) is not public")
        if last:
            return
        field = model._meta.get_field(hop)
        if not isinstance(field, ForeignKey):
            raise FieldNotPublic(f"{model._meta.label}.{hop} (in {path}) leads nowhere")
        model = field.related_model


@register()
def check_public_fields(**kwargs: Any) -> list[CheckMessage]:
    """Each listed field exists, is a column of its model, and leads only to models that have a list too."""
    return [
        Error(f"公开字段 {label}.{name} {problem}", id="publishing.E001")
        for label in PUBLIC_FIELDS.keys() | MAPPED_FIELDS.keys()
        for name in sorted(_readable(label))
        if (problem := _problem(label, name))
    ]


def _problem(label: str, name: str) -> str:
    try:
        field = apps.get_model(label)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist):
        return "不存在。"
    if not isinstance(field, Field) or field.many_to_many:
        return "不是本模型的列。"
    if isinstance(field, ForeignKey) and field.related_model._meta.label not in PUBLIC_FIELDS:
        return "指向没有公开清单的模型。"
    return ""
