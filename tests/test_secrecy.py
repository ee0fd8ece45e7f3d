"""What the warning before a release finds in a text, and what it leaves alone."""

import random

import pytest

from documents.secrecy import WORDS, secrecy_signs

# None of these characters is part of a word of the list, of a number, or of an address.
FILLING = "镇里召经济例会强调企业项目推进，。；：“”（）\n 、走访园区菊花"


def _words(text: str) -> list[str]:
    return [words for _, _, words in secrecy_signs(text)]


def _plain(chance: random.Random, most: int = 12) -> str:
    return "".join(chance.choice(FILLING) for _ in range(chance.randint(1, most)))


def _sign(chance: random.Random) -> str:
    identity = f"{chance.randint(1, 9)}{chance.randrange(10**16):016d}{chance.choice('0123456789Xx')}"
    mobile = f"1{chance.randint(3, 9)}{chance.randrange(10**9):09d}"
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return chance.choice([chance.choice(WORDS), identity, mobile, identity.translate(wide), f"+86{mobile}"])


@pytest.mark.parametrize("seed", range(200))
def test_every_sign_is_found_at_its_place_and_nothing_else_is(seed: int) -> None:
    chance = random.Random(seed)
    text, expected = _plain(chance), []
    for _ in range(chance.randint(0, 6)):
        sign = _sign(chance)
        expected.append((len(text), len(text) + len(sign), sign))
        text += sign + _plain(chance)
    assert secrecy_signs(text) == expected


@pytest.mark.parametrize("seed", range(200))
def test_any_text_gives_places_in_order_that_hold_the_words_told(seed: int) -> None:
    chance = random.Random(seed)
    letters = "秘密机绝内部工作涉不得公开138０１Xx+- 機\U0001f33c\ud800\n"
    text = "".join(chance.choice(letters) for _ in range(80))
    at = 0
    for start, end, words in secrecy_signs(text):
        assert at <= start < end <= len(text)
        assert text[start:end] == words
        at = end


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("办好菊花主题消费季，2024年12月31日前完成。", []),
        ("涉及工作秘密，不得公开。", ["工作秘密", "不得公开"]),
        ("涉及工作祕密與內部資料", ["工作祕密", "內部資料"]),
        ("联系人电话138-0013-8000或139 0013 8000", ["138-0013-8000", "139 0013 8000"]),
        ("证号11010519491231002x，办公电话0760-22112211", ["11010519491231002x"]),
        ("编号1101051949123100211（19位）、12345678901", []),
        ("投资13800138000000元，代码A13800138000", []),
    ],
)
def test_examples(text: str, found: list[str]) -> None:
    assert _words(text) == found
