"""A table of an office becomes rows: heads in many words, units, days; what cannot be read is told with its place."""

import io
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from directives import intake
from directives.intake.sources.columns import columns_of
from directives.models import Directive, Task
from documents.workbooks import Sheet, UnusableWorkbook
from meetings.models import DemandSource, IntakeDraft
from tests import work
from tests.cast import Cast
from tests.office.documents import HEAD, ROW, workbook


def start(content: bytes, cast: Cast, **facts: str) -> IntakeDraft:
    given = {"received_on": "2024-07-22", "title": "民生实事", **facts}
    return intake.start_spreadsheet(content, DemandSource.PEOPLE_PROJECT, given, by=cast.clerk)


def tasks(draft: IntakeDraft) -> list[dict[str, Any]]:
    return [task for row in draft.made["directives"] for task in row["tasks"]]


def told(draft: IntakeDraft) -> list[str]:
    return [problem.message for problem in intake.problems(draft)]


def test_each_line_becomes_one_directive_with_one_task_decided_by_the_office(cast: Cast) -> None:
    draft = start(workbook(ROW, (2, "改造管网", "", "工科商局", "", "", "长期坚持", "")), cast)
    first, second = tasks(draft)
    assert (first["title"], first["measures"]) == ("建成3个口袋公园", "选址\n施工")
    assert [(c["role"], c["unit"], c["basis"], c["start"]) for c in first["charges"]] == [
        ("lead", "chengjian", "office", None),
        ("supporting", "gongkeshang", "office", None),
    ]
    assert (first["due_on"], first["due_basis"], first["due_text"]) == ("2024-12-20", "office", "")
    assert (second["nature"], second["due_on"]) == (Task.Nature.STANDING, "")
    assert [p.message for p in intake.problems(draft) if p.blocking] == []
    document = intake.confirm_document(draft, by=work.actor(cast.clerk))
    assert not document.versions.exists()
    assert Task.objects.count() == Directive.objects.filter(document=document).count() == 2


@pytest.mark.parametrize(
    "head",
    [
        ("编号", "重点任务", "具体措施", "责任单位", "配合部门", "分管领导", "完成时间", "说明"),
        ("序号", "督办事项", "工作要求", "主办单位", "协办单位", "责任领导", "办结时限", "备注"),
        ("序 号", "工作内容", "工作举措", "牵头\n单位", "参与单位", "镇领导", "时限要求", "备注"),
        ("", "事项", "措施", "牵头部门", "配合", "责任人", "截止日期（年月日）", ""),
    ],
)
def test_heads_are_told_by_their_words(cast: Cast, head: Any) -> None:
    (task,) = tasks(start(workbook(ROW, head=head), cast))
    assert (task["title"], task["measures"], task["due_on"]) == (
        "建成3个口袋公园",
        "选址\n施工",
        "2024-12-20",
    )
    assert [c["unit"] for c in task["charges"]] == ["chengjian", "gongkeshang"]


def test_a_head_in_two_rows_below_a_title_is_read_as_one(cast: Cast) -> None:
    upper = ("序号", "任务", "责任单位", "", "完成时限")
    lower = ("", "", "牵头单位", "配合单位", "")
    content = workbook(
        lower,
        (1, "建成公园", "城建局", "工科商局", "2024.8.1"),
        head=upper,
        title="任务分解表",
        merged=("A1:E1", "C2:D2"),
    )
    draft = start(content, cast, title="")
    (task,) = tasks(draft)
    assert [(c["role"], c["unit"]) for c in task["charges"]] == [
        ("lead", "chengjian"),
        ("supporting", "gongkeshang"),
    ]
    assert task["due_on"] == "2024-08-01"
    assert draft.made["document"]["title"] == "任务分解表"


