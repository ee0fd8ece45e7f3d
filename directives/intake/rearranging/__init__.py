"""What the workbench does to the rows of a draft: pure functions on `made`, each returning the row to look at.

They take and change a copy that belongs to the caller; nothing here is saved.
"""

from .filling import FILLED, apply_to, fill_down, let_sets_carry, set_due
from .joining import join_tasks, merge_directive, merge_task, part_source
from .placing import BY_HAND, add_directive, add_task_from, move, new_task_id, remember_ids, take, task_in
from .splitting import split

__all__ = [
    "BY_HAND",
    "FILLED",
    "add_directive",
    "add_task_from",
    "apply_to",
    "fill_down",
    "join_tasks",
    "let_sets_carry",
    "merge_directive",
    "merge_task",
    "move",
    "new_task_id",
    "part_source",
    "remember_ids",
    "set_due",
    "split",
    "take",
    "task_in",
]
