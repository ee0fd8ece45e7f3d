"""From a pasted report to an issued batch and a released task, in a real browser."""

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import Page, expect

from accounts.models import User
from departments.models import Department, Membership, Official, Portfolio, Role
from directives.breakdown import rows_of_batch
from directives.exports import order_of
from directives.models import Batch, Notice, Proposal, Task, TaskAssignment
from tests import work
from tests.cast import Cast

from .test_main_job import REAL, enter, leave, report

pytestmark = pytest.mark.browser
SAVED = "#workbench[data-state=saved]"

# The office's decision for each of the twelve rows: the unit that leads, or the set of which each is responsible.
LEADS = (
    "各部门", "各部门", "城建局", "发统局", "各村（社区）", "各部门、各村（社区）", "工科商局", "城建局", "发统局",
    "工科商局", "发统局", "工科商局",
)  # fmt: skip
TYPED = {1: "各部门", 3: "cjj", 4: "ftj", 8: "cjj", 9: "ftj", 10: "gksj", 11: "ftj", 12: "gksj"}
LEADER = {"城建局": "苏镇长", "发统局": "何镇长", "工科商局": "何镇长"}
OTHERS = "王镇长"


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
    """By keyboard: whom every open row charges; groups without members and units of others go."""
    row_of = "Number((document.activeElement.closest('.made-task') || {id: 'd0t'}).id.slice(1).split('t')[0])"
    said = "((document.activeElement.closest('.charge') || document.body).querySelector('.charge__basis') || {}).textContent || ''"
    open_rows = [1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    for row in open_rows:
        hand.press("F8")
        assert page.evaluate(row_of) == row
        if row in TYPED:
            hand.type(TYPED[row])
            hand.press("Enter")
        else:
            assert any(word in page.evaluate(said) for word in ("工作", "宣传"))
            hand.press("Control+Delete")
        hand.settled()
    # Where nobody is in charge of the leading unit alone, one leader answers for what is still empty.
    hand.press("Control+g")
    hand.type("1")
    hand.press("Enter")
    hand.press("Alt+5")
    hand.type(OTHERS)
    hand.press("Enter")
    hand.settled()
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
    rows = rows_of_batch(batch)
    assert [row.lead for row in rows] == list(LEADS)
    assert [row.leader for row in rows] == [LEADER.get(lead, OTHERS) for lead in LEADS]
    assert {row.due for row in rows} == {"长期坚持"}
    assert hand.actions <= 40


@pytest.mark.skipif(not REAL.exists(), reason="the annotated reports are not to be had here")
def test_a_batch_goes_through_comments_and_a_paper_approval_to_a_released_task(
    page: Page, cast: Cast, officials: None, tmp_path: Path
) -> None:
    village = User.objects.create_user("fatong", "联络员丁")
    Membership.objects.create(
        user=village, role=Role.LIAISON, department=Department.objects.get(slug="fatong")
    )
    enter(page, cast.clerk)
    hand = Hand(page)
    begin(page, hand)
    decide_rows(page, hand)
    hand.press("Control+Enter")
    page.get_by_role("button", name="拟成交办批次").click()
    batch = Batch.objects.get()

    # Three units are asked: one answers in the portal, one by the workbook, one stays silent.
    page.goto(f"/office/batches/{batch.pk}/comments/")
    page.get_by_label("截止日期").fill(work.in_days(5).isoformat())
    page.locator("summary", has_text="个责任单位").click()
    for box in page.locator("input[name=unit]").all():
        box.set_checked(box.get_attribute("value") in ("gongkeshang", "chengjian", "fatong"))
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

    enter(page, cast.liaison)
    page.get_by_role("link", name="反馈意见").click()
    task = Task.objects.get(batch=batch, title__contains="激活消费")
    own = page.locator(f"#t{task.pk}")
    own.locator("summary", has_text="改这一项").click()
    own.get_by_label("任务", exact=True).fill("办好菊花主题消费季")
    own.get_by_label("理由").fill("名称具体些")
    page.get_by_role("button", name="提交意见").click()
    expect(page.get_by_text("1 处意见").first).to_be_visible()
    leave(page)

    enter(page, cast.clerk)
    page.goto(f"/office/batches/{batch.pk}/comments/")
    page.locator("summary", has_text="录入退回的表格").filter(has_text="城建局").click()
    page.get_by_label("城建局退回的表格").set_input_files(filled)
    page.locator(f"form[action='/office/comments/{asked.pk}/returned/'] button").click()
    page.wait_for_load_state()
    page.get_by_role("button", name="采纳城建局的意见：完成时限", exact=True).click()
    page.locator("form", has=page.get_by_role("button", name="不采纳工科商局的意见：任务")).get_by_label(
        "答复单位"
    ).fill("沿用会议提法")
    page.get_by_role("button", name="不采纳工科商局的意见：任务").click()
    page.get_by_role("button", name="提前结束这一轮").click()
    expect(page.get_by_text("按无意见处理").first).to_be_visible()
    assert sorted(Proposal.objects.values_list("column", "verdict")) == [
        ("due", "accepted"),
        ("title", "refused"),
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
    leave(page)

    enter(page, cast.releaser)
    task = Task.objects.get(batch=batch, due_on__isnull=False)
    page.goto(f"/office/tasks/{task.pk}/")
    page.get_by_label("保密审查意见").fill("经审查，可以公开")
    page.get_by_role("button", name="公开这项任务").click()
    expect(page.get_by_text("公众页面即时可见")).to_be_visible()
    leave(page)
    page.context.clear_cookies()
    page.goto(f"/tasks/{task.number}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(task.title)


def _picture() -> bytes:
    """A scan: a small page in PNG."""
    out = io.BytesIO()
    Image.new("L", (60, 80), 255).save(out, "PNG")
    return out.getvalue()
