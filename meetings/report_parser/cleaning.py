"""The normalised copy that all rules read, with a map back to the raw text.

Order of the steps: a scraper's pinyin notes, invisible characters and padding are dropped; every character
is folded (NFKC, Chinese punctuation in Chinese context); Traditional becomes Simplified. Each character of
the copy knows the raw characters it stands for, so a span of the copy gives an exact span of the raw text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import opencc

from .types import Quote, Span
from .vocabulary import SURNAMES

HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_TONED = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜńňǹḿ"
_NOTE = re.compile(rf"(?<=[{HAN}])[(（]([a-zü{_TONED}]{{1,6}})[)）]", re.IGNORECASE)
_SYLLABLE = re.compile(
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?(?:[aoeiuvü]{1,3}|i?ang|iong|ueng|[iu]?an|[ue]?n|üan|ün|[ieu]ng?|uang|ong|er|ng)"
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\r]")
_PADDED_NUMBER = re.compile(rf"(?<=[{HAN}])[ \t\u3000\u00a0]+(?=\d)|(?<=\d)[ \t\u3000\u00a0]+(?=[{HAN}%％])")
_PADDED_NAME = re.compile(rf"(?<=([{HAN}]))[ \u3000]+(?=[{HAN}](?:[、,，。;；)）\n等]|$))")
_SENTENCE_END = frozenset("。！？；：!?;:.”’」』)）")
_NEW_LINE_STARTS = re.compile(r"[\s一二三四五六七八九十\d(（第■●▲]")
_CHINESE_FORM = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"}
_KEPT = frozenset("，；：（）？！。、…—～“”‘’《》〈〉「」『』【】〔〕")
_QUOTES = {"「": "“", "」": "”", "『": "‘", "』": "’"}  # the marks of Traditional print
_MIN_TRADITIONAL_SHARE = 0.03


@dataclass(frozen=True, slots=True)
class CleanText:
    """The copy (`text`) and, for each of its characters, where it starts and ends in `raw`."""

    raw: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The raw span of `text[start:end]`; a non-empty range is expected."""
        return self.starts[start], self.ends[end - 1]

    def _whole(self, start: int, end: int) -> Span:
        while 0 < start < len(self.text) and self.starts[start - 1] == self.starts[start]:
            start -= 1
        while 0 < end < len(self.text) and self.starts[end] == self.starts[end - 1]:
            end += 1
        return start, end

    def quote(self, start: int, end: int, rule: str = "") -> Quote:
        """`text[start:end]` without the blanks around it, and its raw span.

        A raw character that became several (① → （1）) is quoted whole or not at all.
        """
        start, end = self._whole(*strip(self.text, start, end))
        return Quote(self.text[start:end], self.span(start, end), rule)


