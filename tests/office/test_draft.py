"""One draft: rows are corrected, added, removed, saved and confirmed; nothing typed is ever lost."""

from typing import Any

import pytest

from directives import intake
from directives.models import Task
from documents.incoming_text import CONTROL
from meetings.models import IntakeDraft, Meeting
from tests.office.drafts import page_of, press
from tests.office.texts import REPORT, fields_of, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Any) -> IntakeDraft:
    return intake.start(REPORT, by=cast.clerk, published_on=None)


@pytest.fixture
def clerk(signed_in: Any, cast: Any) -> Any:
    return signed_in(cast.clerk)


def test_saving_an_untouched_page_changes_nothing(clerk: Any, draft: IntakeDraft) -> None:
    before = draft.made
    assert press(clerk, draft).status_code == 302
    draft.refresh_from_db()
    assert draft.made == before
    assert draft.revision == 1


def test_every_sentence_is_numbered_and_linked_to_its_row(clerk: Any, draft: IntakeDraft) -> None:
    page = clerk.get(page_of(draft)).content.decode()
    first = draft.made["directives"][0]
    assert 'id="s1"' in page
    assert f'class="sentence__mark" href="#{first["id"]}"' in page
    assert "参会情况" in page


def test_corrections_are_kept(clerk: Any, draft: IntakeDraft) -> None:
    press(clerk, draft, **{"m.name": "更名的会议", "m.held_on": "2024年7月19日"})
    draft.refresh_from_db()
    assert draft.made["meeting"]["name"] == "更名的会议"
    assert draft.made["meeting"]["held_on"] == "2024-07-19"


