"""Words that leave open what is to be done, or that may have to stay inside."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from documents.secrecy import secrecy_signs

from .problem import Problem

Row = dict[str, Any]

SHORT = 6
SHORT_IN_TABLE = 4  # a table's columns say the rest, and its titles are its own
MANY = 3
_EMPTY = re.compile(
    r"(?:创新|转变|拓宽|理清|明确|解放)(?:思路|思想|观念|理念|方向)|(?:加强|强化)(?:领导|组织|统筹|管理|协调|保障|督查)|"
    r"(?:提高|统一)(?:认识|站位|思想)|(?:压实|落实|明确|强化)责任|狠抓落实|形成合力|真抓实干"
)
_DIRECTION = re.compile(r"要?在[^，。；]{1,20}上(?:要?有|取得|实现|见|出)新?[^，。；]{1,8}")


def weak_title(path: str, task: Row) -> Iterator[Problem]:
    """A title that names a direction and no deed, or hardly anything."""
    title = task["title"].strip()
    if not task["measures"].strip() and _DIRECTION.fullmatch(title.rstrip("。；")):
        words = "只写了方向，没有写做什么。请补充措施，或把任务写具体。"
    elif 0 < len(title) < SHORT and not _own_of_table(task, title):
        words = f"任务名称只有 {len(title)} 个字，请写明做什么。"
    else:
        return
    yield Problem(path, words, blocking=False)


def _own_of_table(task: Row, title: str) -> bool:
    """Whether a table gave the short title, and it says something."""
    return "notes" in task and len(title) >= SHORT_IN_TABLE and not _EMPTY.fullmatch(title)


def signs_of_secrecy(rows: list[Row]) -> dict[str, Problem]:
    """By path: the headlines, titles and measures in which something may have to stay inside."""
    fields = dict(_fields(rows))
    if not secrecy_signs("\n".join(fields.values())):  # as nearly always: one reading of all of them
        return {}
    found = {}
    for path, words in fields.items():
        signs = list(dict.fromkeys(sign for _, _, sign in secrecy_signs(words)))
        if signs:
            told = f"含有{quoted(signs)}。请核对能否写入任务；涉密的不要在本平台处理。"
            found[path] = Problem(path, told, blocking=False)
    return found


def _fields(rows: list[Row]) -> Iterator[tuple[str, str]]:
    for n, row in enumerate(rows):
        yield f"directives.{n}.headline", row["headline"]
        for m, task in enumerate(row["tasks"]):
            yield f"directives.{n}.tasks.{m}.title", task["title"]
            yield f"directives.{n}.tasks.{m}.measures", task["measures"]


def quoted(words: Sequence[str]) -> str:
    """“甲”“乙”“丙”等; the first few of them."""
    return "".join(f"“{one}”" for one in words[:MANY]) + ("等" if len(words) > MANY else "")
