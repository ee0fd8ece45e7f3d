"""A request whose answer was lost is sent again and done once; what was saved meanwhile is never confirmed unseen."""

from typing import Any

import pytest

from directives import intake
from meetings.models import IntakeDraft, Meeting, SourceDocument
from tests.cast import Cast
from tests.office.documents import SUPERIOR
from tests.office.texts import REPORT, fields_of, told

pytestmark = pytest.mark.django_db
BY_SCRIPT = {"HTTP_X_WORKBENCH": "1"}
WHOLE = {"m.name": "分析会", "m.held_on": "2024-07-19"}


@pytest.fixture
def clerk(signed_in: Any, cast: Cast) -> Any:
    return signed_in(cast.clerk)


@pytest.fixture
def draft(cast: Cast) -> IntakeDraft:
    return intake.start(REPORT, by=cast.clerk)


def page_of(draft: IntakeDraft) -> str:
    return f"/office/intake/{draft.pk}/"


def twice(client: Any, draft: IntakeDraft, act: str, request: str = "abc", **typed: str) -> Any:
    """The same request sent again with the same key; returns the second answer."""
    fields = fields_of(client.get(page_of(draft))) | typed | {"act": act, "request": request}
    client.post(page_of(draft), fields, **BY_SCRIPT)
    return client.post(page_of(draft), fields, **BY_SCRIPT)


def test_a_change_sent_again_is_answered_with_the_page_and_saved_once(clerk: Any, draft: IntakeDraft) -> None:
    answer = twice(clerk, draft, "keep", **{"m.place": "镇政府"})
    assert answer.status_code == 200
    assert fields_of(answer)["m.place"] == ["镇政府"]
    assert fields_of(answer)["revision"] == ["1"]
    draft.refresh_from_db()
    assert draft.steps.count() == 1


@pytest.mark.parametrize(
    "act", ["add-directive", "add-task:d1", "add-person", "drop:a.0", "drop:d.d1", "merge:d2"]
)
def test_a_button_sent_again_does_nothing_twice(clerk: Any, draft: IntakeDraft, act: str) -> None:
    fields = fields_of(clerk.get(page_of(draft))) | {"act": act, "request": "abc"}
    clerk.post(page_of(draft), fields, **BY_SCRIPT)
    once = IntakeDraft.objects.get().made
    assert clerk.post(page_of(draft), fields, **BY_SCRIPT).status_code == 200
    assert IntakeDraft.objects.get().made == once


def test_taking_back_sent_again_takes_back_one_step(clerk: Any, draft: IntakeDraft) -> None:
    for place in ("甲", "乙"):
        clerk.post(page_of(draft), fields_of(clerk.get(page_of(draft))) | {"m.place": place, "act": "save"})
    answer = twice(clerk, draft, "undo")
    assert answer.status_code == 200
    assert fields_of(answer)["m.place"] == ["甲"]


def test_a_change_that_came_along_with_undo_is_not_saved_twice(clerk: Any, draft: IntakeDraft) -> None:
    clerk.post(page_of(draft), fields_of(clerk.get(page_of(draft))) | {"m.place": "甲", "act": "save"})
    answer = twice(clerk, draft, "undo", **{"m.period": "上半年"})
    assert answer.status_code == 200
    assert fields_of(answer)["m.place"] == ["甲"]
    assert fields_of(answer)["revision"] == ["3"]


def test_a_unit_registered_by_a_request_sent_again_is_registered_once(clerk: Any, draft: IntakeDraft) -> None:
    charges = len(draft.made["directives"][0]["tasks"][0]["charges"])
    at = f"c.d1t1.{charges}."
    typed = {at + "unit": "新设的局", at + "kind": "bureau", at + "relation": "town"}
    answer = twice(clerk, draft, f"create-unit:d1t1:{charges}", **typed)
    assert answer.status_code == 200
    assert fields_of(answer)[at + "unit"] == ["新设的局"]
    assert "已有" not in told(answer)


def test_confirming_sent_again_leads_to_the_one_meeting(clerk: Any, draft: IntakeDraft) -> None:
    answer = twice(clerk, draft, "confirm", **WHOLE)
    assert answer["X-Go"] == f"/office/meetings/{Meeting.objects.get().slug}/"


