"""Rows that a page shows already are answered without their words: what it shows then is what a fresh page shows."""

import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from departments.models import Department
from directives import intake
from meetings.models import IntakeDraft
from tests.cast import Cast
from tests.office.texts import fields_of

pytestmark = pytest.mark.django_db
REPORT = (
    "7月19日，小榄镇召开上半年经济形势分析会。镇党委书记王建国、镇长李明华出席会议。\n"
    "王建国强调，要在招商引资上有新突破。工科商局要在年底前走访重点企业，建立工作清单，及时协调解决问题。\n"
    "要在服务企业上有新作为。各村（社区）要主动上门，及时回应企业诉求。有关部门要做好保障。\n"
    "要抓好菊花产业。农业农村局要培育新品种20个。\n"
    "李明华指出，工科商局要在年底前走访重点企业，建立工作清单，及时协调解决问题。\n"
    "要守住安全底线。应急管理分局要每月检查一次。\n"
    "工科商局、城建局等部门负责人参加会议。"
)
ROW = re.compile(
    r'<article class="demand" (?:data-mark="(?P<mark>\w+)" id="(?P<id>\w+)"|id="(?P<same>\w+)" data-same="(?P<numbers>[\d ]+)")>'
    r"(?P<words>.*?)</article>",
    re.DOTALL,
)
NAMES = re.compile(r'id="names" (?:data-mark="(\w+)"|data-same)')
Rows = dict[str, tuple[str, str]]  # by id: the mark and the HTML, in the order of the page


class Page:
    """A window with script, as far as rows go: it says what it shows and works in what comes back."""

    def __init__(self, client: Any, draft: IntakeDraft) -> None:
        self.client, self.address = client, f"/office/intake/{draft.pk}/"
        self.revision = draft.revision
        html = client.get(self.address).content.decode()
        self.rows, self.names = rows_of(html, {}), f"names:{NAMES.findall(html)[0]}"
        self.spared = 0

    def send(self, act: str, row: str = "", **typed: str) -> str:
        """Press a button, or keep what was typed into a row; the page as it comes back."""
        fields = fields_of(self.client.get(self.address)) if row else {}
        there = [f"{key}:{mark}" for key, (mark, _) in self.rows.items() if key != row]
        own = {name: value for name, value in fields.items() if belongs(name, row, fields)}
        sent = own | ({"d": [row]} if row else {}) | typed
        answer = self.client.post(
            self.address,
            sent | {"act": act, "revision": str(self.revision), "there": " ".join([self.names, *there])},
            HTTP_X_WORKBENCH="1",
        )
        html: str = answer.content.decode()
        assert answer.status_code in (200, 409, 422)
        self.revision = IntakeDraft.objects.get().revision
        self.spared += html.count("data-same=")
        self.rows = rows_of(html, self.rows)
        return html


def belongs(name: str, row: str, fields: dict[str, list[str]]) -> bool:
    owners = {f"d.{row}", *(f"{kind}.{task}" for task in fields.get(f"d.{row}.t", ()) for kind in "tc")}
    return ".".join(name.split(".")[:2]) in owners


def rows_of(html: str, before: Rows) -> Rows:
    found = {}
    for row in ROW.finditer(html):
        if row["same"]:
            mark, words = before[row["same"]]
            found[row["same"]] = mark, renumbered(words, *row["numbers"].split())
        else:
            found[row["id"]] = row["mark"], row["words"]
    return found


def words_of(rows: Rows) -> list[tuple[str, str]]:
    return [(key, words) for key, (_, words) in rows.items()]


def renumbered(words: str, number: str, *others: str) -> str:
    """As static/js/workbench-rows.js does it."""
    others_left = iter(others)
    words = re.sub(r"(?<=像是与要求 <span data-n>)\d+", lambda _: next(others_left), words)
    words = re.sub(r"(?<=<h3>要求 <span data-n>)\d+", number, words)
    return re.sub(r'((?:任务 <span data-n>|aria-label="(?:删除)?任务 ))\d+(?=\.\d)', rf"\g<1>{number}", words)


