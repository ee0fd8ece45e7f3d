"""A task's status against an independent reading of the rule, on random sets of assignments."""

from hypothesis import given
from hypothesis import strategies as st

from directives.models import Charge, Task, TaskAssignment
from directives.statuses import status_of

roles = st.sampled_from(["lead", "supporting", "responsible", "collating"])
states = st.sampled_from(["awaiting", "in_progress", "handed_in", "done", "ended"])
assignments = st.lists(st.builds(TaskAssignment, role=roles, state=states), max_size=8)


@given(mode=st.sampled_from(Task.Mode.values), given_out=assignments)
def test_the_status_is_what_the_shares_that_count_say(mode: str, given_out: list[TaskAssignment]) -> None:
    deciding = [
        a.state
        for a in given_out
        if a.state != "ended" and a.role == ("responsible" if mode == "each" else "lead")
    ]
    if all(state == "awaiting" for state in deciding):
        expected = "issued"
    elif all(state == "done" for state in deciding):
        expected = "closed"
    elif any(state in ("awaiting", "in_progress") for state in deciding):
        expected = "in_progress"
    else:
        expected = "submitted"
    assert status_of(mode, given_out) == expected


@given(given_out=assignments)
def test_supporting_units_never_change_the_status(given_out: list[TaskAssignment]) -> None:
    without = [a for a in given_out if a.role != Charge.Role.SUPPORTING]
    for mode in Task.Mode.values:
        assert status_of(mode, given_out) == status_of(mode, without)
