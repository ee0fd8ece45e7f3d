"""Signs that words may have to stay inside: marks and words of secrecy, and patterns of personal data.

They warn and never block: whether something may be read by the public is decided by a person, and a text without
any sign may be secret all the same.
"""

import re

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
_ALIKE = str.maketrans("機絕祕內開國業資０１２３４５６７８９Ｘｘｘ＋－", "机绝秘内开国业资0123456789XXX+-")
_WORDS = "|".join(sorted(WORDS, key=len, reverse=True))
_IDENTITY = r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])"
_MOBILE = r"(?<![0-9A-Za-z])(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9A-Za-z])"
_SIGN = re.compile(f"{_WORDS}|{_IDENTITY}|{_MOBILE}")


def secrecy_signs(text: str) -> list[tuple[int, int, str]]:
    """Start, end and the very words of each sign in the text, in its order and none inside another.

    Signs are the words of `WORDS`, also in Traditional characters, identity numbers of 18 digits and mobile
    telephone numbers, also in full-width digits.
    """
    copy = text.translate(_ALIKE)
    return [(found.start(), found.end(), text[found.start() : found.end()]) for found in _SIGN.finditer(copy)]
