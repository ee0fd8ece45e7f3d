"""Documents on the office's pages: how they come in, are corrected and confirmed, who sees what of them."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from directives import workflow
from directives.models import Batch, Task
from meetings.models import IntakeDraft, ReportVersion, SourceDocument
from tests import work
from tests.cast import Cast
from tests.office.documents import INSTRUCTION, ROW, SUPERIOR, workbook
from tests.office.texts import REPORT, fields_of, told

pytestmark = pytest.mark.django_db
START = "/office/intake/"


def begin(client: Any, source: str = "superior", **fields: Any) -> Any:
    return client.post(START, {"source": source, "received_on": "2024-07-22", **fields})


def press(client: Any, address: str, act: str, **changes: Any) -> Any:
    fields = fields_of(client.get(address))
    return client.post(
        address, fields | {"act": act} | {name.replace("__", "."): v for name, v in changes.items()}
    )


def only_draft() -> IntakeDraft:
    return IntakeDraft.objects.get()


def test_a_pasted_document_opens_with_its_facts_and_an_internal_deadline(signed_in: Any, cast: Cast) -> None:
    client = signed_in(cast.clerk)
    response = begin(client, text=SUPERIOR)
    draft = only_draft()
    assert response["Location"] == f"/office/intake/{draft.pk}/"
    assert (draft.source, draft.source_kind, draft.secrecy) == ("superior", "other", "internal")
    page = client.get(response["Location"])
    fields = fields_of(page)
    assert fields["o.title"] == ["关于加快推进重点民生项目的督办通知"]
    assert (fields["o.superior_due_on"], fields["o.internal_due_on"]) == (["2024-08-30"], ["2024-08-23"])
    assert (fields["t.d1t1.due_on"], fields["t.d2t1.due_on"]) == (["2024-08-20"], ["2024-08-23"])
    assert "来文：上级督办" in told(page)
    assert "参会" not in told(page).partition("工作要求和任务")[0].partition("来文：上级督办")[2]
    assert "m.name" not in fields


def test_a_document_is_internal_unless_somebody_says_otherwise(signed_in: Any, cast: Cast) -> None:
    client = signed_in(cast.clerk)
    begin(client, text=SUPERIOR, secrecy="published")
    assert only_draft().secrecy == "internal"
    IntakeDraft.objects.all().delete()
    begin(client, text=SUPERIOR, document_secrecy="published")
    assert only_draft().secrecy == "published"


def test_without_a_choice_of_source_a_report_comes_in_as_before(signed_in: Any, cast: Cast) -> None:
    signed_in(cast.clerk).post(START, {"text": REPORT, "secrecy": "published"})
    assert (only_draft().source, "document" in only_draft().made) == ("meeting", False)


def test_tasks_follow_the_superiors_day_until_somebody_decides(signed_in: Any, cast: Cast) -> None:
    client = signed_in(cast.clerk)
    address = begin(client, text=SUPERIOR)["Location"]
    press(client, address, "save", t__d2t1__due_on="2024-08-15")
    press(client, address, "save", o__superior_due_on="2024-10-10")
    made = only_draft().made
    days = [task["due_on"] for row in made["directives"] for task in row["tasks"]]
    # Five working days back over the national holiday; the Sunday before it is one of them.
    assert made["document"]["internal_due_on"] == "2024-09-27"
    assert days == ["2024-08-20", "2024-08-15", "2024-09-27"]


def test_an_internal_day_of_ones_own_stays(signed_in: Any, cast: Cast) -> None:
    client = signed_in(cast.clerk)
    address = begin(client, text=SUPERIOR)["Location"]
    press(client, address, "save", o__internal_due_on="2024-08-12")
    press(client, address, "save", o__superior_due_on="2024-10-10")
    document = only_draft().made["document"]
    assert document["internal_due_on"] == "2024-08-12"
    assert only_draft().made["directives"][2]["tasks"][0]["due_on"] == "2024-08-12"


def test_a_year_without_a_published_calendar_is_told(signed_in: Any, cast: Cast) -> None:
    client = signed_in(cast.clerk)
    address = begin(client, text=INSTRUCTION, superior_due_on="2031-08-29")["Location"]
    assert "2031 年的节假日安排还没有公布" in told(client.get(address))
    assert only_draft().made["document"]["internal_due_on"] == "2031-08-22"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("o__title", "", "请填写来文名称"),
        ("o__received_on", "", "请填写收文日期"),
        ("o__received_on", "昨天", "看不懂这个日期"),
        ("o__internal_due_on", "2024-08-30", "内部时限要早于上级时限 2024-08-30"),
        ("o__title", "长" * 161, "最多 160 字"),
        ("t__d2t1__due_on", "2024-09-02", "晚于上级时限 2024-08-30"),
    ],
)
def test_what_keeps_a_document_from_being_confirmed_is_told(
    signed_in: Any, cast: Cast, field: str, value: str, sentence: str
) -> None:
    client = signed_in(cast.clerk)
    address = begin(client, text=SUPERIOR)["Location"]
    response = press(client, address, "confirm", **{field: value})
    assert response.status_code == 422
    assert sentence in told(response)
    assert not SourceDocument.objects.exists()


def test_a_confirmed_document_leads_to_its_page_and_into_a_batch(signed_in: Any, cast: Cast) -> None:
    client = signed_in(cast.clerk)
    address = begin(client, text=SUPERIOR)["Location"]
    response = press(client, address, "confirm")
    document = SourceDocument.objects.get()
    assert response["Location"] == f"/office/documents/{document.pk}/"
    page = client.get(response["Location"])
    for words in (
        "中督字〔2024〕12号",
        "2024-08-30",
        "2024-08-23",
        "一、加快推进菊城大道改造工程",
        "原文不对外公开",
    ):
        assert words in told(page)
    assert client.get(address)["Location"] == response["Location"]
    tasks = [str(pk) for pk in Task.objects.values_list("pk", flat=True)]
    made = client.post(f"{response['Location']}batch/", {"title": "督办任务", "task": tasks})
    batch = Batch.objects.get()
    assert made["Location"] == f"/office/batches/{batch.pk}/#main"
    assert batch.tasks.count() == 3
    assert "督办任务" in told(client.get(response["Location"]))


def test_empty_rows_are_typed_one_by_one(signed_in: Any, cast: Cast) -> None:
    client = signed_in(cast.clerk)
    address = begin(
        client, "instruction", way="typed", blank_rows="2", leader="王镇长", superior_due_on="2024-08-30"
    )["Location"]
    assert only_draft().text == ""
    fields = fields_of(client.get(address))
    assert (fields["d"], fields["d.d1.speaker"], fields["o.title"]) == (
        ["d1", "d2"],
        ["王镇长"],
        ["王镇长批示"],
    )
    press(client, address, "drop:d.d2", t__d1t1__title="核查停产企业情况")
    response = press(client, address, "confirm", c__d1t1__0__unit="工科商局")
    document = SourceDocument.objects.get()
    assert response["Location"] == f"/office/documents/{document.pk}/"
    task = Task.objects.get()
    assert (task.title, task.due_on, task.due_basis) == ("核查停产企业情况", date(2024, 8, 23), "office")
    directive = document.directives.get()
    assert (directive.text, str(directive.speaker)) == ("核查停产企业情况", "王镇长")
    assert not ReportVersion.objects.exists()
    assert client.get(f"/office/tasks/{task.pk}/edit/").status_code == 200


def test_a_table_comes_in_by_upload_with_its_open_points(signed_in: Any, cast: Cast) -> None:
    client = signed_in(cast.clerk)
    upload = SimpleUploadedFile("实事.xlsx", workbook(ROW, (*ROW[:6], "适时", "")))
    address = begin(client, "people_project", file=upload, title="民生实事")["Location"]
    page = told(client.get(address))
    assert "第3行 完成时限：“适时”不是完整的日期" in page
    press(client, address, "save", o__feedback_to="市府办")
    assert "第3行 完成时限：“适时”不是完整的日期" in told(client.get(address))
    assert press(client, address, "confirm").status_code == 302


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "请粘贴来文，或上传 .txt、.xlsx 文件"),
        ({"source": "meeting", "way": "typed"}, "会议要有报道或纪要全文"),
        ({"way": "typed", "text": "字"}, "要逐条录入，请先清空"),
        ({"way": "typed", "blank_rows": "0"}, "至少 1 行"),
        ({"way": "typed", "blank_rows": "99"}, "最多 40 行"),
        ({"source": "rumour", "text": "字"}, "没有这种来源"),
        ({"text": "字", "superior_due_on": "快"}, "看不懂这个日期"),
        ({"text": "字", "title": "题\x00"}, "控制字符"),
        ({"text": "字", "title": "长" * 161}, "最多 160 字"),
    ],
)
def test_what_is_missing_or_wrong_at_the_start_is_told(
    signed_in: Any, cast: Cast, fields: dict[str, str], sentence: str
) -> None:
    response = begin(signed_in(cast.clerk), fields.pop("source", "superior"), **fields)
    assert response.status_code == 422
    assert sentence in told(response)
    assert not IntakeDraft.objects.exists()


@pytest.mark.parametrize(
    ("source", "name", "content", "sentence"),
    [
        ("superior", "表.xlsx", b"PK\x03\x04", "不是 .xlsx 表格"),
        ("superior", "表.xls", b"\xd0\xcf\x11\xe0", "旧格式或加了密码"),
        ("superior", "表.xlsx", b"PK\x03\x04" + b"\0" * (5 * 1024 * 1024), "超过 5 MB"),
        ("meeting", "表.xlsx", b"PK\x03\x04", "任务表只能作为来文录入"),
    ],
)
def test_an_unusable_table_is_refused_at_the_file(
    signed_in: Any, cast: Cast, source: str, name: str, content: bytes, sentence: str
) -> None:
    response = begin(signed_in(cast.clerk), source, file=SimpleUploadedFile(name, content))
    assert response.status_code == 422
    assert 'id="id_file_error"' in response.content.decode()
    assert sentence in told(response)


def test_the_same_text_twice_points_to_the_draft_and_then_to_the_document(signed_in: Any, cast: Cast) -> None:
    client = signed_in(cast.clerk)
    address = begin(client, text=SUPERIOR)["Location"]
    assert f'href="{address}"' in begin(client, "instruction", text=SUPERIOR).content.decode()
    press(client, address, "confirm")
    document = SourceDocument.objects.get()
    again = begin(client, text=SUPERIOR.replace("\n", "\n\n"))
    assert again.status_code == 422
    assert f'href="/office/documents/{document.pk}/"' in again.content.decode()
    as_report = client.post(START, {"text": SUPERIOR})
    assert f'href="/office/documents/{document.pk}/"' in as_report.content.decode()


def test_the_same_number_of_the_same_unit_is_warned_about_and_not_refused(signed_in: Any, cast: Cast) -> None:
    work.document(issuing_unit="中山市人民政府督查室", document_number="中督字〔2024〕12号", title="上一份")
    client = signed_in(cast.clerk)
    address = begin(client, text=SUPERIOR)["Location"]
    assert "这个文号已在 2024-07-02 录入：“上一份”" in told(client.get(address))
    assert press(client, address, "confirm").status_code == 302


def test_units_read_of_a_document_only_what_their_tasks_quote(cast: Cast) -> None:
    document = work.document()
    own = work.task(lead="gongkeshang", source=work.document_directive(document), title="核查停产企业")
    words = "二、城建局要整治占道经营。"
    other = work.task(lead="chengjian", source=work.document_directive(document, words), title="整治占道经营")
    work.issue(own, other, by=cast.clerk)
    client = Client()
    client.force_login(cast.liaison)
    page = told(client.get(f"/office/documents/{document.pk}/"))
    assert work.DOCUMENTED in page
    assert "整治占道经营" not in page
    assert "这里只显示与本单位任务有关的原文" in page
    assert "督办通知" in told(client.get("/office/documents/"))
    task = told(client.get(f"/office/tasks/{own.pk}/"))
    assert "督办通知，上级督办提出" in task
    client.force_login(cast.village_liaison)
    assert client.get(f"/office/documents/{document.pk}/").status_code == 404
    assert "督办通知" not in told(client.get("/office/documents/"))


def test_the_public_sees_a_released_task_of_a_document_and_nothing_of_the_document(cast: Cast) -> None:
    document = work.document()
    version = document.versions.get()
    start = version.text.index("停产企业")
    task = work.task(
        lead="gongkeshang", source=work.document_directive(document), title="核查工厂用工", due_on=work.in_days(30),
        due_basis="text", due_text="停产企业", due_version=version, due_start=start, due_end=start + 4,
    )  # fmt: skip
    work.issue(task, by=cast.clerk)
    workflow.release_task(task, secrecy_review="不涉密", by=work.actor(cast.releaser))
    page = told(Client().get(f"/tasks/{task.number}/"))
    assert "核查工厂用工" in page
    assert task.number in page
    for words in ("停产企业", "督办通知", "市督查室", "督字〔2024〕1号", "上级督办"):
        assert words not in page
        assert "核查工厂用工" not in told(Client().get("/tasks/", {"q": words}))


def test_documents_take_the_same_number_of_queries_however_many_tasks_they_have(
    signed_in: Any, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    document = work.document()
    source = work.document_directive(document)
    for n in range(12):
        work.task(lead="gongkeshang", source=source, title=f"任务{n}")
        work.document(title=f"来文{n}", document_number="")
    client = signed_in(cast.clerk)
    for address in ("/office/documents/", f"/office/documents/{document.pk}/"):
        with django_assert_max_num_queries(22):
            assert client.get(address).status_code == 200
