"""Every change of a draft can be taken back and made again, and one window at a time makes them."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from directives import intake
from directives.errors import Conflict
from directives.intake.history import KEPT, patch, patched
from meetings.models import IntakeDraft
from tests import work
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> IntakeDraft:
    return intake.start(work.REPORT, by=cast.clerk)


def titled(draft: IntakeDraft, title: str) -> dict[str, Any]:
    made = deepcopy(draft.made)
    made["directives"][0]["tasks"][0]["title"] = title
    return made


def title_of(draft: IntakeDraft) -> str:
    return str(draft.made["directives"][0]["tasks"][0]["title"])


ROW = st.fixed_dictionaries({"id": st.sampled_from("abcdef"), "text": st.text(max_size=3)})
MADE = st.fixed_dictionaries(
    {"meeting": st.dictionaries(st.sampled_from("xy"), st.text(max_size=2), max_size=2)},
    optional={"unjudged": st.booleans(), "warnings": st.lists(st.integers(), max_size=2)},
).flatmap(
    lambda made: st.lists(ROW, unique_by=lambda row: row["id"], max_size=6).map(
        lambda rows: made | {"directives": rows}
    )
)


@given(before=MADE, after=MADE)
@settings(deadline=None)
def test_a_patch_leads_from_any_draft_to_any_other_and_back(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert patched(before, patch(before, after)) == after
    assert patched(after, patch(after, before)) == before
    assert patch(after, after) == {}


def test_a_change_is_taken_back_and_made_again(draft: IntakeDraft, cast: Cast) -> None:
    first = title_of(draft)
    saved = intake.save(draft, titled(draft, "甲"), 0, by=cast.clerk, label="修改任务名称")
    saved = intake.save(saved, titled(saved, "乙"), 1, by=cast.clerk)
    back = intake.undo(saved, 2, by=cast.clerk)
    assert title_of(back) == "甲"
    back = intake.undo(back, 3, by=cast.clerk)
    assert title_of(back) == first
    with pytest.raises(Conflict, match="没有可以撤销"):
        intake.undo(back, 4, by=cast.clerk)
    again = intake.redo(back, 4, by=cast.clerk)
    assert title_of(again) == "甲"
    step = intake.last_step(again, undone=False)
    assert step is not None
    assert step.label == "修改任务名称"


def test_a_new_change_ends_what_could_be_made_again(draft: IntakeDraft, cast: Cast) -> None:
    saved = intake.save(draft, titled(draft, "甲"), 0, by=cast.clerk)
    back = intake.undo(saved, 1, by=cast.clerk)
    other = intake.save(back, titled(back, "丙"), 2, by=cast.clerk)
    with pytest.raises(Conflict, match="没有可以重做"):
        intake.redo(other, 3, by=cast.clerk)
    assert title_of(other) == "丙"


def test_saving_without_a_change_is_no_step(draft: IntakeDraft, cast: Cast) -> None:
    intake.save(draft, deepcopy(draft.made), 0, by=cast.clerk)
    assert not draft.steps.exists()


def test_only_so_many_steps_are_kept(draft: IntakeDraft, cast: Cast) -> None:
    saved = draft
    for n in range(KEPT + 5):
        saved = intake.save(saved, titled(saved, f"第{n}"), n, by=cast.clerk)
    assert draft.steps.count() == KEPT
    assert title_of(saved) == f"第{KEPT + 4}"


def test_another_window_is_refused_until_it_takes_over(draft: IntakeDraft, cast: Cast) -> None:
    saved = intake.save(draft, titled(draft, "甲"), 0, by=cast.clerk, token="one")
    with pytest.raises(intake.HeldDraft, match="您在另一个窗口"):
        intake.save(saved, titled(saved, "乙"), 1, by=cast.clerk, token="two")
    with pytest.raises(intake.HeldDraft, match="经办人甲正在编辑"):
        intake.save(saved, titled(saved, "丙"), 1, by=cast.supervisor, token="three")
    with pytest.raises(intake.HeldDraft):
        intake.undo(saved, 1, by=cast.supervisor, token="three")
    taken = intake.save(saved, titled(saved, "丁"), 1, by=cast.supervisor, token="three", take_over=True)
    assert title_of(taken) == "丁"
    with pytest.raises(intake.HeldDraft, match="督办负责人甲正在编辑"):
        intake.save(taken, titled(taken, "戊"), 2, by=cast.clerk, token="one")


def test_a_hold_lapses_and_can_be_let_go(draft: IntakeDraft, cast: Cast) -> None:
    intake.hold(draft, by=cast.clerk, token="one")
    with pytest.raises(intake.HeldDraft):
        intake.hold(draft, by=cast.supervisor, token="two")
    intake.let_go(draft, by=cast.clerk, token="other")  # not that window's to let go
    with pytest.raises(intake.HeldDraft):
        intake.hold(draft, by=cast.supervisor, token="two")
    IntakeDraft.objects.filter(pk=draft.pk).update(held_at=timezone.now() - timedelta(minutes=11))
    assert intake.hold(draft, by=cast.supervisor, token="two").held_by == cast.supervisor
    intake.let_go(draft, by=cast.supervisor, token="two")
    assert intake.hold(draft, by=cast.clerk, token="one").held_by == cast.clerk


def test_somebody_elses_draft_is_not_given_up_while_it_is_in_hand(draft: IntakeDraft, cast: Cast) -> None:
    intake.hold(draft, by=cast.clerk, token="one")
    with pytest.raises(intake.HeldDraft):
        intake.discard(draft, by=work.actor(cast.supervisor))
    intake.discard(draft, by=work.actor(cast.clerk))
