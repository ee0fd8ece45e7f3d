"""One function gives the public word, for display and for filtering alike."""

import pytest

from directives.clocks import PublicState, in_public_state, public_state
from directives.models import Task

Status, Nature = Task.Status, Task.Nature


@pytest.mark.parametrize(
    ("status", "nature", "word"),
    [
        (Status.ISSUED, Nature.FIXED_TERM, "推进中"),
        (Status.IN_PROGRESS, Nature.FIXED_TERM, "推进中"),
        (Status.SUBMITTED, Nature.FIXED_TERM, "推进中"),
        (Status.IN_PROGRESS, Nature.MULTI_YEAR, "推进中"),
        (Status.IN_PROGRESS, Nature.STANDING, "长期推进"),
        (Status.ISSUED, Nature.RECURRING, "长期推进"),
        (Status.CLOSED, Nature.STANDING, "已完成"),
        (Status.CLOSED, Nature.FIXED_TERM, "已完成"),
        (Status.SUSPENDED, Nature.STANDING, "暂缓"),
        (Status.TERMINATED, Nature.FIXED_TERM, "已终止"),
        (Status.MERGED, Nature.FIXED_TERM, "已并入"),
    ],
)
def test_the_public_word(status: str, nature: str, word: str) -> None:
    assert public_state(status, nature).word == word


def test_every_state_has_a_shape_of_its_own() -> None:
    assert len({state.shape for state in PublicState}) == len(PublicState)


def test_the_condition_finds_exactly_what_the_function_names(db: None) -> None:
    for nature in Nature:
        Task.objects.create(title=nature.label, nature=nature)
    for state in PublicState:
        expected = {task.pk for task in Task.objects.all() if public_state(task.status, task.nature) == state}
        assert set(Task.objects.filter(in_public_state(state)).values_list("pk", flat=True)) == expected


def test_each_pair_of_status_and_nature_falls_under_one_condition() -> None:
    pairs = [(status, nature) for status in Status for nature in Nature]
    named = {state: [pair for pair in pairs if public_state(*pair) == state] for state in PublicState}
    assert sum(map(len, named.values())) == len(pairs)
    for state, own in named.items():
        condition = in_public_state(state)
        assert {(s, n) for s, n in pairs if _allows(condition, s, n)} == set(own)


def _allows(condition: object, status: str, nature: str) -> bool:
    """Whether the Q object, read as plain data, allows the pair."""
    return any(
        dict(part.children)
        and dict(part.children)["status"] == status
        and nature in dict(part.children)["nature__in"]
        for part in _parts(condition)
    )


def _parts(condition: object) -> list:
    children = condition.children  # type: ignore[attr-defined]
    if any(isinstance(child, tuple) and child[0] == "status" for child in children):
        return [condition]
    return [part for child in children if not isinstance(child, tuple) for part in _parts(child)]