def test_a_date_that_cannot_be_read_stays_in_its_field_and_the_rest_is_saved(
    clerk: Any, draft: IntakeDraft
) -> None:
    response = press(clerk, draft, **{"m.held_on": "去年夏天", "m.place": "镇政府"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="去年夏天"' in page
    assert "看不懂这个日期" in page
    draft.refresh_from_db()
    assert draft.made["meeting"]["place"] == "镇政府"


def test_a_choice_that_is_none_is_told_at_its_field_and_not_taken_for_another(
    clerk: Any, draft: IntakeDraft
) -> None:
    task = draft.made["directives"][0]["tasks"][0]["id"]
    response = press(clerk, draft, **{f"t.{task}.mode": "一起负责"})
    assert response.status_code == 422
    assert "没有这个选项，请重新选择" in told(response)


def test_rows_are_added_moved_and_removed(clerk: Any, draft: IntakeDraft) -> None:
    ids = [row["id"] for row in draft.made["directives"]]
    response = press(clerk, draft, "add-directive")
    draft.refresh_from_db()
    added = draft.made["directives"][-1]["id"]
    assert response["Location"].endswith(f"#{added}")
    assert added not in ids
    press(clerk, draft, f"up:{added}")
    draft.refresh_from_db()
    assert draft.made["directives"][-2]["id"] == added
    press(clerk, draft, f"drop:d.{added}")
    draft.refresh_from_db()
    assert [row["id"] for row in draft.made["directives"]] == ids


def test_removing_a_person_removes_that_person_alone(clerk: Any, draft: IntakeDraft) -> None:
    names = [row["name"] for row in draft.made["attendance"]]
    press(clerk, draft, "drop:a.1")
    draft.refresh_from_db()
    assert [row["name"] for row in draft.made["attendance"]] == names[:1] + names[2:]


def test_a_stale_page_is_refused_and_shows_both_texts(clerk: Any, draft: IntakeDraft) -> None:
    mine = fields_of(clerk.get(page_of(draft)))
    press(clerk, draft, **{"m.name": "别人改的名称"})
    response = clerk.post(page_of(draft), mine | {"m.name": "我改的名称", "act": "save"})
    assert response.status_code == 409
    assert "别人改的名称" in told(response)
    assert 'value="我改的名称"' in response.content.decode()
    draft.refresh_from_db()
    assert draft.made["meeting"]["name"] == "别人改的名称"


def test_a_stale_page_can_be_saved_after_comparing(clerk: Any, draft: IntakeDraft) -> None:
    mine = fields_of(clerk.get(page_of(draft)))
    press(clerk, draft, **{"m.name": "别人改的名称"})
    shown = clerk.post(page_of(draft), mine | {"m.name": "我改的名称", "act": "save"})
    assert clerk.post(page_of(draft), fields_of(shown) | {"act": "save"}).status_code == 302
    draft.refresh_from_db()
    assert draft.made["meeting"]["name"] == "我改的名称"


def test_confirming_makes_the_meeting_and_its_draft_tasks(clerk: Any, draft: IntakeDraft) -> None:
    response = press(clerk, draft, "confirm", **{"m.name": "分析会", "m.held_on": "2024-07-19"})
    meeting = Meeting.objects.get()
    assert response["Location"] == f"/office/meetings/{meeting.slug}/"
    assert Task.objects.filter(directives__meeting=meeting, status="draft").exists()


def test_what_keeps_a_draft_from_being_confirmed_is_listed_with_links(clerk: Any, draft: IntakeDraft) -> None:
    response = press(clerk, draft, "confirm", **{"m.name": "", "m.held_on": ""})
    assert response.status_code == 422
    assert 'href="#m.name"' in response.content.decode()
    assert not Meeting.objects.exists()


def test_a_confirmed_draft_leads_to_its_meeting(clerk: Any, draft: IntakeDraft) -> None:
    stale = fields_of(clerk.get(page_of(draft)))
    press(clerk, draft, "confirm", **{"m.name": "分析会", "m.held_on": "2024-07-19"})
    for response in (clerk.get(page_of(draft)), clerk.post(page_of(draft), stale)):
        assert response["Location"] == f"/office/meetings/{Meeting.objects.get().slug}/"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"revision": "x"},
        {"revision": "-1"},
        {"act": "drop:"},
        {"act": "take:9999999-1"},
        {"act": "take:x-y", "revision": "0"},
        {"d": ["<script>", "d1"], "revision": "0"},
        {"a": ["0", "0"], "a.0.name": "甲", "revision": "0"},
        {"d": ["d1"], "d.d1.start": "99999999", "d.d1.end": "1", "revision": "0"},
    ],
)
def test_a_mangled_post_is_answered_without_an_error(clerk: Any, draft: IntakeDraft, fields: dict) -> None:
    assert clerk.post(page_of(draft), fields).status_code in (302, 409, 422)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("m.held_text", "七" * 61, "最多 60 字，现有 61 字"),
        ("m.period", "半" * 41, "最多 40 字"),
        ("m.place", "楼" * 121, "最多 120 字"),
        ("m.name", "会\x00议", "含有无法显示的控制字符"),
        ("m.held_on", "2024-07-19\x01", "含有无法显示的控制字符"),
        ("a.0.name", "名\x00", "含有无法显示的控制字符"),
        ("a.0.posts", "职" * 201, "最多 200 字"),
        ("d.d1.headline", "标" * 121, "最多 120 字"),
        ("d.d1.text", "内\x07容", "含有无法显示的控制字符"),
        ("d.d1.quotation", "引\x00文", "含有无法显示的控制字符"),
        ("t.d1t1.title", "任\x00务", "含有无法显示的控制字符"),
        ("t.d1t1.title", "任" * 201, "最多 200 字"),
        ("t.d1t1.due_text", "限" * 61, "最多 60 字"),
        ("t.d1t1.responsible_leader", "人\x1f\x00", "含有无法显示的控制字符"),
    ],
)
def test_what_no_column_can_keep_is_told_at_its_field_and_stays(
    clerk: Any, draft: IntakeDraft, field: str, typed: str, sentence: str
) -> None:
    response = press(clerk, draft, "confirm", **{"m.held_on": "2024-07-19", field: typed})
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in told(response)
    assert f'id="{field}.told"' in page
    assert CONTROL.sub("", typed) in page
    assert not Meeting.objects.exists()


