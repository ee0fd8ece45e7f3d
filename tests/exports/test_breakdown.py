"""任务分解表, opened again and held cell by cell against what the database and the draft say."""

import io
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from departments.models import Department
from directives import intake, workflow
from directives.breakdown import COLUMNS, rows_of_batch, rows_of_draft
from directives.exports import breakdown_docx, breakdown_xlsx
from directives.models import Basis, Batch, Charge, Task
from tests import work
from tests.cast import Cast
from tests.exports import opened
from tests.exports.test_layout import row
from tests.office.texts import REPORT

pytestmark = pytest.mark.django_db
HEADS = ["序号", "任务", "措施", "牵头单位", "配合单位", "责任领导", "完成时限"]
FORMULAE = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://a","b")', "\t=1", "\x07=1+1"]


@pytest.fixture
def batch(cast: Cast) -> Batch:
    """A dated task with measures, one of all villages for good, one whose owner, leader and day are open."""
    dated = work.task(
        lead="gongkeshang",
        supporting=("chengjian", "fatong"),
        due_on=work.in_days(30),
        due_basis=Basis.OFFICE,
        measures="编制方案\n组织商家",
        responsible_leader=work.approver(),
    )
    standing = work.task(title="常态走访企业", unit_set="ge-cun-shequ")
    bare = work.task(title="盘活闲置厂房", nature=Task.Nature.FIXED_TERM)
    work.charge(bare, Charge.Role.LEAD, words="有关部门")
    return workflow.prepare_batch([dated, standing, bare], title="第一批", by=work.actor(cast.clerk))


def by_hand(batch: Batch) -> list[list[str]]:
    """The cells that the table has to hold, read from the records without the code that writes them."""
    found = []
    for number, task in enumerate(batch.tasks.order_by("pk"), 1):
        roles: dict[str, list[str]] = {"lead": [], "supporting": []}
        for charge in task.charges.order_by("pk"):
            name = charge.department or charge.unit_set
            column = "supporting" if charge.role == Charge.Role.SUPPORTING else "lead"
            roles[column].append(str(name) if name else f"{charge.words}（待定）")
        day = task.due_on
        words = {"standing": "长期坚持", "fixed_term": "待定"}[task.nature]
        found.append([
            str(number),
            task.title,
            task.measures,
            "、".join(roles["lead"]) or "待定",
            "、".join(roles["supporting"]),
            str(task.responsible_leader or "待定"),
            f"{day.year}年{day.month}月{day.day}日" if day else words,
        ])  # fmt: skip
    return found


def sheet_cells(content: bytes) -> list[list[str]]:
    """The sheet from its head on; an empty cell is ""."""
    rows = [
        ["" if value is None else str(value) for value in line]
        for line in opened.sheet(content).iter_rows(values_only=True)
    ]
    return rows[rows.index(HEADS) :]


def test_the_word_table_says_what_the_records_say(batch: Batch) -> None:
    document = opened.word(breakdown_docx(batch.title, rows_of_batch(batch)))
    [table] = document.tables
    assert opened.cells(table) == [HEADS, *by_hand(batch)]


def test_the_sheet_says_what_the_records_say(batch: Batch) -> None:
    content = breakdown_xlsx(batch.title, rows_of_batch(batch))
    assert sheet_cells(content) == [HEADS, *by_hand(batch)]


def test_another_reader_of_sheets_reads_the_same(batch: Batch) -> None:
    content = breakdown_xlsx(batch.title, rows_of_batch(batch))
    lines = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    at = lines.index(HEADS)
    told = [[str(int(line[0])), *map(str, line[1:])] for line in lines[at + 1 :] if line[0]]
    assert told == by_hand(batch)


def test_what_is_missing_is_called_open_and_never_made_up(batch: Batch) -> None:
    rows = opened.columns_of(opened.word(breakdown_docx("第一批", rows_of_batch(batch))), "序号")
    assert rows[2][3:] == ["有关部门（待定）", "", "待定", "待定"]
    assert rows[1][3:] == ["各村（社区）", "", "待定", "长期坚持"]


def test_the_title_names_the_table_once() -> None:
    for name in ("第一批", "第一批任务", "第一批任务分解", "第一批任务分解表", "第一批任务任务分解表"):
        document = opened.word(breakdown_docx(name, [row()]))
        assert document.paragraphs[0].text.replace("\n", "") == "第一批任务分解表"
        assert opened.sheet(breakdown_xlsx(name, [row()]))["A1"].value == "第一批任务分解表"


def test_a_note_above_the_table_says_which_dates_the_office_set() -> None:
    rows = [
        row(1, by_text=True),
        row(2),
        row(3, due="长期坚持"),
    ]
    document = opened.word(breakdown_docx("表", rows))
    assert "第1项的完成时限为原文所定，其余日期由办公室拟定" in opened.words(document)
    assert "办公室拟定" not in "".join(map("".join, opened.columns_of(document, "序号")))


