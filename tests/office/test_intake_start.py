"""A report comes in: what is refused is told at its field, and what was typed stays."""

import re
from typing import Any

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from meetings.models import IntakeDraft
from office.views.errors import bad_request
from tests.office.texts import NO_REPORT, REPORT, told

pytestmark = pytest.mark.django_db
PAGE = "/office/intake/"
SOURCE = {
    "source_kind": "news",
    "secrecy": "published",
    "source_name": "演示日报",
    "published_on": "2024-07-20",
}


def paste(client: Any, text: str, **fields: Any) -> Any:
    return client.post(PAGE, SOURCE | {"text": text} | fields)


def test_a_pasted_report_becomes_a_draft_and_opens(signed_in: Any, cast: Any) -> None:
    response = paste(signed_in(cast.clerk), REPORT)
    draft = IntakeDraft.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/office/intake/{draft.pk}/"
    assert (draft.text, draft.source_name) == (REPORT, "演示日报")
    assert draft.created_by == cast.clerk


def test_an_uploaded_text_file_becomes_a_draft(signed_in: Any, cast: Any) -> None:
    upload = SimpleUploadedFile("报道.txt", REPORT.encode("gb18030"), content_type="text/plain")
    signed_in(cast.clerk).post(PAGE, SOURCE | {"text": "", "file": upload})
    assert IntakeDraft.objects.get().text == REPORT


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "请粘贴报道全文"),
        (" \n\t ", "请粘贴报道全文"),
        ("一" * 200_001, "超过上限 200,000 字"),
        ("一" * 1_500_000, "超过上限 200,000 字"),
        ("第一行\n第二行\x07铃声", "第 2 行含有无法显示的控制字符"),
        ("第一行\n第二行\n\x00", "第 3 行含有无法显示的控制字符（U+0000）"),
    ],
)
def test_unusable_text_is_refused_at_its_field_and_kept(
    signed_in: Any, cast: Any, text: str, sentence: str
) -> None:
    response = paste(signed_in(cast.clerk), text)
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert 'id="id_text_error"' in page
    assert "演示日报" in page
    assert text.strip("\x00 \n\t") in page
    assert not IntakeDraft.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "", "source_name": "长" * 81}, "text"),
        ({"source_url": "x y"}, "source_url"),
    ],
)
def test_the_first_wrong_field_has_the_focus(
    signed_in: Any, cast: Any, wrong: dict[str, str], field: str
) -> None:
    client = signed_in(cast.clerk)
    assert "autofocus" not in client.get(PAGE).content.decode()
    page = client.post(PAGE, SOURCE | {"text": REPORT} | wrong).content.decode()
    focused = re.findall(r"<(?:input|textarea|select)[^>]*autofocus[^>]*>", page)
    assert [re.findall(r'name="(\w+)"', one) for one in focused] == [[field]]


def test_what_is_wrong_with_the_text_stands_above_its_box(signed_in: Any, cast: Any) -> None:
    page = paste(signed_in(cast.clerk), "").content.decode()
    assert page.index('id="id_text_error"') < page.index("<textarea")


def test_a_duplicate_is_told_at_the_top_without_moving_on(signed_in: Any, cast: Any) -> None:
    client = signed_in(cast.clerk)
    paste(client, REPORT)
    assert "autofocus" not in paste(client, REPORT).content.decode()


def test_an_empty_form_names_every_kind_of_file_that_is_taken(signed_in: Any, cast: Any) -> None:
    for source in ("meeting", "superior"):
        page = told(paste(signed_in(cast.clerk), "", source=source))
        assert ".txt" in page
        assert ".xlsx" in page.split("全文 ", 1)[1].split("或上传文件")[0]


def test_a_chosen_document_shows_its_own_fields_and_not_those_of_a_report(signed_in: Any, cast: Any) -> None:
    client = signed_in(cast.clerk)

    def shown(page: str) -> tuple[bool, bool]:
        facts, report = (
            re.search(r'<details[^>]*id="document-fields"[^>]*>', page),
            re.search(r'<div[^>]*id="report-fields"[^>]*>', page),
        )
        assert facts
        assert report
        return " open" in facts[0], " hidden" not in report[0]

    assert shown(client.get(PAGE).content.decode()) == (False, True)
    assert shown(paste(client, "", source="meeting").content.decode()) == (False, True)
    for source in ("superior", "instruction", "minutes", "work_report", "people_project"):
        assert shown(paste(client, "", source=source).content.decode()) == (True, False)
    wrong = paste(client, "", source="superior", source_url="http://")
    assert shown(wrong.content.decode()) == (True, True)


def test_a_text_of_exactly_the_limit_is_taken(signed_in: Any, cast: Any) -> None:
    assert paste(signed_in(cast.clerk), "一" * 200_000).status_code == 302


@pytest.mark.parametrize("data", [b"%PDF-1.7 x", b"PK\x03\x04zip", b"\x89PNG\r\n", bytes(range(256))])
def test_a_binary_file_is_refused_at_the_file_field(signed_in: Any, cast: Any, data: bytes) -> None:
    upload = SimpleUploadedFile("报道.txt", data)
    response = signed_in(cast.clerk).post(PAGE, SOURCE | {"text": "", "file": upload})
    assert response.status_code == 422
    assert 'id="id_file_error"' in response.content.decode()
    assert not IntakeDraft.objects.exists()


