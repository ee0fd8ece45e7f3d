"""Responsible leaders who hold no post, or who are not in charge of the unit that leads."""

from collections.abc import Iterator
from typing import Any

from ...workflow.gaps import have_ended, holds_any, leader_gap
from ..leaders import lead_of
from .known import Known
from .problem import Problem

Row = dict[str, Any]


def doubtful_leader(path: str, task: Row, names: Known) -> Iterator[Problem]:
    """Of the task's responsible leader, held against today: posts first, then who is in charge (分管)."""
    leader = task["responsible_leader"]
    if not leader or leader not in names.officials:
        return
    posts = names.posts.get(leader, [])
    if not holds_any(posts, names.today):
        ended = have_ended(posts, names.today)
        words = f"{leader}没有登记在任职务，请改选，或先在后台登记职务。"
        words = leader_gap(leader) if ended else words
        yield Problem(path, words, blocking=False)
        return
    lead = lead_of(task)
    others = names.in_charge.get(lead, [])
    if others and leader not in others:
        words = f"分管{names.units.get(lead, lead)}的是{'、'.join(others)}，请核对责任领导。"
        yield Problem(path, words, blocking=False)
