"""Where in a draft somebody was working: the row to stand at when the page comes back after saving.

A long draft that always came back at its head would have to be scrolled through after every save.
"""

from typing import Any

Made = dict[str, Any]


def place_after(act: str, here: str, before: Made, after: Made) -> str:
    """The anchor to return to: where a row was removed, the row that was worked in, else the first that changed."""
    if act.startswith("drop:"):
        return _left_by(act.removeprefix("drop:"), before, after)
    return here if here in _anchors(after) else _first_changed(before, after)


def _left_by(dropped: str, before: Made, after: Made) -> str:
    """What stands where a removed row stood: the row that followed it, else the one before, else its list."""
    kind, _, key = dropped.partition(".")
    if kind == "c":
        return key.partition(".")[0]
    if kind == "t":
        return key.partition("t")[0]
    if kind == "a":
        last = len(after["attendance"]) - 1
        return f"a{min(int(key), last)}" if key.isdecimal() and last >= 0 else "attendance"
    ids = [row["id"] for row in before["directives"]]
    at = ids.index(key) if key in ids else len(ids)
    neighbours = [*ids[at + 1 : at + 2], *ids[max(at - 1, 0) : at]]
    return next((one for one in neighbours if one in _anchors(after)), "directives")


def _first_changed(before: Made, after: Made) -> str:
    """The first row, in the order of the page, in which two copies differ; "" where none does."""
    if before["meeting"] != after["meeting"]:
        return "meeting-title"
    people = zip(before["attendance"], after["attendance"], strict=False)
    moved = next((n for n, (old, new) in enumerate(people) if old != new), None)
    if moved is not None:
        return f"a{moved}"
    known = {row["id"]: row for row in before["directives"]}
    changed = ((known.get(row["id"]), row) for row in after["directives"])
    return next((_changed_in(old, row) for old, row in changed if old != row), "")


def _changed_in(old: Made | None, row: Made) -> str:
    """The directive itself, or the first of its tasks where only tasks changed."""
    if old is None or {**old, "tasks": row["tasks"]} != row:
        return str(row["id"])
    known = [*old["tasks"]]
    return next((str(task["id"]) for task in row["tasks"] if task not in known), str(row["id"]))


def _anchors(made: Made) -> set[str]:
    """Every row that the draft's page has an anchor for."""
    found = {"meeting-title"} | {f"a{n}" for n in range(len(made["attendance"]))}
    for row in made["directives"]:
        found |= {row["id"], *(task["id"] for task in row["tasks"])}
    return found
