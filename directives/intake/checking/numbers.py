"""Numbers in Chinese text, however they are spelt: 30％, 百分之三十 and 三成; 1.5万亩 and 一万五千亩; 三家 and 3家."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest
from math import prod

Value = tuple[str, Decimal]  # "%" or "" with the number

_DIGITS = {word: n for n, word in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
YEAR = 4  # digits of a year that is spelt out: 二〇二四
_UNITS = {"十": 10, "百": 100, "千": 1_000}
_SCALES = _UNITS | {"万": 10_000, "亿": 100_000_000}
_SHARES = {"百分之": Decimal(1), "千分之": Decimal("0.1"), "万分之": Decimal("0.01")}
_MARKS = {"%": Decimal(1), "‰": Decimal("0.1")}

_HAN = "零〇一二两三四五六七八九十百千万亿"
_PLAIN = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?P<share>百分之|千分之|万分之)?"
    rf"(?:(?P<digits>(?:(?:{_PLAIN})[百千万亿]+)+(?:\d+(?![\d.]))?|{_PLAIN})"
    rf"|(?P<han>[{_HAN}]+(?:点[零〇一二三四五六七八九]+[百千万亿]*)?))"
    rf"(?:[多余](?P<late>[万亿]*))?(?P<mark>%|‰|成(?![立为员效果就长本熟绩功都型片活]))?"
)
_PART = re.compile(r"(\d+(?:\.\d+)?)([百千万亿]*)")
_LAST_SCALE = re.compile("[万亿]+$")
_RANGE = re.compile(r"[-—–~至到]")
# What is counted: a Chinese numeral before anything else is more likely part of a word (统一, 三农, 十分).
_COUNTED = re.compile(
    r"个工作日|个百分点|个(?!人)|平方(?:公里|千米|米)|立方米|公里|千米|公顷|千瓦|小时|分钟|季度|人次|"
    r"[家项亩元倍次场名户位天日号年月周批条处所座栋台辆间套种类类件宗吨米度轮级期块支篇份人大]"
)
_LIST_MARK = re.compile(r"(?:^|(?<=[;:。]))\s*(?:\(\d{1,2}\)|\d{1,2}[.、)](?!\d))", re.MULTILINE)
_DAY = re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_NOTE = re.compile(r"(?<=[\u3400-\u9fff])\([^\W\d_\u3400-\u9fff]{1,6}\)")
_BLANK = re.compile(r"(?<=[\u3400-\u9fff])[ \t]+(?=\d)|(?<=\d)[ \t]+(?=[\u3400-\u9fff%])")
# One width and one script, as far as numbers need them; what is counted off (①) is no number.
_ONE_FORM = str.maketrans(
    "０１２３４５６７８９％．，（）；：－～／　萬億兩個項畝場戶條噸餘點層處臺輛間種類號週",
    "0123456789%.,();:-~/ 万亿两个项亩场户条吨余点层处台辆间种类号周",
) | dict.fromkeys(range(ord("①"), ord("⒛") + 1))
_BETWEEN = frozenset("-./")


@dataclass(frozen=True, slots=True)
class Number:
    """A number with what is counted (`30家`), every value that its words may mean, and what stands around it."""

    words: str
    values: frozenset[Value]
    counted: str = ""
    is_claim: bool = False
    """Whether it surely is a number, and not a part of a word or a name."""


@lru_cache(maxsize=2_000)
def numbers_in(words: str) -> tuple[Number, ...]:
    """All numbers of the words, in their order; marks of a list (`1.`) are none."""
    return tuple(_numbers(folded(words)))


def folded(words: str) -> str:
    """One width, Simplified as far as numbers need it, without a scraper's notes and blanks around digits."""
    plain = words.translate(_ONE_FORM)
    if "(" in plain:
        plain = _NOTE.sub("", plain)
    if " " in plain:
        plain = _BLANK.sub("", plain)
    return _DAY.sub(r"\1年\2月\3日", plain) if _BETWEEN & set(plain) else plain


