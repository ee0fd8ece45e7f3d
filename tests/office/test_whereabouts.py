"""Saving a draft comes back to where somebody was working, without script too."""

from typing import Any

import pytest

from directives import intake
from meetings.models import IntakeDraft
from tests.office.texts import REPORT, fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Any) -> IntakeDraft:
    return intake.start(REPORT, by=cast.clerk)


@pytest.fixture
def clerk(signed_in: Any, cast: Any) -> Any:
    return signed_in(cast.clerk)


def saved(client: Any, draft: IntakeDraft, act: str = "save", **typed: str) -> str:
    """What follows the draft's own address after pressing a button."""
    address = f"/office/intake/{draft.pk}/"
    response = client.post(address, fields_of(client.get(address)) | typed | {"act": act})
    assert response.status_code == 302
    return str(response["Location"].removeprefix(address))


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("m.place", "#meeting-title"),
        ("a.1.name", "?people=1#a1"),
        ("d.d2.headline", "#d2"),
        ("t.d2t1.measures", "#d2t1"),
    ],
)
def test_saving_returns_to_the_row_that_changed(
    clerk: Any, draft: IntakeDraft, field: str, place: str
) -> None:
    assert saved(clerk, draft, **{field: "改过"}) == place


def test_of_several_changed_rows_the_first_is_returned_to(clerk: Any, draft: IntakeDraft) -> None:
    assert saved(clerk, draft, **{"t.d2t1.title": "改过", "t.d1t1.title": "改过"}) == "#d1t1"


def test_the_row_last_worked_in_comes_before_the_first_that_changed(clerk: Any, draft: IntakeDraft) -> None:
    assert saved(clerk, draft, here="d2t1", **{"t.d1t1.title": "改过"}) == "#d2t1"


@pytest.mark.parametrize("here", ["", "d99", "//elsewhere", "<script>"])
def test_a_row_that_does_not_exist_is_never_gone_to(clerk: Any, draft: IntakeDraft, here: str) -> None:
    assert saved(clerk, draft, here=here) == ""


def test_removing_a_row_returns_to_the_row_in_its_place(clerk: Any, draft: IntakeDraft) -> None:
    ids = [row["id"] for row in draft.made["directives"]]
    assert saved(clerk, draft, "drop:d.d1") == "#d2"
    assert saved(clerk, draft, "add-directive") == "#d3"
    assert saved(clerk, draft, "drop:d.d3") == f"#{ids[-1]}"
    last = len(draft.made["attendance"]) - 1
    assert saved(clerk, draft, f"drop:a.{last}") == f"?people=1#a{last - 1}"
    assert saved(clerk, draft, "drop:t.d2t1") == "#d2"


def test_the_list_of_people_is_unfolded_for_a_row_inside_it(clerk: Any, draft: IntakeDraft) -> None:
    address = f"/office/intake/{draft.pk}/"
    unfolded = 'id="attendance" open'
    assert unfolded not in clerk.get(address).content.decode()
    where = saved(clerk, draft, **{"a.0.posts": "书记"})
    assert unfolded in clerk.get(address + where.partition("#")[0]).content.decode()
