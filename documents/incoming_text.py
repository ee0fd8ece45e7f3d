"""Text that people paste or upload: decoded, markup and invisible marks dropped, line ends made LF, checked.

What comes out is frozen as a report version; nothing is stripped after that, so that positions stay true.
"""

import re

from .markup import has_markup, without_markup

MAX_CHARACTERS = 200_000
MAX_BYTES = 4 * MAX_CHARACTERS

# Bidirectional marks make a text read otherwise than it is kept; no Chinese text needs one.
_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
CONTROL = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_DIRECTION}\ufffe\uffff\ud800-\udfff]")
# What web pages and word processors put between characters without a width: nobody sees it to delete it.
_INVISIBLE = re.compile(rf"[{_DIRECTION}\u00ad\u200b\u2060\ufeff]")
_SIGNATURES = (
    b"%PDF",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"MZ",
)


class UnusableText(ValueError):
    """The text cannot be taken; the message says in Chinese why and what to do."""


def from_upload(data: bytes) -> str:
    """The text of an uploaded .txt file (UTF-8, UTF-16 with a mark, or GB18030); raises UnusableText."""
    if len(data) > MAX_BYTES:
        raise UnusableText(f"文件太大，报道全文不能超过 {MAX_CHARACTERS:,} 字。请分篇上传。")
    if data.startswith(_SIGNATURES):
        raise UnusableText("这不是纯文本文件。请把报道全文复制后粘贴，或另存为 .txt 再上传。")
    return from_paste(_decode(data))


def from_paste(text: str) -> str:
    """The text as it will be frozen; raises UnusableText when it is empty, too long or not text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if has_markup(text):
        text = without_markup(text)
    text = _INVISIBLE.sub("", text)
    found = control_character(text)
    if found:
        raise UnusableText(f"第 {found[0]} 行含有无法显示的控制字符（{found[1]}）。请删除后重试。")
    if not text.strip():
        raise UnusableText("请粘贴报道全文，或上传 .txt 文件。")
    if len(text) > MAX_CHARACTERS:
        raise UnusableText(f"全文 {len(text):,} 字，超过上限 {MAX_CHARACTERS:,} 字。请分篇录入。")
    return text


def control_character(text: str) -> tuple[int, str] | None:
    """Line and name (`U+0007`) of the first character that is no text and that no database should keep."""
    found = CONTROL.search(text)
    return (text.count("\n", 0, found.start()) + 1, f"U+{ord(found[0]):04X}") if found else None


def _decode(data: bytes) -> str:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ("utf-16",) if marked else ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnusableText("无法识别文件的文字编码。请另存为 UTF-8 编码的 .txt 再上传。")
