"""What cannot be read never costs what was stored: the words stay with the draft, told at their field, until they are
read well, taken back, or gone with their row."""

from typing import Any

import pytest

from directives import intake
from meetings.models import IntakeDraft, Meeting
from tests import work
from tests.office.documents import SUPERIOR
from tests.office.test_long_drafts import long_report
from tests.office.texts import REPORT, fields_of, told

pytestmark = pytest.mark.django_db
WHOLE = {"m.name": "分析会", "m.held_on": "2024-07-19"}
BAD = {
    "t.d1t1.due_on": "2031年6月",
    "t.d1t1.sign_by": "月底",
    "t.d1t1.report_day": "99",
    "c.d1t1.0.unit": "没有这个局",
    "m.held_on": "去年夏天",
    "d.d1.quotation": "报道里没有的话",
    "d.d1.headline": "标" * 121,
    "a.0.posts": "职" * 201,
}


@pytest.fixture
def clerk(signed_in: Any, cast: Any) -> Any:
    return signed_in(cast.clerk)


@pytest.fixture
def draft(clerk: Any, cast: Any) -> IntakeDraft:
    made = intake.start(REPORT, by=cast.clerk)
    dates = {"t.d1t1.due_on": "2024-12-31", "t.d1t1.sign_by": "2024-08-01", "t.d1t1.report_day": "25"}
    press(clerk, made, **WHOLE, **dates)
    made.refresh_from_db()
    return made


def page_of(draft: IntakeDraft) -> str:
    return f"/office/intake/{draft.pk}/"


def press(client: Any, draft: IntakeDraft, act: str = "save", **typed: str) -> Any:
    return client.post(page_of(draft), fields_of(client.get(page_of(draft))) | typed | {"act": act})


def task_of(draft: IntakeDraft, n: int = 0) -> Any:
    draft.refresh_from_db()
    return draft.made["directives"][n]["tasks"][0]


def plain(made: Any) -> Any:
    """A draft without the words that could not be read."""
    if isinstance(made, dict):
        return {key: plain(value) for key, value in made.items() if key != "unread"}
    return [plain(one) for one in made] if isinstance(made, list) else made


@pytest.mark.parametrize("field", BAD)
def test_words_that_cannot_be_read_stay_beside_the_value_and_are_there_after_a_reload(
    clerk: Any, draft: IntakeDraft, field: str
) -> None:
    before = draft.made
    assert press(clerk, draft, **{field: BAD[field]}).status_code == 422
    draft.refresh_from_db()
    assert plain(draft.made) == before
    again = clerk.get(page_of(draft))
    assert fields_of(again)[field] == [BAD[field]]
    page = again.content.decode()
    assert f'id="{field}.told"' in page
    assert f'<li><a href="#{field}">' in page


def test_editing_another_field_of_the_row_keeps_the_words_and_the_value(
    clerk: Any, draft: IntakeDraft
) -> None:
    press(clerk, draft, **{"c.d1t1.0.unit": "没有这个局", "t.d1t1.due_on": "2031年6月"})
    press(clerk, draft, **{"t.d1t1.title": "改过的名称"})
    task = task_of(draft)
    assert (task["title"], task["due_on"]) == ("改过的名称", "2024-12-31")
    assert [(one["unit"], one["basis"]) for one in task["charges"]] == [("gongkeshang", "text")]
    shown = fields_of(clerk.get(page_of(draft)))
    assert (shown["c.d1t1.0.unit"], shown["t.d1t1.due_on"]) == (["没有这个局"], ["2031年6月"])


def test_who_typed_half_a_name_still_sees_which_unit_the_task_has(clerk: Any, draft: IntakeDraft) -> None:
    response = press(clerk, draft, **{"c.d1t1.0.unit": "城"})
    assert "改好之前仍是工科商局" in told(response)


def test_the_words_keep_the_draft_from_being_confirmed_until_they_are_read_well(
    clerk: Any, draft: IntakeDraft
) -> None:
    press(clerk, draft, **{"t.d1t1.sign_by": "月底"})
    with pytest.raises(intake.IntakeProblems):
        intake.confirm(IntakeDraft.objects.get(), by=work.actor(draft.created_by))
    response = press(clerk, draft, "confirm")
    assert response.status_code == 422
    assert '<li><a href="#t.d1t1.sign_by">任务 1.1</a>' in response.content.decode()
    assert not Meeting.objects.exists()
    assert press(clerk, draft, "confirm", **{"t.d1t1.sign_by": "2024-08-02"}).status_code == 302
    assert Meeting.objects.exists()


def test_words_are_taken_back_and_made_again_with_their_step(clerk: Any, draft: IntakeDraft) -> None:
    press(clerk, draft, **{"t.d1t1.due_on": "2031年6月"})
    press(clerk, draft, **{"t.d1t1.due_on": "2024-11-30"})
    assert "unread" not in task_of(draft)
    press(clerk, draft, "undo")
    assert fields_of(clerk.get(page_of(draft)))["t.d1t1.due_on"] == ["2031年6月"]
    press(clerk, draft, "undo")
    assert fields_of(clerk.get(page_of(draft)))["t.d1t1.due_on"] == ["2024-12-31"]
    press(clerk, draft, "redo")
    assert fields_of(clerk.get(page_of(draft)))["t.d1t1.due_on"] == ["2031年6月"]
    assert task_of(draft)["due_on"] == "2024-12-31"


