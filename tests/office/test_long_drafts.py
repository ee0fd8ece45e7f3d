"""A long report: its draft comes in parts, each saved by itself, nothing lost between them."""

import time
from typing import Any

import pytest

from directives import intake
from directives.models import Directive, Task
from meetings.models import IntakeDraft, Meeting
from office.parts import parts_of
from tests.office.texts import fields_of, told

pytestmark = pytest.mark.django_db
HEAD = "7月19日，小榄镇召开2024年上半年经济形势分析会。镇党委书记王建国出席会议。\n王建国强调，"
DEMAND = "要在第{}项工作上有新突破。工科商局要抓好第{}项，主动走访企业，及时回应诉求，建立清单，逐项销号，持续推进。"


def long_report(characters: int, *, padding: int = 0) -> str:
    """So many characters of demands, each longer by the padding."""
    filled = DEMAND.replace("持续推进", "、".join(["持续推进"] * (1 + padding // 5)))
    demands = (filled.format(n, n) + ("\n" if n % 5 == 0 else "") for n in range(1, characters))
    text = [HEAD]
    length = len(HEAD)
    while length < characters:
        text.append(next(demands))
        length += len(text[-1])
    return "".join(text)[:characters]


@pytest.fixture
def clerk(signed_in: Any, cast: Any) -> Any:
    return signed_in(cast.clerk)


@pytest.fixture
def draft(cast: Any) -> IntakeDraft:
    return intake.start(long_report(6_000), by=cast.clerk)


def page_of(draft: IntakeDraft, part: int = 1) -> str:
    return f"/office/intake/{draft.pk}/" + (f"?part={part}" if part > 1 else "")


def press(client: Any, draft: IntakeDraft, part: int, act: str = "save", **changes: Any) -> Any:
    fields = fields_of(client.get(page_of(draft, part)))
    return client.post(page_of(draft, part), fields | changes | {"act": act})


def test_parts_hold_every_row_and_every_character_once(draft: IntakeDraft) -> None:
    parts = parts_of(draft.made, draft.text)
    assert len(parts) > 2
    assert [n for part in parts for n in part.demands] == list(range(len(draft.made["directives"])))
    assert [n for part in parts for n in part.text] == list(range(len(draft.text)))
    assert [n for part in parts for n in part.people] == list(range(len(draft.made["attendance"])))


@pytest.mark.parametrize("rows", [0, 1, 39, 40, 41, 500])
def test_parts_are_whole_whatever_the_rows_are(rows: int) -> None:
    """Rows without a place, in any order, in a text of any length."""
    places = [None if n % 3 == 0 else (n * 7919) % 70_000 for n in range(rows)]
    made = {"directives": [{"start": place} for place in places], "attendance": [{}] * 300}
    parts = parts_of(made, "字" * 70_000)
    assert [n for part in parts for n in part.demands] == list(range(rows))
    assert [n for part in parts for n in part.people] == list(range(300))
    assert sum(len(part.text) for part in parts) == 70_000
    assert max(len(part.demands) for part in parts) <= 40


def test_a_report_of_common_length_is_one_part(cast: Any) -> None:
    draft = intake.start(long_report(1_500), by=cast.clerk)
    assert len(parts_of(draft.made, draft.text)) == 1


def test_saving_a_part_leaves_all_others_as_they_were(clerk: Any, draft: IntakeDraft) -> None:
    before = draft.made
    row = before["directives"][45]
    response = press(clerk, draft, 2, **{f"d.{row['id']}.headline": "改过的标题"})
    assert response["Location"] == f"{page_of(draft, 2)}#{row['id']}"
    draft.refresh_from_db()
    changed = [n for n, one in enumerate(draft.made["directives"]) if one != before["directives"][n]]
    assert (changed, draft.made["directives"][45]["headline"]) == ([45], "改过的标题")
    assert (draft.made["meeting"], draft.made["attendance"]) == (before["meeting"], before["attendance"])


def test_rows_are_removed_and_added_in_their_part(clerk: Any, draft: IntakeDraft) -> None:
    ids = [row["id"] for row in draft.made["directives"]]
    assert press(clerk, draft, 2, f"drop:d.{ids[45]}")["Location"] == page_of(draft, 2) + f"#{ids[46]}"
    added = press(clerk, draft, 1, "add-directive")["Location"]
    draft.refresh_from_db()
    assert [row["id"] for row in draft.made["directives"]][:-1] == ids[:45] + ids[46:]
    last = len(parts_of(draft.made, draft.text))
    assert added == f"{page_of(draft, last)}#{draft.made['directives'][-1]['id']}"


def test_what_is_wrong_elsewhere_is_a_link_to_its_part(clerk: Any, draft: IntakeDraft) -> None:
    task = draft.made["directives"][45]["tasks"][0]["id"]
    press(clerk, draft, 2, **{f"t.{task}.title": ""})
    page = clerk.get(page_of(draft)).content.decode()
    assert f'href="?part=2#t.{task}.title"' in page


def test_a_row_just_added_to_another_part_is_judged_when_confirming(clerk: Any, draft: IntakeDraft) -> None:
    press(clerk, draft, 1, **{"m.name": "分析会", "m.held_on": "2024-07-19"})
    press(clerk, draft, 1, "add-directive")
    response = press(clerk, draft, 1, "confirm")
    assert response.status_code == 422
    assert "请填写要求内容" in told(response)


def test_rows_that_moved_to_another_part_meanwhile_stay_on_the_page_of_who_typed_them(
    clerk: Any, draft: IntakeDraft
) -> None:
    mine = fields_of(clerk.get(page_of(draft, 2)))
    last = draft.made["directives"][79]["id"]
    length = len(draft.text)
    for n in range(3):
        press(clerk, draft, 1, f"take:{n}-{min(n + 12, length)}")
    response = clerk.post(page_of(draft, 2), mine | {f"d.{last}.headline": "我写的标题", "act": "save"})
    assert response.status_code == 409
    shown = fields_of(response)
    assert set(mine["d"]) <= set(shown["d"])
    assert shown[f"d.{last}.headline"] == ["我写的标题"]
    assert clerk.post(page_of(draft, 2), shown | {"act": "save"}).status_code == 302
    draft.refresh_from_db()
    assert next(row for row in draft.made["directives"] if row["id"] == last)["headline"] == "我写的标题"


@pytest.mark.parametrize("part", ["0", "-1", "x", "99", "9" * 30])
def test_a_part_that_does_not_exist_is_the_nearest(clerk: Any, draft: IntakeDraft, part: str) -> None:
    assert clerk.get(f"/office/intake/{draft.pk}/?part={part}").status_code == 200


def test_the_longest_report_is_shown_saved_and_confirmed(clerk: Any) -> None:
    started = time.monotonic()
    opened = clerk.post(
        "/office/intake/", {"text": long_report(200_000, padding=350), "published_on": "2024-07-20"}
    )
    draft = IntakeDraft.objects.get()
    assert opened["Location"] == page_of(draft)
    last = len(parts_of(draft.made, draft.text))
    for part in (1, last):
        page = clerk.get(page_of(draft, part))
        assert len(page.content) < 500_000
        assert sum(map(len, fields_of(page).values())) < 3_000
    assert press(clerk, draft, last).status_code == 302
    response = press(clerk, draft, 1, "confirm")
    assert response["Location"] == f"/office/meetings/{Meeting.objects.get().slug}/", told(response)[:500]
    assert Directive.objects.count() == Task.objects.count() > 400
    assert time.monotonic() - started < 60