def test_a_draft_gives_its_table_at_any_time(cast: Cast) -> None:
    draft = intake.start(REPORT, by=cast.clerk)
    made = draft.made
    task = made["directives"][0]["tasks"][0]
    task |= {"title": "", "due_on": "去年夏天", "responsible_leader": "查无此人"}
    rows = rows_of_draft(made)
    document = opened.word(breakdown_docx("草稿", rows))
    told = opened.columns_of(document, "序号")
    tasks = [one for directive in made["directives"] for one in directive["tasks"]]
    names = dict(Department.objects.values_list("slug", "short_name"))
    assert [line[0] for line in told] == [str(n) for n in range(1, len(tasks) + 1)]
    assert [line[1] for line in told] == [one["title"] or "待定" for one in tasks]
    assert told[0][5] == "查无此人"
    for line, one in zip(told, tasks, strict=True):
        for charge in one["charges"]:
            assert (names.get(charge["unit"]) or charge["words"] or "各村（社区）") in "".join(line[3:5])
    assert [line[1:] for line in sheet_cells(breakdown_xlsx("草稿", rows))[1:]] == [line[1:] for line in told]


def test_an_empty_draft_gives_a_table_with_its_head_alone(cast: Cast) -> None:
    draft = intake.start("今天食堂供应红烧肉。", by=cast.clerk)
    rows = rows_of_draft(draft.made)
    assert rows == []
    [table] = opened.word(breakdown_docx("草稿", rows)).tables
    assert opened.cells(table) == [HEADS]
    assert sheet_cells(breakdown_xlsx("草稿", rows)) == [HEADS]


@pytest.mark.parametrize("column", [name for name, _ in COLUMNS])
def test_what_begins_like_a_formula_opens_as_text(column: str) -> None:
    rows = [row(number, **{column: words}) for number, words in enumerate(FORMULAE, 1)]
    content = breakdown_xlsx("表", rows)
    place = [name for name, _ in COLUMNS].index(column) + 2
    sheet = opened.sheet(content)
    for line, words in enumerate(FORMULAE, 3):
        cell = sheet.cell(line, place)
        assert cell.value == words.replace("\x07", "")
        assert cell.data_type == "s"
        assert cell.quotePrefix
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_what_looks_like_an_escaped_character_comes_back_as_it_was() -> None:
    content = breakdown_xlsx("表", [row(title="_x0041_与_x000D_")])
    lines = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert lines[2][1] == "_x0041_与_x000D_"


def test_a_title_that_begins_like_a_formula_is_a_title() -> None:
    cell = opened.sheet(breakdown_xlsx("=1+1", [row()]))["A1"]
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_control_characters_are_dropped_from_both_files() -> None:
    rows = [row(1, title="办\x00好\x0b消\x1f费\u202e季\ud800", measures="一\x0c\r\n二")]
    told = opened.columns_of(opened.word(breakdown_docx("表\x01", rows)), "序号")
    assert told[0][1:3] == ["办好消费季", "一\n二"]
    assert sheet_cells(breakdown_xlsx("表\x01", rows))[1][1:3] == ["办好消费季", "一\n二"]


def test_measures_of_any_length_come_through_whole_or_say_where_the_rest_is() -> None:
    long = "\n".join(f"{number}．走访企业，收集诉求，逐条回应。" for number in range(1, 400))
    told = opened.columns_of(opened.word(breakdown_docx("表", [row(measures=long)])), "序号")
    assert told[0][2] == long
    assert sheet_cells(breakdown_xlsx("表", [row(measures=long)]))[1][2] == long
    too_long = "长" * 40_000  # no cell of a sheet holds more than 32,767 characters
    cell = sheet_cells(breakdown_xlsx("表", [row(measures=too_long)]))[1][2]
    assert len(cell) <= 32_767
    assert cell.endswith("（此格放不下，全文见 Word 版。）")


def test_three_hundred_rows_come_through_in_their_order() -> None:
    rows = [row(number, title=f"任务{number}") for number in range(1, 301)]
    told = opened.columns_of(opened.word(breakdown_docx("表", rows)), "序号")
    assert [line[:2] for line in told] == [[str(n), f"任务{n}"] for n in range(1, 301)]
    lines = sheet_cells(breakdown_xlsx("表", rows))[1:]
    assert [line[:2] for line in lines] == [[str(n), f"任务{n}"] for n in range(1, 301)]


def test_the_sheet_prints_on_landscape_a4_with_its_head_on_every_page() -> None:
    sheet = opened.sheet(breakdown_xlsx("表", [row()]))
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows in ("$2:$2", "$1:$2")
    assert sheet.freeze_panes == "C3"
    assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"
    assert all(cell.alignment.wrap_text for cell in sheet[3])


def test_the_sheet_names_the_standards_fonts() -> None:
    sheet = opened.sheet(breakdown_xlsx("表", [row()]))
    assert [sheet[place].font.name for place in ("A1", "B2", "B3")] == [
        "方正小标宋简体",
        "黑体",
        "仿宋_GB2312",
    ]


def test_both_tables_of_the_same_rows_have_the_same_cells(batch: Batch) -> None:
    rows = rows_of_batch(batch)
    told = opened.columns_of(opened.word(breakdown_docx("表", rows)), "序号")
    assert sheet_cells(breakdown_xlsx("表", rows))[1:] == told
