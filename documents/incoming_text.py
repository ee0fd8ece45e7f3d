"""Text that people paste or upload: decoded, markup dropped, line ends made LF, checked.

What comes out is frozen as a report version; nothing is stripped after that, so that positions stay true.
"""

import re
from html.parser import HTMLParser

MAX_CHARACTERS = 200_000
MAX_BYTES = 4 * MAX_CHARACTERS

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_MARKUP = re.compile(
    r"<(?:!doctype|html|body|div|p|br|span|table|article|section|h[1-6]|a|ul|ol|li)\b[^<>]*>", re.IGNORECASE
)
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "footer", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul",
})  # fmt: skip
_INVISIBLE = frozenset({"script", "style", "head", "template", "noscript"})
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
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if _MARKUP.search(text):
        text = without_markup(text)
    found = _CONTROL.search(text)
    if found:
        place = text.count("\n", 0, found.start()) + 1
        raise UnusableText(f"第 {place} 行含有无法显示的控制字符（U+{ord(found[0]):04X}）。请删除后重试。")
    if not text.strip():
        raise UnusableText("请粘贴报道全文，或上传 .txt 文件。")
    if len(text) > MAX_CHARACTERS:
        raise UnusableText(f"全文 {len(text):,} 字，超过上限 {MAX_CHARACTERS:,} 字。请分篇录入。")
    return text


def without_markup(html: str) -> str:
    """The words of pasted HTML; block elements become line ends, scripts and styles go."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split(" ")).strip() for line in "".join(reader.words).split("\n"))
    return "\n".join(line for line in lines if line)


def _decode(data: bytes) -> str:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ("utf-16",) if marked else ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnusableText("无法识别文件的文字编码。请另存为 UTF-8 编码的 .txt 再上传。")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _INVISIBLE:
            self._hidden += 1
        elif tag in _BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _INVISIBLE:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)