def test_an_empty_file_is_refused_at_the_file_field(signed_in: Any, cast: Any) -> None:
    upload = SimpleUploadedFile("空.txt", b"")
    response = signed_in(cast.clerk).post(PAGE, SOURCE | {"text": "", "file": upload})
    assert response.status_code == 422


def test_pasting_and_uploading_at_once_asks_for_one_of_them(signed_in: Any, cast: Any) -> None:
    upload = SimpleUploadedFile("报道.txt", REPORT.encode())
    response = signed_in(cast.clerk).post(PAGE, SOURCE | {"text": NO_REPORT, "file": upload})
    assert "只能选一种" in told(response)
    assert "窗前种了几盆花" in told(response)


def test_pasted_html_keeps_its_text(signed_in: Any, cast: Any) -> None:
    html = "<div><p>7月19日，镇里开会。</p><script>alert(1)</script><p>会议要求抓好落实。</p></div>"
    paste(signed_in(cast.clerk), html)
    assert IntakeDraft.objects.get().text == "7月19日，镇里开会。\n会议要求抓好落实。"


@pytest.mark.parametrize("again", [REPORT, "\n" + REPORT.replace("\n", "\n\n　　")])
def test_the_same_report_twice_points_to_the_draft(signed_in: Any, cast: Any, again: str) -> None:
    client = signed_in(cast.clerk)
    paste(client, REPORT)
    response = paste(client, again)
    first = IntakeDraft.objects.get()
    assert response.status_code == 422
    assert "请勿重复录入" in told(response)
    assert f'href="/office/intake/{first.pk}/"' in response.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("published_on", "昨天", "看不懂这个日期"),
        ("published_on", "2024-02-30", "看不懂这个日期"),
        ("source_url", "不是网址", "网址不完整"),
        ("source_name", "长" * 81, "最多 80 字"),
        ("source_name", "日报\x00", "含有无法显示的控制字符"),
        ("source_url", "https://example.com/\x01", "含有无法显示的控制字符"),
    ],
)
def test_a_wrong_source_field_is_told_and_the_text_kept(
    signed_in: Any, cast: Any, field: str, value: str, sentence: str
) -> None:
    response = paste(signed_in(cast.clerk), REPORT, **{field: value})
    assert sentence in told(response)
    assert "王建国强调" in told(response)
    assert value in response.content.decode()
    assert not IntakeDraft.objects.exists()


@pytest.mark.parametrize("written", ["2024年7月20日", "2024.7.20", "2024/07/20", "2024-7-20"])
def test_dates_are_read_as_offices_write_them(signed_in: Any, cast: Any, written: str) -> None:
    paste(signed_in(cast.clerk), REPORT, published_on=written)
    published = IntakeDraft.objects.get().published_on
    assert published is not None
    assert published.isoformat() == "2024-07-20"


def test_a_text_that_is_no_report_says_what_was_not_found(signed_in: Any, cast: Any) -> None:
    client = signed_in(cast.clerk)
    page = client.get(paste(client, NO_REPORT)["Location"])
    for sentence in (
        "可能不是会议报道",
        "没有找到会议名称",
        "没有找到完整的召开日期",
        "没有找到参会人员和单位",
    ):
        assert sentence in told(page)
    assert "列为要求" in told(page)


def test_the_page_warns_against_secrets_where_people_type(signed_in: Any, cast: Any) -> None:
    assert "涉密信息不得录入" in told(signed_in(cast.clerk).get(PAGE))


def test_a_draft_given_up_can_be_pasted_again(signed_in: Any, cast: Any) -> None:
    client = signed_in(cast.clerk)
    paste(client, REPORT)
    first = IntakeDraft.objects.get()
    response = client.post(f"/office/intake/{first.pk}/discard/", follow=True)
    assert "已放弃这份草稿" in told(response)
    assert f"/office/intake/{first.pk}/" not in response.content.decode()
    opened = client.get(f"/office/intake/{first.pk}/", follow=True)
    assert "请重新粘贴报道" in told(opened)
    assert client.post(f"/office/intake/{first.pk}/", {"revision": "0", "act": "save"}).status_code == 302
    assert paste(client, REPORT).status_code == 302
    assert IntakeDraft.objects.filter(discarded_at=None).count() == 1


@pytest.mark.parametrize("error", [RequestDataTooBig, TooManyFieldsSent])
def test_a_form_that_is_too_large_is_answered_with_what_to_do(
    rf: RequestFactory, cast: Any, error: type[Exception]
) -> None:
    request = rf.post(PAGE)
    request.user = cast.clerk
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    response = bad_request(request, error())
    assert response.status_code == 413
    assert "不能超过 200,000 字" in told(response)
    assert "“后退”键" in told(response)


def test_the_paste_box_comes_first_then_ones_own_drafts_then_those_of_others(
    signed_in: Any, cast: Any
) -> None:
    paste(signed_in(cast.supervisor), "别人的会议报道。\n要抓好落实。")
    client = signed_in(cast.clerk)
    paste(client, REPORT)
    theirs, mine = IntakeDraft.objects.order_by("pk")
    page = client.get(PAGE).content.decode()
    places = [
        page.index(mark)
        for mark in (
            "<textarea",
            f'href="/office/intake/{mine.pk}/"',
            "其他人录入的",
            f'href="/office/intake/{theirs.pk}/"',
        )
    ]
    assert places == sorted(places)
    assert "继续核对未完成的草稿（2 份）" in page