def strip(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without blanks at its ends; a wholly blank range is returned as it is."""
    first, last = start, end
    while first < last and text[first].isspace():
        first += 1
    while first < last and text[last - 1].isspace():
        last -= 1
    return (first, last) if first < last else (start, end)


def clean(raw: str) -> CleanText:
    """The normalised copy of `raw`, whatever `raw` is."""
    dropped = _dropped(raw)
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    index = 0
    while index < len(raw):
        if index in dropped:
            skip_to, is_note = dropped[index]
            if is_note and ends:
                ends[-1] = skip_to
            index = skip_to
            continue
        for letter in _fold(raw, index):
            letters.append(letter)
            starts.append(index)
            ends.append(index + 1)
        index += 1
    return CleanText(raw, to_simplified("".join(letters)), tuple(starts), tuple(ends))


def _dropped(raw: str) -> dict[int, tuple[int, bool]]:
    """Start of each dropped run → (its end, whether it is a note that belongs to the character before it)."""
    runs: dict[int, tuple[int, bool]] = {}
    for match in _PADDED_NUMBER.finditer(raw):
        runs[match.start()] = (match.end(), False)
    for match in _PADDED_NAME.finditer(raw):
        if match.group(1) in SURNAMES:
            runs[match.start()] = (match.end(), False)
    for newline in _wrapped_lines(raw):
        runs[newline] = (newline + 1, False)
    for match in _INVISIBLE.finditer(raw):
        runs[match.start()] = (match.end(), False)
    for start, end in pinyin_notes(raw):
        runs[start] = (end, True)
    return runs


def _wrapped_lines(raw: str) -> list[int]:
    """Newlines inside a sentence: the line is running prose, stops without a mark, and the next goes on."""
    found = []
    start = 0
    while (newline := raw.find("\n", start)) >= 0:
        line = raw[start:newline]
        goes_on = newline + 1 < len(raw) and not _NEW_LINE_STARTS.match(raw, newline + 1)
        if len(line) > 20 and goes_on and line[-1] not in _SENTENCE_END and not line[-1].isspace():
            if "。" in line or "，" in line or line[-1] in "、，":
                found.append(newline)
        start = newline + 1
    return found


def pinyin_notes(raw: str) -> list[Span]:
    """Where a scraper left the reading of the character before: `鎮(zhèn)`.

    A note is one syllable. Without a tone mark (`們(men)`) it counts only where the text also has notes
    with tone marks, so that `(app)` or `(she)` in an ordinary text is left alone.
    """
    notes = [m for m in _NOTE.finditer(raw) if _is_syllable(m.group(1))]
    toned = any(not m.group(1).isascii() for m in notes)
    return [m.span() for m in notes if toned or not m.group(1).isascii()]


def _is_syllable(letters: str) -> bool:
    plain = "".join(c for c in unicodedata.normalize("NFD", letters.lower()) if c.isalpha())
    return bool(_SYLLABLE.fullmatch(plain))


def _fold(raw: str, index: int) -> str:
    letter = _QUOTES.get(raw[index], raw[index])
    if "\u4e00" <= letter <= "\u9fff" or letter in _KEPT or letter == "\n":
        return letter
    if letter in "\u2028\u2029\x0b\x0c\x85":
        return "\n"
    if letter.isspace() or unicodedata.category(letter) in {"Cc", "Cs", "Co", "Cn"}:
        return " "
    folded = unicodedata.normalize("NFKC", letter)
    if folded.isdecimal() and unicodedata.category(letter) == "No" and letter not in "¹²³":
        return f"（{folded}）"  # ① is a number of a list and must not melt into the text after it
    if len(folded) > 1:
        return "".join(_CHINESE_FORM.get(c, c) for c in folded).replace("\n", " ")
    if folded in _CHINESE_FORM and _in_chinese(raw, index):
        return _CHINESE_FORM[folded]
    return folded or " "


def _in_chinese(raw: str, index: int) -> bool:
    """Whether the mark at `index` stands in Chinese text: between digits or Latin letters it does not."""
    around = raw[max(0, index - 1) : index] + raw[index + 1 : index + 2]
    return not around.isascii()


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def to_simplified(text: str) -> str:
    """`text` in Simplified characters, of exactly the same length.

    Only a text that is Traditional is converted throughout: a Simplified one keeps characters that both
    scripts use (李乾, 著), and only characters that Simplified does not have are replaced.
    """
    if not text or text.isascii():
        return text
    converted = _convert(text)
    if converted == text:
        return text
    changed = sum(a != b and not in_simplified_set(a) for a, b in zip(text, converted, strict=True))
    if changed >= _MIN_TRADITIONAL_SHARE * sum(c > "\u3400" for c in text):
        return converted
    return "".join(a if in_simplified_set(a) else b for a, b in zip(text, converted, strict=True))


def _convert(text: str) -> str:
    """OpenCC's conversion, character by character where it would change the length."""
    converted = _converter().convert(text)
    if len(converted) == len(text):
        return str(converted)
    singles = {letter: _converter().convert(letter) for letter in set(text)}
    return "".join(singles[c] if len(singles[c]) == 1 else c for c in text)


@lru_cache(maxsize=20_000)
def in_simplified_set(letter: str) -> bool:
    """Whether GB 2312, the character set of Simplified print, has the character."""
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