def test_confirming_that_was_kept_and_not_carried_out_is_carried_out(clerk: Any, draft: IntakeDraft) -> None:
    fields = fields_of(clerk.get(page_of(draft))) | WHOLE | {"act": "save", "request": "abc"}
    clerk.post(page_of(draft), fields, **BY_SCRIPT)
    answer = clerk.post(page_of(draft), fields | {"act": "confirm"}, **BY_SCRIPT)
    assert answer["X-Go"] == f"/office/meetings/{Meeting.objects.get().slug}/"


def test_another_request_from_an_old_page_is_still_refused(clerk: Any, draft: IntakeDraft) -> None:
    fields = fields_of(clerk.get(page_of(draft))) | {"act": "keep", "m.place": "镇政府"}
    clerk.post(page_of(draft), fields | {"request": "abc"}, **BY_SCRIPT)
    other = fields | {"request": "abd", "m.place": "会议中心"}
    assert clerk.post(page_of(draft), other, **BY_SCRIPT).status_code == 409
    draft.refresh_from_db()
    assert draft.made["meeting"]["place"] == "镇政府"


@pytest.mark.parametrize("request_key", ["", "a b", "x" * 41, "键"])
def test_what_is_no_key_makes_no_request_a_repeated_one(
    clerk: Any, draft: IntakeDraft, request_key: str
) -> None:
    assert twice(clerk, draft, "add-person", request_key).status_code == 409


def test_an_old_page_that_changes_nothing_is_no_conflict(clerk: Any, draft: IntakeDraft) -> None:
    old = fields_of(clerk.get(page_of(draft)))
    clerk.post(page_of(draft), old | {"m.place": "镇政府", "act": "save"})
    answer = clerk.post(page_of(draft), old | {"m.place": "镇政府", "act": "keep"}, **BY_SCRIPT)
    assert answer.status_code == 200
    draft.refresh_from_db()
    assert draft.revision == 1


def test_an_old_page_confirms_nothing_even_where_it_agrees(clerk: Any, draft: IntakeDraft) -> None:
    old = fields_of(clerk.get(page_of(draft))) | WHOLE
    clerk.post(page_of(draft), old | {"act": "save"})
    assert clerk.post(page_of(draft), old | {"act": "confirm"}).status_code == 409
    assert not Meeting.objects.exists()


def saved_in_between(monkeypatch: Any, other: Any, change: Any) -> None:
    """Somebody takes the draft over and saves it after the clerk's page was kept, before it is confirmed."""
    from office.views import workbench

    problems = intake.problems

    def interrupted(draft: IntakeDraft) -> Any:
        monkeypatch.setattr(workbench.intake, "problems", problems)
        made = IntakeDraft.objects.get(pk=draft.pk).made
        change(made)
        intake.save(draft, made, draft.revision, by=other, token="other", take_over=True)
        return problems(draft)

    monkeypatch.setattr(workbench.intake, "problems", interrupted)


def test_what_somebody_else_saved_in_between_is_not_confirmed_unseen(
    clerk: Any, cast: Cast, draft: IntakeDraft, monkeypatch: Any
) -> None:
    saved_in_between(monkeypatch, cast.supervisor, lambda made: made["meeting"].update(name="别人改的名称"))
    fields = fields_of(clerk.get(page_of(draft))) | WHOLE | {"act": "confirm"}
    response = clerk.post(page_of(draft), fields)
    assert response.status_code == 409
    assert "别人改的名称" in told(response)
    assert fields_of(response)["m.name"] == ["分析会"]
    assert not Meeting.objects.exists()


def test_a_document_is_not_confirmed_unseen_either(clerk: Any, cast: Cast, monkeypatch: Any) -> None:
    draft = intake.start_text(SUPERIOR, "superior", {}, by=cast.clerk)
    change = {"title": "别人改的来文名称"}
    saved_in_between(monkeypatch, cast.supervisor, lambda made: made["document"].update(change))
    response = clerk.post(page_of(draft), fields_of(clerk.get(page_of(draft))) | {"act": "confirm"})
    assert response.status_code == 409
    assert "别人改的来文名称" in told(response)
    assert not SourceDocument.objects.exists()