@pytest.fixture
def page(signed_in: Any, cast: Cast) -> Page:
    return Page(signed_in(cast.clerk), intake.start(REPORT, by=cast.clerk))


def some_act(chance: random.Random, made: dict[str, Any]) -> tuple[str, str, dict[str, str]]:
    """A button or something typed: the act, the row that is sent, the fields."""
    rows = made["directives"]
    row = chance.choice(rows)
    task = chance.choice(row["tasks"] or [{"id": "t0", "also": []}])
    other = chance.choice(rows)
    buttons: list[Callable[[], str]] = [
        lambda: f"up:{row['id']}",
        lambda: f"down:{row['id']}",
        lambda: f"merge:{row['id']}",
        lambda: f"split:{chance.choice(made['sentences'])['start']}",
        lambda: f"add-task:{row['id']}",
        lambda: "add-directive",
        lambda: f"drop:{chance.choice(['d.' + row['id'], 't.' + task['id']])}",
        lambda: f"due:{task['id']}:{chance.choice(['2024-12-31', '2031-01-01', ''])}",
        lambda: f"join:{row['id']}:{other['id']}",
        lambda: f"part:{task['id']}:{other['id']}",
        lambda: f"take:{row['start'] or 0}-{row['end'] or 9}",
        lambda: chance.choice(["undo", "undo", "redo", "unsee"]),
    ]
    if chance.random() < 0.5 or not row["tasks"]:
        return chance.choice(buttons)(), "", {}
    at = f"t.{task['id']}."
    typed = chance.choice(
        [
            {f"{at}title": f"走访企业{chance.randrange(90)}家"},
            {f"{at}due_on": chance.choice(["2031年6月", "2024-08-30", "下周"])},
            {f"{at}measures": "注意保密：内部资料"},
            {f"{at}responsible_leader": chance.choice(["王建国", "李明华", "没有这个人"])},
            {f"c.{task['id']}.0.unit": chance.choice(["工科商局", "各村（社区）", "没有这个单位", ""])},
            {f"d.{row['id']}.text": "另说一件事"},
            {f"d.{row['id']}.speaker": chance.choice(["王建国", "新来的人", ""])},
        ]
    )
    return "keep", row["id"], typed


@pytest.mark.parametrize("seed", range(8))
def test_a_page_that_is_told_only_what_changed_shows_what_a_fresh_page_shows(page: Page, seed: int) -> None:
    chance = random.Random(seed)
    page.send("save")  # from here on rows are judged
    for _ in range(20):
        made = IntakeDraft.objects.get().made
        act, row, typed = some_act(chance, made) if made["directives"] else ("undo", "", {})
        html = page.send(act, row, **typed)
        if 'id="differences"' in html or "没有可以" in html:
            continue
        fresh = rows_of(page.client.get(page.address).content.decode(), {})
        assert words_of(page.rows) == words_of(fresh), (act, row, typed)
    assert page.spared > 20  # and most rows were not sent again


def test_of_a_change_in_one_row_only_that_row_comes_back(page: Page) -> None:
    page.send("keep", "d2", **{"t.d2t1.title": "主动上门走访企业"})  # from here on rows are judged
    html = page.send("keep", "d2", **{"t.d2t1.title": "主动上门走访重点企业"})
    assert [row["id"] or f"same {row['same']}" for row in ROW.finditer(html)] == [
        "same d1", "d2", "same d3", "same d4", "same d5", "same d6",
    ]  # fmt: skip
    assert NAMES.findall(html) == [""]


def test_a_unit_that_was_renamed_meanwhile_is_renamed_in_every_row(page: Page) -> None:
    page.send("keep", "d2", **{"t.d2t1.title": "主动上门走访企业"})
    Department.objects.filter(slug="gongkeshang").update(short_name="工信局")
    html = page.send("keep", "d2", **{"t.d2t1.title": "主动上门走访重点企业"})
    assert "data-same" not in html
    assert "工信局" in page.rows["d1"][1]


def test_a_page_without_script_gets_every_row_whole(page: Page) -> None:
    html = page.client.get(page.address, {"there": "d1:0"}).content.decode()
    assert "data-same" not in html
    assert "data-mark" in html