def _numbers(text: str) -> Iterator[Number]:
    text = _LIST_MARK.sub(lambda mark: " " * len(mark[0]), text)
    found = list(_NUMBER.finditer(text))
    for match, following in zip_longest(found, found[1:]):
        ends = match
        values = _values(match)
        if following and _RANGE.fullmatch(text, match.end(), following.start()):
            values |= _as_in(match, following)
            ends = following
        counted = _COUNTED.match(text, ends.end())
        unit = counted[0] if counted else ""
        words = match[0] + (unit if ends is match else "")
        yield Number(words, frozenset(values), unit, bool(values) and _is_claim(text, match, unit))


def _is_claim(text: str, match: re.Match[str], unit: str) -> bool:
    if match["mark"] in _MARKS or match["share"]:
        return True
    before, after = text[max(match.start() - 1, 0) : match.start()], text[match.end() : match.end() + 1]
    if match["digits"]:  # 5G, A4 and ISO9001 are names
        return not any(letter.isascii() and letter.isalpha() for letter in (before, after))
    # 一 is an article more often than a number.
    return bool(unit) and match["han"] != "一"


def _values(match: re.Match[str]) -> set[Value]:
    number = _number(match)
    if number is None:
        return set()
    if match["share"]:
        return {("%", number * _SHARES[match["share"]])}
    if match["mark"] in _MARKS:
        return {("%", number * _MARKS[match["mark"]])}
    return {("", number)} | ({("%", number * 10)} if match["mark"] == "成" else set())


def _as_in(match: re.Match[str], following: re.Match[str]) -> set[Value]:
    """The first number of a range in the measure of the second: 5—8%, 10至20万元."""
    number = _number(match)
    if number is None:
        return set()
    if following["mark"] in _MARKS or match["share"]:
        return {("%", number)}
    scale = _LAST_SCALE.search((following["digits"] or following["han"]) + (following["late"] or ""))
    return {("", number * _product(scale[0]))} if scale else set()


def _number(match: re.Match[str]) -> Decimal | None:
    if match["share"] and match["han"] == "百":
        return Decimal(100)
    number = _of_digits(match["digits"]) if match["digits"] else _of_han(match["han"])
    return number * _product(match["late"]) if number and match["late"] else number


def _product(scales: str) -> int:
    return prod(_SCALES[letter] for letter in scales)


def _of_digits(words: str) -> Decimal:
    """1,200; 1.5万; 2亿3000万."""
    if words.isdigit():
        return Decimal(words)
    parts = _PART.findall(words.replace(",", ""))
    return sum((Decimal(digits) * _product(scales) for digits, scales in parts), Decimal(0))


def _of_han(words: str) -> Decimal | None:
    """The number of a Chinese numeral; None where it names none for certain (三五, 百千万)."""
    whole, _, decimals = words.partition("点")
    number = _whole(whole)
    if number is None or not decimals:
        return number
    digits = decimals.rstrip("百千万亿")
    fraction = Decimal("0." + "".join(str(_DIGITS[letter]) for letter in digits))
    return (number + fraction) * _product(decimals[len(digits) :])


def _whole(words: str) -> Decimal | None:
    if all(letter in _DIGITS for letter in words):
        if len(words) > 1 and len(words) != YEAR:
            return None
        return Decimal("".join(str(_DIGITS[letter]) for letter in words))
    return None if words[0] in "百千万亿" else _by_places(words)


def _by_places(words: str) -> Decimal | None:
    """一亿三千万, 一百零五, and 一万五 for 一万五千; None for two digits side by side (二三十)."""
    total = section = digit = place = 0
    for letter in words:
        if letter in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[letter]
            place = place if digit else 0
        elif letter in _UNITS:
            section += (digit or 1) * _UNITS[letter]
            digit, place = 0, _UNITS[letter]
        else:
            above = letter == "万" and section + digit > 0  # the 亿 before it are told already: 一亿三千万
            total, section = (total, section + digit) if above else (0, total + section + digit)
            total += section * _SCALES[letter]
            section, digit, place = 0, 0, _SCALES[letter]
    return Decimal(total + section + digit * max(place // 10, 1))
