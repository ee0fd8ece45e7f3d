"""From a pasted report to an issued batch and a released task, in a real browser."""

import hashlib
import io
from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import Page, expect

from accounts.models import User
from departments.models import Department, Membership, Official, Portfolio, Role
from directives.breakdown import BreakdownRow, day_words, rows_of_batch
from directives.exports import order_of
from directives.models import Batch, Notice, Proposal, Task, TaskAssignment
from tests import work
from tests.cast import Cast

from .test_main_job import REAL, enter, leave, report

pytestmark = pytest.mark.browser
SAVED = "#workbench[data-state=saved]"

# The table that the office decides on, row by row: the unit that leads, or the set of which each is responsible, whom
# it answers to, and the day that it sets on the way. The words of the report are somebody else's: of the first two
# columns, 任务 and 措施, stands here by which to know them again.
TABLE = (
    ("2888e87a", "246ec36f", "各部门", "王镇长", ""),
    ("941e0f1c", "4c65b9d1", "各部门", "王镇长", ""),
    ("ecb6ffdd", "feb77a6c", "城建局", "苏镇长", ""),
    ("397ceeb8", "a230169a", "发统局", "何镇长", ""),
    ("08792bc9", "2ce1baea", "各村（社区）", "王镇长", ""),
    ("ede721d8", "c23bb57a", "各部门、各村（社区）", "王镇长", ""),
    ("39307884", "337452c9", "工科商局", "何镇长", "j"),
    ("bc14fb31", "8cb99612", "城建局", "苏镇长", ""),
    ("9539c233", "bb1ddac7", "发统局", "何镇长", ""),
    ("784b1068", "234ef01d", "工科商局", "何镇长", ""),
    ("0e90a4d4", "83fe49e5", "发统局", "何镇长", ""),
    ("c8769241", "c6825a60", "工科商局", "何镇长", "n"),
)
TYPED = {1: "各部门", 3: "cjj", 4: "ftj", 8: "cjj", 9: "ftj", 10: "gksj", 11: "ftj", 12: "gksj"}
DATED = {number: row[-1] for number, row in enumerate(TABLE, 1) if row[-1]}  # 季末 and 年底, by one letter
OTHERS = "王镇长"
STANDING = "长期坚持"


def known_by(words: str) -> str:
    """By what a text is known again."""
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def told_by(row: BreakdownRow) -> tuple[str, ...]:
    """All columns of a row, long texts by what they are known by."""
    return known_by(row.title), known_by(row.measures), row.lead, row.supporting, row.leader, row.due


