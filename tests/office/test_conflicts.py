"""Two windows on one draft: what differs is told row by row and in words, and nothing else is."""

import re
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


def crossed(client: Any, draft: IntakeDraft, theirs: dict[str, str], mine: dict[str, str]) -> Any:
    """Both open the page; one saves (or presses a button) first, then the other."""
    address = f"/office/intake/{draft.pk}/"
    fields = fields_of(client.get(address))
    assert client.post(address, fields | {"act": "save"} | theirs).status_code == 302
    response = client.post(address, fields | {"act": "save"} | mine)
    assert response.status_code == 409
    return response


def rows_of(response: Any) -> list[list[str]]:
    """The table of differences: place, saved, typed."""
    page = response.content.decode()
    body = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    lines = re.findall(r"<tr>(.*?)</tr>", body[1], re.DOTALL) if body else []
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL) for line in lines]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in line] for line in cells]


def test_a_row_that_another_removed_moves_no_other_row(clerk: Any, draft: IntakeDraft) -> None:
    first, second = draft.made["directives"][:2]
    response = crossed(
        clerk, draft, {"act": f"drop:d.{first['id']}"}, {f"d.{second['id']}.headline": "改过的标题"}
    )
    assert rows_of(response) == [
        ["要求 1", "（没有这一项）", first["headline"]],
        ["要求 2 · 标题", second["headline"], "改过的标题"],
    ]
    assert f'<a href="#{second["id"]}">要求 2 · 标题</a>' in response.content.decode()


def test_a_person_that_another_removed_is_one_difference(clerk: Any, draft: IntakeDraft) -> None:
    [name, *_] = [row["name"] for row in draft.made["attendance"]]
    rows = rows_of(crossed(clerk, draft, {"act": "drop:a.0"}, {"m.place": "镇政府"}))
    assert [row[0] for row in rows] == ["会议 · 地点", f"参会 {name}"]


def test_differences_are_told_in_words_not_in_keys(clerk: Any, draft: IntakeDraft) -> None:
    task = draft.made["directives"][0]["tasks"][0]
    at = f"t.{task['id']}."
    mine = {
        at + "mode": "共同牵头",
        at + "theme": "招商引资",
        at + "report_cycle": "每季度",
        at + "due_on": "2024年9月30日",
        f"c.{task['id']}.0.unit": "城建局",
    }
    response = crossed(clerk, draft, {"m.level": "市级", at + "due_on": "2024-12-31"}, mine)
    found = {place: (saved, typed) for place, saved, typed in rows_of(response)}
    assert found["会议 · 层级"] == ("市级", "镇级")
    assert found["任务 1.1 · 责任方式"][1] == "共同牵头"
    assert found["任务 1.1 · 完成时限"] == ("2024-12-31", "2024-09-30")
    assert found["任务 1.1 · 责任单位 城建局"] == ("（没有这一项）", "牵头（办公室拟定）")
    assert found["任务 1.1 · 责任单位 工科商局"][1] == "（没有这一项）"
    words = " ".join(word for row in rows_of(response) for word in row)
    assert not re.search(r"[a-z]", words), words


def test_what_could_not_be_read_is_compared_as_it_was_typed(clerk: Any, draft: IntakeDraft) -> None:
    response = crossed(clerk, draft, {"m.held_on": "2024-07-19"}, {"m.held_on": "去年夏天"})
    assert rows_of(response) == [["会议 · 召开日期", "2024-07-19", "去年夏天"]]


def test_copies_that_agree_are_no_conflict(clerk: Any, draft: IntakeDraft) -> None:
    address = f"/office/intake/{draft.pk}/"
    fields = fields_of(clerk.get(address)) | {"m.name": "同一个名称", "act": "save"}
    for _ in range(2):
        assert clerk.post(address, fields).status_code == 302
    draft.refresh_from_db()
    assert (draft.made["meeting"]["name"], draft.revision) == ("同一个名称", 1)