def test_a_row_that_was_not_sent_stays_as_it_was(clerk: Any, draft: IntakeDraft) -> None:
    before = draft.made
    clerk.post(page_of(draft), {"revision": "0", "act": "save"})
    draft.refresh_from_db()
    assert (draft.made, draft.revision) == (before, 1)


def test_a_typed_script_is_shown_as_text(clerk: Any, draft: IntakeDraft) -> None:
    press(clerk, draft, **{"m.name": "<script>alert(1)</script>"})
    page = clerk.get(page_of(draft)).content.decode()
    assert "<script>alert(1)" not in page


def test_a_unit_taken_from_an_attendance_row_stays_away(clerk: Any, draft: IntakeDraft) -> None:
    n = next(n for n, row in enumerate(draft.made["attendance"]) if row["department"])
    press(clerk, draft, **{f"a.{n}.department": ""})
    draft.refresh_from_db()
    assert draft.made["attendance"][n]["department"] == ""


def test_a_unit_row_finds_its_unit_by_the_name_just_typed(clerk: Any, draft: IntakeDraft) -> None:
    press(clerk, draft, "add-unit")
    draft.refresh_from_db()
    n = len(draft.made["attendance"]) - 1
    press(clerk, draft, **{f"a.{n}.name": "新市社区"})
    draft.refresh_from_db()
    assert draft.made["attendance"][n]["department"] == "xinshi"


def test_an_unknown_unit_of_an_attendance_row_is_told_at_its_field(clerk: Any, draft: IntakeDraft) -> None:
    n = next(n for n, row in enumerate(draft.made["attendance"]) if row["is_unit"])
    response = press(clerk, draft, **{f"a.{n}.department": "月球局"})
    assert response.status_code == 422
    assert f'id="a.{n}.department.told"' in response.content.decode()


def test_a_meeting_that_seems_to_be_there_already_is_made_only_at_a_second_press(
    clerk: Any, draft: IntakeDraft
) -> None:
    there = Meeting.objects.create(slug="2024-07-19", name="分析会", held_on="2024-07-19")
    response = press(clerk, draft, "confirm", **{"m.name": "分析会", "m.held_on": "2024-07-19"})
    assert response.status_code == 409
    assert "这一天已有同名会议" in told(response)
    assert f'href="/office/meetings/{there.slug}/"' in response.content.decode()
    assert Meeting.objects.count() == 1
    assert 'form="draft" name="act" value="confirm-alike"' in response.content.decode()
    assert clerk.post(page_of(draft), fields_of(response) | {"act": "confirm-alike"}).status_code == 302
    assert Meeting.objects.count() == 2


@pytest.mark.parametrize(("name", "day"), [("分析会", "2024-07-18"), ("另一个会", "2024-07-19")])
def test_another_name_or_another_day_is_another_meeting(
    clerk: Any, draft: IntakeDraft, name: str, day: str
) -> None:
    Meeting.objects.create(slug="2024-07-19", name="分析会", held_on="2024-07-19")
    press(clerk, draft, "confirm", **{"m.name": name, "m.held_on": day})
    assert Meeting.objects.count() == 2


def test_what_blocks_a_draft_is_told_before_meetings_like_it(clerk: Any, draft: IntakeDraft) -> None:
    Meeting.objects.create(slug="2024-07-19", name="分析会", held_on="2024-07-19")
    typed = {"m.name": "分析会", "m.held_on": "2024-07-19", "t.d1t1.title": ""}
    for act in ("confirm", "confirm-alike"):
        response = press(clerk, draft, act, **typed)
        assert response.status_code == 422
        assert "请填写任务名称" in told(response)