@pytest.mark.parametrize(
    "cell",
    ["2024-07-31", "2024.7.31", "2024/7/31", "2024年7月31日", "2024年7月31日前", date(2024, 7, 31),
     datetime.fromisoformat("2024-07-31T18:00"), 45504],
)  # fmt: skip
def test_days_are_read_as_offices_write_them(cast: Cast, cell: Any) -> None:
    (task,) = tasks(start(workbook((*ROW[:6], cell, "")), cast))
    assert (task["due_on"], task["due_basis"]) == ("2024-07-31", "office")


@pytest.mark.parametrize(
    "cell",
    [
        "2024年7月",
        "三季度",
        "2024.7",
        "2024年2月30日",
        "每月25日前",
        "尽快",
        "待定",
        7,
        "7月底前选址，年底前建成",
    ],
)
def test_words_that_are_no_day_are_told_with_their_place_and_nothing_is_guessed(
    cast: Cast, cell: Any
) -> None:
    draft = start(workbook(ROW, (*ROW[:6], cell, "")), cast, superior_due_on="2024-12-30")
    second = tasks(draft)[1]
    assert second["due_on"] == ""
    assert f"第3行 完成时限：“{cell}”不是完整的日期，请定到哪一天，或选长期坚持。" in told(draft)
    assert f"完成时限：{cell}" in draft.made["directives"][1]["text"]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("12月底前", "2024-12-31"),
        ("7月31日", "2024-07-31"),
        ("力争年底完成", "2024-12-31"),
        ("明年3月底前", "2025-03-31"),
        ("2月底前", "2025-02-28"),
    ],
)
def test_words_name_a_day_in_a_table_as_they_do_in_a_text(cast: Cast, cell: str, day: str) -> None:
    (task,) = tasks(start(workbook((*ROW[:6], cell, "")), cast, received_on="2024-07-22"))
    assert (task["due_on"], task["due_basis"], task["due_text"]) == (day, "office", "")


def test_the_year_above_a_table_is_the_year_of_its_days(cast: Cast) -> None:
    table = workbook((*ROW[:6], "12月底前", ""), title="2023年重点任务分解表")
    draft = intake.start_spreadsheet(table, "superior", {}, by=cast.clerk)
    assert tasks(draft)[0]["due_on"] == "2023-12-31"
    assert draft.made["document"]["received_on"] == "2023-01-01"


def test_a_line_is_quoted_cell_by_cell_each_under_its_head(cast: Cast) -> None:
    [row] = start(workbook(ROW), cast).made["directives"]
    assert row["text"].split("\n") == [
        "任务：建成3个口袋公园",
        "工作措施：选址",
        "施工",
        "牵头单位：城建局",
        "配合单位：工科商局",
        "完成时限：2024-12-20",
        "备注：市级资金",
    ]


def test_lines_are_alike_by_their_tasks_and_not_by_units_and_days_they_share(cast: Cast) -> None:
    common = ("城建局", "工科商局、各村（社区）", "", date(2024, 12, 20), "每月报送进展，市级资金优先安排")
    first = (1, "推动企业升规纳统", "摸清底数，逐户辅导", *common)
    other = (2, "办好文旅消费季", "举办美食节、菊花会", *common)
    again = (3, "推动企业升规", "摸清底数，逐户辅导纳统", *common)
    doubts = [
        p.path for p in intake.problems(start(workbook(first, other, again), cast)) if "同一件事" in p.message
    ]
    assert doubts == ["directives.2.speaker"]


@pytest.mark.parametrize(
    ("title", "scolded"), [("企业升规", False), ("口袋公园", False), ("招商", True), ("创新思路", True)]
)
def test_a_short_title_of_a_table_is_the_tables_unless_it_says_nothing(
    cast: Cast, title: str, scolded: bool
) -> None:
    draft = start(workbook((1, title, *ROW[2:])), cast)
    assert any(p.path.endswith("tasks.0.title") for p in intake.problems(draft)) == scolded


def test_a_note_goes_when_its_field_is_settled(cast: Cast) -> None:
    draft = start(workbook((*ROW[:6], "年内某日", "")), cast)
    made = draft.made
    made["directives"][0]["tasks"][0] |= {"due_on": "2024-12-31", "due_basis": "office"}
    draft = intake.save(draft, made, 0, by=cast.clerk)
    assert [message for message in told(draft) if "第2行" in message] == []


