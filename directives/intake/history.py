"""What a change of a draft takes back and makes again: the rows that differ, never whole copies.

    {"set": {"meeting": {...}}, "unset": ["unjudged"], "order": ["d1", "d3"], "rows": {"d3": {...}}}

`order` is there when directives came, went or moved; `rows` holds those that are to be as given.
"""

from typing import Any

from meetings.models import IntakeDraft, IntakeStep

KEPT = 200  # steps of one draft; who goes further back starts from the report

Made = dict[str, Any]
Patch = dict[str, Any]


def patch(before: Made, after: Made) -> Patch:
    """What turns the one into the other; empty when they are the same."""
    found: Patch = {}
    changed = {key: after[key] for key in after if key != "directives" and before.get(key) != after[key]}
    gone = [key for key in before if key not in after]
    if changed:
        found["set"] = changed
    if gone:
        found["unset"] = gone
    old = {row["id"]: row for row in before["directives"]}
    rows = {row["id"]: row for row in after["directives"] if old.get(row["id"]) != row}
    if [*old] != [row["id"] for row in after["directives"]]:
        found["order"] = [row["id"] for row in after["directives"]]
    if rows:
        found["rows"] = rows
    return found


def patched(made: Made, change: Patch) -> Made:
    """The draft with a patch applied; the given one stays as it was."""
    rows = {row["id"]: row for row in made["directives"]} | change.get("rows", {})
    order = change.get("order", [row["id"] for row in made["directives"]])
    kept = {key: value for key, value in made.items() if key not in change.get("unset", ())}
    there = [rows[key] for key in order if key in rows]
    return kept | change.get("set", {}) | {"directives": there}


def note(draft: IntakeDraft, before: Made, label: str, by: Any) -> None:
    """Keep the step from `before` to the draft as it is now; what was undone cannot be made again after it."""
    back, forth = patch(draft.made, before), patch(before, draft.made)
    if not forth:
        return
    draft.steps.filter(undone=True).delete()
    IntakeStep.objects.create(draft=draft, label=label[:60], back=back, forth=forth, made_by=by)
    old = draft.steps.order_by("-pk").values_list("pk", flat=True)[KEPT : KEPT + 1].first()
    if old:
        draft.steps.filter(pk__lte=old).delete()


def last_step(draft: IntakeDraft, *, undone: bool) -> IntakeStep | None:
    """The step that would be taken back, or made again."""
    steps = draft.steps.filter(undone=undone).defer("back", "forth")
    return steps.order_by("pk" if undone else "-pk").first()


def step_back(draft: IntakeDraft) -> IntakeStep | None:
    """Take the last step of a locked draft back, on the instance alone; returns it, or None where there is none."""
    return _step(draft, undone=False)


def step_forth(draft: IntakeDraft) -> IntakeStep | None:
    """Make the step that was last taken back again, like `step_back`."""
    return _step(draft, undone=True)


def _step(draft: IntakeDraft, *, undone: bool) -> IntakeStep | None:
    step = draft.steps.filter(undone=undone).order_by("pk" if undone else "-pk").first()
    if step is None:
        return None
    draft.made = patched(draft.made, step.forth if undone else step.back)
    step.undone = not undone
    step.save(update_fields=["undone"])
    return step
