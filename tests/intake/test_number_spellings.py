"""A number is the same number however it is spelt, and another number never passes for it."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.intake.checking.figures import strange_numbers

HAN = "零一二三四五六七八九"
WIDE = str.maketrans("0123456789%.", "０１２３４５６７８９％．")
ABOUT = "全面摸底{}，逐项核对"


def in_han(number: int) -> str:
    """As it is read aloud: 10500 is 一万零五百."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return f"{in_han(high)}万{'零' if 0 < low < 1_000 else ''}{in_han(low) if low else ''}"
    words, zero = "", False
    for place, name in ((1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, place)
        if digit:
            words += ("零" if zero and words else "") + HAN[digit] + name
        zero = not digit
    return words or "零"


def in_ten_thousands(number: int) -> str:
    whole, rest = divmod(number, 10_000)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".") + "万"


PLAIN: list[Callable[[int], str]] = [
    str,
    lambda n: str(n).translate(WIDE),
    lambda n: f"{n:,}",
    in_han,
    lambda n: in_han(n).replace("万", "萬"),
    in_ten_thousands,
]
SHARES: list[Callable[[int], str]] = [
    lambda n: f"{n}%",
    lambda n: f"{n}％",
    lambda n: f"{n}%".translate(WIDE),
    lambda n: f"百分之{in_han(n)}",
    lambda n: f"百分之{n}",
    lambda n: f"{n} %",
]
numbers = st.integers(min_value=2, max_value=99_999_999)
counted = st.sampled_from(["家", "亩", "个", "元", "项", "户"])


@given(numbers, counted, st.sampled_from(PLAIN), st.sampled_from(PLAIN))
def test_a_number_spelt_otherwise_is_never_reported(
    number: int, unit: str, one: Callable[[int], str], other: Callable[[int], str]
) -> None:
    title, passage = ABOUT.format(one(number) + unit), f"要走访{other(number)}{unit}企业。"
    assert strange_numbers(title, passage) == ()


@given(st.integers(1, 100), st.sampled_from(SHARES), st.sampled_from(SHARES))
def test_a_share_spelt_otherwise_is_never_reported(
    number: int, one: Callable[[int], str], other: Callable[[int], str]
) -> None:
    assert strange_numbers(ABOUT.format(one(number)), f"要增长{other(number)}以上。") == ()


@given(numbers, numbers, counted, st.sampled_from(PLAIN), st.sampled_from(PLAIN))
def test_another_number_is_reported(
    number: int, there: int, unit: str, one: Callable[[int], str], other: Callable[[int], str]
) -> None:
    title, passage = ABOUT.format(one(number) + unit), f"要走访{other(there)}{unit}企业。"
    assert bool(strange_numbers(title, passage)) == (number != there)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_read(words: str, passage: str) -> None:
    assert strange_numbers(words, words + passage) == ()


@pytest.mark.parametrize(
    ("title", "passage"),
    [
        ("走访3家企业", "走访三家企业"),
        ("增长三成", "增长30%"),
        ("增长30％", "增长百分之三十"),
        ("整备用地1.5万亩", "整备用地一万五千亩"),
        ("整备用地15000亩", "整备用地1.5 万亩"),
        ("投资2.3亿元", "投资2亿3000万元"),
        ("引进两个项目", "引进2个项目"),
        ("技改增长5%至8%", "技改增长5—8%"),
        ("走访10家到20家", "走访10-20家"),
        ("服务三十余家企业", "服務30餘家企業"),
        ("落实“五个一”", "高效推行“五个一” 促进服务提质"),
        ("开展第二批整治", "开展第二批整治"),
        ("建设5G基站、4A级景区", "建设基站和景区"),
        ("统一思想，十分重视，千方百计抓好一批项目", "思想要统一"),
        ("1.走访企业\n2、建立清单\n（3）回应诉求\n④帮助解决", "走访企业"),
    ],
)
def test_what_stands_in_the_passage_or_is_no_number_is_left_alone(title: str, passage: str) -> None:
    assert strange_numbers(title, passage) == ()


@pytest.mark.parametrize(
    ("title", "passage", "told"),
    [
        ("走访30家企业", "走访三家企业", ["30家"]),
        ("增长30%", "走访30家企业", ["30%"]),
        ("整备用地1.5万亩", "整备用地1.5亩", ["1.5万亩"]),
        ("走访五家企业，引进十个项目", "走访企业，引进项目", ["五家", "十个"]),
        ("增长百分之八", "增长", ["百分之八"]),
        ("走访２０家", "走访12家、200家", ["20家"]),
    ],
)
def test_what_the_passage_does_not_say_is_told_as_it_is_written(
    title: str, passage: str, told: list[str]
) -> None:
    assert list(strange_numbers(title, passage)) == told