def test_an_empty_day_takes_the_documents_own(cast: Cast) -> None:
    draft = start(workbook((*ROW[:6], "", "")), cast, superior_due_on="2024-12-30")
    assert tasks(draft)[0]["due_on"] == draft.made["document"]["internal_due_on"] == "2024-12-23"


def test_unknown_units_and_leaders_stay_as_words_and_are_told(cast: Cast) -> None:
    draft = start(
        workbook((1, "建公园", "", "城建局、无名办", "各村（社区）", "张无名", date(2024, 8, 1), "")), cast
    )
    charges = tasks(draft)[0]["charges"]
    assert [(c["role"], c["unit"], c["words"]) for c in charges] == [
        ("lead", "chengjian", ""),
        ("lead", "", "无名办"),
        ("supporting", "set:ge-cun-shequ", ""),
    ]
    messages = "".join(told(draft))
    assert "第2行 牵头单位：没有找到“无名办”这个单位" in messages
    assert "第2行 责任领导：领导名单中没有“张无名”" in messages
    assert tasks(draft)[0]["responsible_leader"] == ""


def test_a_leader_of_the_list_is_taken_whatever_stands_behind_the_name(cast: Cast) -> None:
    work.approver("王镇长")
    draft = start(workbook((1, "建公园", "", "城建局", "", "王镇长（镇长）", date(2024, 8, 1), "")), cast)
    assert tasks(draft)[0]["responsible_leader"] == "王镇长"


def test_one_column_may_say_who_leads_and_who_supports(cast: Cast) -> None:
    cell = "牵头单位：城建局；配合单位：工科商局"
    (task,) = tasks(start(workbook((1, "建公园", cell), head=("序号", "任务", "责任单位")), cast))
    assert [(c["role"], c["unit"]) for c in task["charges"]] == [
        ("lead", "chengjian"),
        ("supporting", "gongkeshang"),
    ]


@pytest.mark.parametrize(
    ("head", "cell", "mode", "role"),
    [
        ("责任单位", "城建局、工科商局", "each", "responsible"),
        ("牵头单位", "城建局、工科商局", "joint_lead", "lead"),
        ("责任单位", "城建局", "single_lead", "lead"),
        ("责任单位", "各村（社区）", "each", "responsible"),
    ],
)
def test_the_way_of_responsibility_follows_from_the_column(
    cast: Cast, head: str, cell: str, mode: str, role: str
) -> None:
    (task,) = tasks(start(workbook((1, "建公园", cell), head=("序号", "任务", head)), cast))
    assert (task["mode"], {c["role"] for c in task["charges"]}) == (mode, {role})


def test_a_unit_merged_over_several_lines_charges_each_of_them(cast: Cast) -> None:
    rows = [(n, f"任务{n}", "", "城建局" if n == 1 else "", "", "", "", "") for n in (1, 2, 3)]
    draft = start(workbook(*rows, merged=("D2:D4",)), cast)
    assert [[c["unit"] for c in task["charges"]] for task in tasks(draft)] == [["chengjian"]] * 3


def test_a_line_that_names_a_group_is_no_task_and_is_kept_with_those_below(cast: Cast) -> None:
    draft = start(workbook(("一、民生保障类",), ROW, merged=("A2:H2",)), cast)
    (row,) = draft.made["directives"]
    assert "所属类别：一、民生保障类" in row["text"]
    assert "备注：市级资金" in row["text"]


def test_formulae_are_refused_with_their_places_but_not_in_the_running_number(cast: Cast) -> None:
    with pytest.raises(UnusableWorkbook, match="B3、D3是公式"):
        start(workbook(ROW, (2, '="改造"&"管网"', "", "=D2", "", "", "", "")), cast)
    assert len(tasks(start(workbook(ROW, ("=A2+1", "改造管网", "", "城建局", "", "", "", "")), cast))) == 2


