"""Responsible leaders who hold no post, or who are not in charge of the unit that leads."""

from collections.abc import Iterator
from typing import Any

from ...workflow.gaps import leader_gap, outside_gap
from ..leaders import lead_of
from .known import Known
from .problem import Problem

Row = dict[str, Any]


def doubtful_leader(path: str, task: Row, names: Known) -> Iterator[Problem]:
    """Of the task's responsible leader, held against today: posts first, then who is in charge (分管)."""
    leader = task["responsible_leader"]
    if not leader or leader not in names.officials:
        return
    if leader in names.outside:
        yield Problem(path, outside_gap(leader), blocking=False)
        return
    if gap := leader_gap(leader, names.posts.get(leader, []), names.today):
        yield Problem(path, gap, blocking=False)
        return
    lead = lead_of(task)
    others = names.in_charge.get(lead, [])
    if others and leader not in others:
        words = f"分管{names.units.get(lead, lead)}的是{'、'.join(others)}，请核对责任领导。"
        yield Problem(path, words, blocking=False)
