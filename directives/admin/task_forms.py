"""Checks across the rows of a task: words that are said to stand in the text must stand there."""

from typing import Any

from django import forms

from xiaolan_portal.admin_forms import is_to_go

from .. import anchors
from ..models import Basis, Charge, Task, TaskSource
from .requirements import put_in_place


class SourceForm(forms.ModelForm):
    """Puts a task's quotation in its place in the text that its directive comes from."""

    class Meta:
        model = TaskSource
        fields = ("directive", "quotation")
        widgets = {"quotation": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        directive = cleaned.get("directive")
        if directive is None or {"quotation", "directive"}.isdisjoint(self.changed_data):
            return cleaned
        self.instance.quotation = cleaned.get("quotation", "")
        try:
            put_in_place(self.instance, directive.origin)
        except anchors.NotLocated as error:
            self.add_error("quotation", str(error))
        else:
            cleaned["quotation"] = self.instance.quotation
        return cleaned


class SourceFormSet(forms.BaseInlineFormSet):
    """Knows the sources as they will be saved, and holds a deadline "by the text" to them."""

    def clean(self) -> None:
        super().clean()
        task: Task = self.instance
        kept = [form for form in self.forms if form.instance.directive_id and not is_to_go(self, form)]
        task.sources_to_be = [form.instance for form in kept]  # type: ignore[attr-defined]
        if task.status == Task.Status.DRAFT and task.due_basis == Basis.TEXT and not self._said(task):
            raise forms.ValidationError(
                f"时限依据为“原文写明”，但来源原文和报道中找不到“{task.due_text}”。请照录原话，或改为“办公室拟定”。"
            )
        if task.status == Task.Status.DRAFT:
            put_deadline_in_place(task, task.sources_to_be)  # type: ignore[attr-defined]

    def _said(self, task: Task) -> bool:
        sources: list[TaskSource] = task.sources_to_be  # type: ignore[attr-defined]
        return any(
            anchors.occurrences(task.due_text, text) for source in sources for text in texts_of(source)
        )


class ChargeFormSet(forms.BaseInlineFormSet):
    """Locates the words of charges "by the text"; must stand after the sources on the page."""

    def clean(self) -> None:
        super().clean()
        sources: list[TaskSource] = getattr(self.instance, "sources_to_be", [])
        for form in self.forms:
            if form.has_changed() and not form.errors and not is_to_go(self, form):
                self._locate(form, sources)

    def _locate(self, form: forms.ModelForm, sources: list[TaskSource]) -> None:
        charge: Charge = form.instance
        charge.version = charge.start = charge.end = None
        if charge.basis != Basis.TEXT or not charge.words:
            return
        for source in sources:
            place = place_in(source, charge.words)
            if place:
                charge.version, charge.start, charge.end = place.version, place.start, place.end
                return
        if not any(
            anchors.occurrences(charge.words, text) for source in sources for text in texts_of(source)
        ):
            message = "在来源原文和报道中找不到这个称谓。请照录原话，或把依据改为“办公室拟定”。"
            form.add_error("words", message)


def put_deadline_in_place(task: Task, sources: list[TaskSource]) -> None:
    """Where the report names the task's deadline; nowhere, if the office set it. A place that still holds is kept."""
    if task.due_basis == Basis.TEXT and task.due_text and _still_holds(task, sources):
        return
    task.due_version = task.due_start = task.due_end = None
    if task.due_basis != Basis.TEXT or not task.due_text:
        return
    place = next((found for source in sources if (found := place_in(source, task.due_text))), None)
    if place:
        task.due_version, task.due_start, task.due_end = place.version, place.start, place.end


def _still_holds(task: Task, sources: list[TaskSource]) -> bool:
    """Whether the place is in the newest report of a source and holds exactly the deadline's words."""
    version = task.due_version
    origins = [source.directive.origin for source in sources]
    if version is None or version not in [anchors.newest_version(origin) for origin in origins if origin]:
        return False
    words = version.text[task.due_start : task.due_end]
    return anchors.occurrences(task.due_text, words) == [(0, len(words))]


def texts_of(source: TaskSource) -> list[str]:
    """Everything that "the text" of a source can mean: its words, its directive's words, the whole report."""
    directive = source.directive
    texts = [source.quotation, directive.quotation, directive.text]
    version = anchors.newest_version(directive.origin) if directive.origin else None
    return [text for text in [*texts, version.text if version else ""] if text]


def place_in(source: TaskSource, words: str) -> anchors.Place | None:
    """The words inside the source's own sentence, else where they stand once in its report."""
    origin = source.directive.origin
    version = anchors.newest_version(origin) if origin else None
    if version is None:
        return None
    if source.version_id == version.pk and source.start is not None and source.end is not None:
        inside = anchors.occurrences(words, version.text[source.start : source.end])
        if inside:
            start, end = inside[0]
            return anchors.Place(version, source.start + start, source.start + end)
    found = anchors.locate(words, version.text)
    return anchors.Place(version, *found) if found else None
