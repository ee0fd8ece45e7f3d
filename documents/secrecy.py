"""Signs that words may have to stay inside: marks and words of secrecy, and patterns of personal data.

They warn and never block: whether something may be read by the public is decided by a person, and a text without
any sign may be secret all the same.
"""

import re
from itertools import product

WORDS = (
    "国家秘密",
    "工作秘密",
    "商业秘密",
    "绝密",
    "机密",
    "秘密",
    "涉密",
    "内部资料",
    "内部",
    "不得公开",
    "不宜公开",
    "不予公开",
    "不得外传",
)

# One character for one, so that places in the copy are places in the text.
_SPELT = {"机": "機", "绝": "絕", "秘": "祕", "内": "內", "开": "開", "国": "國", "业": "業", "资": "資"}
_ALIKE = str.maketrans(
    {other: letter for letter, other in _SPELT.items()}
    | dict(zip("０１２３４５６７８９Ｘｘ＋－", "0123456789XX+-", strict=True))
)
_WORDS = "|".join(sorted(WORDS, key=len, reverse=True))
_IDENTITY = r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])"
_MOBILE = r"(?<![0-9A-Za-z])(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9A-Za-z])"
_SIGN = re.compile(f"{_WORDS}|{_IDENTITY}|{_MOBILE}")

# What nearly every text is without, looked for before anything else: it takes a tenth of the time.
_ANY_WORD = re.compile(
    "|".join(
        "".join(letters)
        for word in WORDS
        for letters in product(*(letter + _SPELT.get(letter, "") for letter in word))
    )
)
_LONG_NUMBER = re.compile(r"[0-9０-９](?:[ －-]?[0-9０-９]){10}")


def secrecy_signs(text: str) -> list[tuple[int, int, str]]:
    """Start, end and the very words of each sign in the text, in its order and none inside another.

    Signs are the words of `WORDS`, also in Traditional characters, identity numbers of 18 digits and mobile
    telephone numbers, also in full-width digits.
    """
    if not _ANY_WORD.search(text) and not _LONG_NUMBER.search(text):
        return []
    copy = text.translate(_ALIKE)
    return [(found.start(), found.end(), text[found.start() : found.end()]) for found in _SIGN.finditer(copy)]