def test_saving_a_page_with_such_words_changes_nothing(clerk: Any, draft: IntakeDraft) -> None:
    for name, words in BAD.items():
        press(clerk, draft, **{name: words})
    draft.refresh_from_db()
    before = draft.made
    press(clerk, draft)
    draft.refresh_from_db()
    assert draft.made == before


def test_words_move_and_go_with_their_row(clerk: Any, draft: IntakeDraft) -> None:
    people = len(draft.made["attendance"])
    press(clerk, draft, **{"a.1.posts": "职" * 201, "c.d2t1.1.unit": "月球局", "t.d2t1.sign_by": "月底"})
    press(clerk, draft, "drop:a.0")
    assert fields_of(clerk.get(page_of(draft)))["a.0.posts"] == ["职" * 201]
    press(clerk, draft, "drop:c.d2t1.0")
    assert fields_of(clerk.get(page_of(draft)))["c.d2t1.0.unit"] == ["月球局"]
    press(clerk, draft, "up:d2")
    shown = fields_of(clerk.get(page_of(draft)))
    assert shown["d"] == ["d2", "d1"]
    assert shown["t.d2t1.sign_by"] == ["月底"]
    press(clerk, draft, "drop:d.d2")
    press(clerk, draft, "drop:a.0")
    draft.refresh_from_db()
    assert len(draft.made["attendance"]) == people - 2
    assert "unread" not in str(draft.made)


def test_a_date_chosen_by_a_button_takes_the_place_of_the_words(clerk: Any, draft: IntakeDraft) -> None:
    press(clerk, draft, **{"t.d1t1.due_on": "2031年6月"})
    response = press(clerk, draft, "due:d1t1:2024-12-31")
    assert response.status_code == 302
    assert fields_of(clerk.get(page_of(draft)))["t.d1t1.due_on"] == ["2024-12-31"]


def test_a_unit_that_is_registered_answers_every_row_in_which_it_was_typed(
    clerk: Any, draft: IntakeDraft
) -> None:
    press(clerk, draft, **{"c.d1t1.0.unit": "新设的局", "c.d2t1.1.unit": "新设的局"})
    press(clerk, draft, "create-unit:d1t1:0", **{"c.d1t1.0.kind": "bureau", "c.d1t1.0.relation": "town"})
    first, second = task_of(draft)["charges"][0], task_of(draft, 1)["charges"][1]
    assert first["unit"] == second["unit"] != ""
    assert (first["unit"] != "gongkeshang", first["basis"]) == (True, "office")
    assert "unread" not in str(draft.made)


def test_units_are_not_filled_down_over_a_name_that_waits_to_be_read(clerk: Any, draft: IntakeDraft) -> None:
    press(clerk, draft, "drop:c.d2t1.0")
    press(clerk, draft, **{"c.d2t1.0.unit": "月球局"})
    press(clerk, draft, "fill:units:d1t1")
    assert fields_of(clerk.get(page_of(draft)))["c.d2t1.0.unit"] == ["月球局"]


def test_words_in_one_part_of_a_long_draft_are_told_in_the_others(clerk: Any, cast: Any) -> None:
    draft = intake.start(long_report(6_000), by=cast.clerk)
    address = page_of(draft) + "?part=2"
    task = draft.made["directives"][45]["tasks"][0]["id"]
    clerk.post(address, fields_of(clerk.get(address)) | {f"t.{task}.sign_by": "月底", "act": "save"})
    first = clerk.get(page_of(draft)).content.decode()
    assert f'href="?part=2#t.{task}.sign_by"' in first
    assert press(clerk, draft).status_code == 302
    assert fields_of(clerk.get(address))[f"t.{task}.sign_by"] == ["月底"]


def test_the_days_of_a_document_keep_their_value_too(clerk: Any, cast: Any) -> None:
    draft = intake.start_text(SUPERIOR, "superior", {}, by=cast.clerk)
    press(clerk, draft, **{"o.received_on": "2024-07-01"})
    press(clerk, draft, **{"o.received_on": "七月初"})
    draft.refresh_from_db()
    assert draft.made["document"]["received_on"] == "2024-07-01"
    assert fields_of(clerk.get(page_of(draft)))["o.received_on"] == ["七月初"]
    press(clerk, draft, **{"o.received_on": "2024-07-02"})
    draft.refresh_from_db()
    assert draft.made["document"]["received_on"] == "2024-07-02"
    assert "unread" not in draft.made["document"]


def test_a_change_of_another_row_is_not_called_by_the_words_that_wait(clerk: Any, draft: IntakeDraft) -> None:
    press(clerk, draft, **{"t.d1t1.due_on": "2031年6月"})
    press(clerk, draft, **{"t.d2t1.title": "改过的名称"})
    step = intake.last_step(draft, undone=False)
    assert step is not None
    assert step.label == "修改任务 2.1 · 任务名称"