def table(today: date) -> list[tuple[str, ...]]:
    """What the batch is to hold, in all columns: the days are counted from today."""
    months = {"j": (today.month + 2) // 3 * 3, "n": 12}
    return [
        (title, measures, lead, "", leader, end_of_month(today, months[day]) if day else STANDING)
        for title, measures, lead, leader, day in TABLE
    ]


def end_of_month(day: date, month: int) -> str:
    return day_words(date(day.year, month, monthrange(day.year, month)[1]))


class Hand:
    """Counts actions: one click, or one key chord; a choice from a list is two. Typed words are none."""

    def __init__(self, page: Page) -> None:
        self.page, self.actions = page, 0

    def click(self, target: Any) -> None:
        self.actions += 1
        target.click()

    def fill(self, target: Any, words: str) -> None:
        self.actions += 1
        target.click()
        target.fill(words)

    def choose(self, target: Any, label: str) -> None:
        self.actions += 2
        target.select_option(label=label)

    def press(self, chord: str) -> None:
        self.actions += 1
        self.page.keyboard.press(chord)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def settled(self) -> None:
        self.page.wait_for_timeout(60)
        self.page.wait_for_selector(SAVED)


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def officials() -> None:
    for name, title, units in (
        ("王镇长", "镇长", ()),
        ("苏镇长", "副镇长", ("chengjian",)),
        ("何镇长", "副镇长", ("gongkeshang", "fatong")),
    ):
        work.approver(name, title)
        for slug in units:
            Portfolio.objects.create(
                official=Official.objects.get(name=name), department=Department.objects.get(slug=slug)
            )


def begin(page: Page, hand: Hand) -> None:
    """Paste the report and stand before its draft; what is counted begins with the paste."""
    page.get_by_role("link", name="录入", exact=True).click()
    hand.fill(page.locator("textarea[name=text]"), report())
    hand.click(page.get_by_role("button", name="识别并开始核对"))
    page.wait_for_selector("#keys:not([hidden])", state="attached")
    page.wait_for_timeout(300)
    page.locator("body").focus()


def decide_rows(page: Page, hand: Hand) -> None:
    """By keyboard, from the last row to the first: whom every open row charges, a day where there is one; groups
    without members and units of others go."""
    row_of = "Number((document.activeElement.closest('.made-task') || {id: 'd0t'}).id.slice(1).split('t')[0])"
    said = "((document.activeElement.closest('.charge') || document.body).querySelector('.charge__basis') || {}).textContent || ''"
    open_rows = [12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 1]
    for row in open_rows:
        hand.press("Shift+F8")
        assert page.evaluate(row_of) == row
        if row not in TYPED:
            assert any(word in page.evaluate(said) for word in ("工作", "宣传"))
            hand.press("Control+Delete")
        else:
            hand.type(TYPED[row])
            if row == 1:  # a name that was typed in full needs no choice, and is kept as the field is left
                continue
            hand.press("Enter")
        hand.settled()
        if row in DATED:
            hand.press("Alt+4")
            hand.press(DATED[row])
            hand.settled()
    # Where nobody is in charge of the leading unit alone, one leader answers for what is still empty.
    hand.press("Alt+5")
    hand.type(OTHERS)
    hand.press("Control+Shift+d")
    hand.settled()


def paper_approval(page: Page, hand: Hand, name: str, words: str, scan: str = "") -> None:
    """Record what came back signed; who alone can have signed stands there already."""
    approver = page.get_by_label("审批人")
    if not approver.evaluate("one => one.selectedOptions[0].text").startswith(name):
        option = approver.locator("option", has_text=name).first.inner_text()
        hand.choose(approver, option)
    hand.fill(page.get_by_label("审批意见"), words)
    if scan:
        page.get_by_label("扫描件").set_input_files(scan)
    hand.click(page.get_by_role("button", name="登记审批"))


@pytest.mark.skipif(not REAL.exists(), reason="the annotated reports are not to be had here")
def test_from_paste_to_an_issued_batch_in_forty_actions(page: Page, cast: Cast, officials: None) -> None:
    today = timezone.localdate()
    enter(page, cast.clerk)
    hand = Hand(page)
    begin(page, hand)
    decide_rows(page, hand)
    hand.press("Control+Enter")
    hand.click(page.get_by_role("button", name="拟成交办批次"))
    paper_approval(page, hand, "苏镇长", "同意，请书记、镇长审定")
    paper_approval(page, hand, OTHERS, "同意")
    hand.click(page.get_by_role("button", name="交办这一批"))
    expect(page.get_by_text("已交办，交办单号")).to_be_visible()

    batch = Batch.objects.get()
    assert batch.issued_at
    assert [told_by(row) for row in rows_of_batch(batch)] == table(today)
    assert hand.actions <= 40


@pytest.mark.skipif(not REAL.exists(), reason="the annotated reports are not to be had here")
def test_a_batch_goes_through_comments_and_a_paper_approval_to_a_released_task(
    page: Page, cast: Cast, officials: None, tmp_path: Path
) -> None:
    another = User.objects.create_user("fatong", "联络员丁")
    Membership.objects.create(
        user=another, role=Role.LIAISON, department=Department.objects.get(slug="fatong")
    )
    enter(page, cast.clerk)
    hand = Hand(page)
    begin(page, hand)
    decide_rows(page, hand)
    hand.press("Control+Enter")
    page.get_by_role("button", name="拟成交办批次").click()
    batch = Batch.objects.get()

    # Four units are asked: two propose in the portal, one by the workbook, one stays silent.
    page.goto(f"/office/batches/{batch.pk}/comments/")
    page.get_by_label("截止日期").fill(work.in_days(5).isoformat())
    page.locator("summary", has_text="个责任单位").click()
    for box in page.locator("input[name=unit]").all():
        box.set_checked(box.get_attribute("value") in ("gongkeshang", "chengjian", "fatong", "xinshi"))
    page.get_by_role("button", name="发出征求意见").click()
    expect(page.get_by_text("尚未反馈").first).to_be_visible()
    asked = batch.comment_rounds.get().requests.get(department__slug="chengjian")
    with page.expect_download() as download:
        page.locator(f"a[href='/office/comments/{asked.pk}/table.xlsx']").click()
    filled = tmp_path / "城建局.xlsx"
    book = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    sheet = book["征求意见表"]
    line = next(row for row in range(4, 16) if sheet.cell(row, 4).value == "城建局")
    sheet.cell(line, 7).value, sheet.cell(line, 8).value = "2031年6月30日", "与三旧改造同步"
    book.save(filled)
    leave(page)

    propose(page, cast.liaison, batch, "激活消费", "任务", "办好菊花主题消费季", "名称具体些")
    propose(page, another, batch, "项目落地", "配合单位", "城建局", "用地要同步办理")

    enter(page, cast.clerk)
    page.goto(f"/office/batches/{batch.pk}/comments/")
    page.locator("summary", has_text="录入退回的表格").filter(has_text="城建局").click()
    page.get_by_label("城建局退回的表格").set_input_files(filled)
    page.locator(f"form[action='/office/comments/{asked.pk}/returned/'] button").click()
    page.wait_for_load_state()
    page.get_by_role("button", name="采纳城建局的意见：完成时限", exact=True).click()
    page.get_by_role("button", name="采纳发统局的意见：配合单位", exact=True).click()
    page.locator("form", has=page.get_by_role("button", name="不采纳工科商局的意见：任务")).get_by_label(
        "答复单位"
    ).fill("沿用会议提法")
    page.get_by_role("button", name="不采纳工科商局的意见：任务").click()
    page.get_by_role("button", name="提前结束这一轮").click()
    expect(page.get_by_text("逾期未复，按无意见处理：1 个单位")).to_be_visible()
    decided = Proposal.objects.values_list("request__department__slug", "request__way", "column", "verdict")
    assert sorted(decided) == [
        ("chengjian", "workbook", "due", "accepted"),
        ("fatong", "portal", "supporting", "accepted"),
        ("gongkeshang", "portal", "title", "refused"),
    ]

    scan = tmp_path / "呈批.png"
    scan.write_bytes(_picture())
    page.goto(f"/office/batches/{batch.pk}/")
    paper_approval(page, hand, "苏镇长", "同意", str(scan))
    paper_approval(page, hand, OTHERS, "同意，请抓好落实", str(scan))
    page.get_by_role("button", name="交办这一批").click()
    expect(page.get_by_text("已交办，交办单号")).to_be_visible()
    units = set(TaskAssignment.objects.filter(task__batch=batch).values_list("department", flat=True))
    assert set(Notice.objects.values_list("department", flat=True)) == units
    order = order_of(Batch.objects.get(), Department.objects.get(slug="chengjian"))
    assert "2031年6月30日" in [one.due for one in order.lines]
    assert TaskAssignment.objects.filter(
        task__title__contains="项目落地", department__slug="chengjian", role="supporting"
    ).exists()
    leave(page)

    enter(page, cast.releaser)
    task = Task.objects.get(batch=batch, due_on=date(2031, 6, 30))
    page.goto(f"/office/tasks/{task.pk}/")
    page.get_by_label("保密审查意见").fill("经审查，可以公开")
    page.get_by_role("button", name="公开这项任务").click()
    expect(page.get_by_text("公众页面即时可见")).to_be_visible()
    leave(page)
    page.context.clear_cookies()
    page.goto(f"/tasks/{task.number}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(task.title)


def propose(page: Page, who: User, batch: Batch, title: str, label: str, words: str, reason: str) -> None:
    """A liaison opens what the desk asks for, and would have one cell of one task otherwise."""
    enter(page, who)
    page.get_by_role("link", name="反馈意见").click()
    own = page.locator(f"#t{Task.objects.get(batch=batch, title__contains=title).pk}")
    own.locator("summary", has_text="改这一项").click()
    own.get_by_label(label, exact=True).fill(words)
    own.get_by_label("理由").fill(reason)
    page.get_by_role("button", name="提交意见").click()
    expect(page.get_by_text("1 处意见").first).to_be_visible()
    leave(page)


def _picture() -> bytes:
    """A scan: a small page in PNG."""
    out = io.BytesIO()
    Image.new("L", (60, 80), 255).save(out, "PNG")
    return out.getvalue()
