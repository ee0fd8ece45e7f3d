"""Pasted and uploaded text: what is taken, and what is refused with a sentence."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.incoming_text import MAX_CHARACTERS, UnusableText, from_paste, from_upload


def test_line_ends_become_lf_and_nothing_is_stripped() -> None:
    assert from_paste("  甲\r\n乙\r丙\n ") == "  甲\n乙\n丙\n "


def test_invisible_marks_go_since_nobody_can_see_them_to_delete_them() -> None:
    assert from_paste("\ufeff要抓\u200b好\u202e落实\u202c&#x202E;&shy;三\u2060项") == "要抓好落实三项"


def test_pasted_markup_goes_and_its_words_stay() -> None:
    pasted = "<html><head><title>t</title></head><body><p>第一段&amp;一</p><script>alert(1)</script><p>第二段</p></body>"
    assert from_paste(pasted) == "第一段&一\n第二段"


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("<html><head><title>t</title><p>第一段<p>第二段", "第一段\n第二段"),
        ("<html><head><style>p{}</style>没有写完的页头，正文还在。", "没有写完的页头，正文还在。"),
        ("要<strong>抓好</strong>落实", "要抓好落实"),
        ("要抓好<script>落实", "要抓好落实"),
        ("要抓好<script>var a = '<p>';</script>落实", "要抓好落实"),
        ("要抓好&nbsp;落实&#8220;三项&rdquo;", "要抓好 落实“三项”"),
        ("<table><tr><td>甲</td><td>乙</td></tr></table>", "甲  乙"),
        (
            "<p class=MsoNormal style='mso: x'>甲<o:p></o:p></p><!--[if gte mso 9]><xml>x</xml><![endif]-->",
            "甲",
        ),
        ('<a href="https://example.com/?a=1&b=2">链接</a>', "链接"),
        ("&lt;p&gt; 是段落", "<p> 是段落"),
    ],
)
def test_any_tag_or_entity_of_html_is_markup(pasted: str, words: str) -> None:
    assert from_paste(pasted) == words


@pytest.mark.parametrize(
    "text",
    [
        "产值 <a 大于 b> 增长",
        "<人名>在会上说",
        "A&B公司，&未完",
        "x <b 且 y> z",
        "<!-- 没有写完",
        "甲 < p > 乙",
    ],
)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert from_paste(text) == text


@pytest.mark.parametrize("piece", ["<script>", "<!--", '<a href="', "<a a=1 ", "&amp", "<![", "<p  "])
def test_endless_markup_is_read_in_no_time(piece: str) -> None:
    started = time.monotonic()
    with contextlib.suppress(UnusableText):
        from_paste(piece * 100_000)
    assert time.monotonic() - started < 3


def test_angle_brackets_that_are_no_markup_stay() -> None:
    assert from_paste("增速<5%，目标>6%") == "增速<5%，目标>6%"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "请粘贴"),
        (" \n\t ", "请粘贴"),
        ("好" * (MAX_CHARACTERS + 1), "超过上限"),
        ("第一行\n第二\x00行", "第 2 行"),
        ("退格\x08", "控制字符"),
        ("\ud800", "控制字符"),
    ],
)
def test_text_that_cannot_be_kept_is_refused_by_a_sentence(text: str, says: str) -> None:
    with pytest.raises(UnusableText, match=says):
        from_paste(text)


def test_the_longest_allowed_text_is_taken() -> None:
    assert len(from_paste("好" * MAX_CHARACTERS)) == MAX_CHARACTERS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_an_upload_is_read_in_the_encodings_of_chinese_offices(encoding: str) -> None:
    assert from_upload("小榄镇召开会议。".encode(encoding)) == "小榄镇召开会议。"


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7 ...", b"PK\x03\x04docx", b"\xd0\xcf\x11\xe0doc", b"\x89PNG\r\n", b"MZ\x90\x00", b"\xff" * 40],
)
def test_a_file_that_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableText):
        from_upload(data)


def test_a_file_too_large_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(UnusableText, match="文件太大"):
        from_upload(b"a" * (4 * MAX_CHARACTERS + 1))


@given(st.binary(max_size=400))
def test_any_bytes_give_clean_text_or_a_refusal(data: bytes) -> None:
    try:
        text = from_upload(data)
    except UnusableText:
        return
    assert text.strip()
    assert "\r" not in text and "\x00" not in text