def test_an_error_in_a_cell_is_told_and_not_taken(cast: Cast) -> None:
    draft = start(workbook((1, "建公园", "#REF!", "城建局", "", "", "", "")), cast)
    assert tasks(draft)[0]["measures"] == ""
    assert "第2行 工作措施：单元格的值是错误" in "".join(told(draft))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "不是 .xlsx 表格"),
        (b"PK\x03\x04 no archive", "不是 .xlsx 表格"),
        (b"\xd0\xcf\x11\xe0 old or encrypted", "旧格式或加了密码"),
        (workbook(("x", "y"), head=("甲", "乙")), "没有找到表头"),
        (workbook(head=HEAD), "表头下面没有任务"),
        (b"PK" + b"\0" * (5 * 1024 * 1024), "超过 5 MB"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(cast: Cast, content: bytes, sentence: str) -> None:
    with pytest.raises(UnusableWorkbook, match=sentence):
        start(content, cast)
    assert not IntakeDraft.objects.exists()


def test_another_sheet_with_something_in_it_is_told(cast: Cast) -> None:
    book = Workbook()
    book.active.title = "分解表"
    book.active.append(list(HEAD))
    book.active.append(list(ROW))
    book.create_sheet("联系人").append(["姓名"])
    out = io.BytesIO()
    book.save(out)
    draft = start(out.getvalue(), cast)
    assert "工作表“联系人”没有读取" in draft.made["warnings"][0]["text"]


def test_the_same_table_again_is_refused_also_after_it_was_confirmed(cast: Cast) -> None:
    content = workbook(ROW)
    draft = start(content, cast)
    with pytest.raises(intake.DuplicateReport) as refused:
        start(workbook((7, *ROW[1:])), cast)  # another running number is the same table
    assert refused.value.draft == draft
    document = intake.confirm_document(draft, by=work.actor(cast.clerk))
    with pytest.raises(intake.DuplicateReport) as refused:
        start(content, cast)
    assert refused.value.document == document


def test_the_columns_of_no_table_are_none() -> None:
    assert columns_of(Sheet("空", [])) is None
    assert columns_of(Sheet("表", [["任务"], ["建公园"]])) is None


WORDS = st.one_of(
    st.text(
        alphabet="城建局工科商、，；（）牵头配合：年月日前底0123456789.-/#REF!N/A =\n一二甲", max_size=24
    ),
    st.integers(-10, 10**6),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.none(),
    st.dates(date(1900, 3, 1), date(2200, 1, 1)),
    st.sampled_from(["城建局", "各村（社区）", "长期坚持", "年底", "2024年7月31日"]),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(HEAD), st.lists(st.tuples(*[WORDS] * len(HEAD)), min_size=1, max_size=5))
def test_whatever_stands_in_the_cells_every_word_is_kept_and_the_draft_can_be_shown(
    cast: Cast, head: list[str], rows: list[Any]
) -> None:
    IntakeDraft.objects.all().delete()
    cells = [[str(cell).lstrip("=") if isinstance(cell, str) else cell for cell in row] for row in rows]
    try:
        draft = start(workbook(*cells, head=head), cast)
    except UnusableWorkbook as unusable:
        assert "没有任务" in str(unusable)
        return
    kept = "".join("".join(row["text"].split()) for row in draft.made["directives"])
    number = head.index("序号")
    for row in cells:
        words = [cell for place, cell in enumerate(row) if place != number and isinstance(cell, str)]
        for word in words:
            assert "".join(word.split()) in kept or len([w for w in row if w not in (None, "")]) == 1
    assert intake.problems(draft) is not None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 8000), st.binary(min_size=1, max_size=4))
def test_a_damaged_file_is_refused_or_read_and_never_more(cast: Cast, at: int, damage: bytes) -> None:
    content = workbook(ROW)
    at %= len(content)
    IntakeDraft.objects.all().delete()
    try:
        start(content[:at] + damage + content[at + len(damage) :], cast)
    except UnusableWorkbook:
        assert not IntakeDraft.objects.exists()
