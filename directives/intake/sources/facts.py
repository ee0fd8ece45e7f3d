"""The facts of a document: what its own text says of them, and the dates that follow from the superior's.

    {"title": "", "issuing_unit": "", "document_number": "", "received_on": "", "superior_due_on": "",
     "internal_due_on": "", "feedback_to": "", "proposed_for": "", "internal_proposed": ""}

Days are ISO strings or "". `received_guess`, where it stands, is a day of receipt that was taken from the mere year of
the document. `proposed_for` is the superior's day that `internal_proposed` was worked out from, so that
a day the office chose itself is left alone.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

from meetings.models import DemandSource
from meetings.report_parser import days_named

from ...models import Basis, Task
from ...workdays import add_workdays
from .dating import signed_line

Row = dict[str, Any]

WORKDAYS_EARLIER = 5
FACTS = (
    "title", "issuing_unit", "document_number", "received_on", "superior_due_on", "internal_due_on", "feedback_to",
)  # fmt: skip
RECEIVED_GUESS = "received_guess"
TITLE_LENGTH = 160
_NUMBER = re.compile(r"(?:[文编]号[：:])?\s*(\S{1,14}[〔［\[【（(]\d{4}[〕］\]】）)]第?\d{1,5}号)")
_SIGNED = re.compile(r"\S{2,30}?(?:办公室|督查室|政府|委员会|局|委|办|部|中心|支队)")
_UNTIL = re.compile(
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:（[^）]{1,6}）)?(?:\d{1,2}[:：]\d\d|[上下]午|下班)?(?:之前|以前|前)"
)
_HOUR = re.compile(r"（[^）]*）|\d{1,2}[:：]\d\d|[上下]午|下班")
_ANSWER = re.compile(r"报送|反馈|书面|上报|报告|报至|报我|办结|办理完毕")
# Whom the superior wants to hear from it: 反馈市政府督查室, 报送至我办, 向市督查室反馈.
_TOLD = r"(?:报送|反馈|回复|上报|报告|书面报(?![送告至给])|报至|报给|报(?=我|[市省县区国]))"
_WHOM = r"(?P<whom>[\u3400-\u9fff（）、]{1,28}?(?:办公室|督查室|[室局办委部处科府]|中心|专班|委员会|工作组|领导小组)(?:（[^（）]{1,12}）)?)"
_TOLD_TO = re.compile(rf"{_TOLD}(?:至|给|到|往)?{_WHOM}(?=$|[，。；（\s]|汇总|邮箱|备案)")
_ASKED = re.compile(rf"请(?!示).*前.*{_TOLD}")
_TO_WHOM = re.compile(rf"[向给]{_WHOM}(?:书面)?{_TOLD}")
_OUR_OFFICE = re.compile(r"我[办室局委部处科府]|我中心|本[办室局委部]")
_ENDS = re.compile(r"[。；！？：，、;:,]$")


def blank_document() -> Row:
    return dict.fromkeys((*FACTS, "proposed_for", "internal_proposed"), "")


def facts_in(text: str, kind: str, received: date | None) -> Row:
    """What the text itself says, each only where it is unmistakable; a clerk checks all of it.

    Its words count time from `received`.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = {
        "title": _title(lines),
        "document_number": next((said[1] for line in lines[:6] if (said := _NUMBER.fullmatch(line))), ""),
        "issuing_unit": _signature(lines),
    }
    if kind == DemandSource.SUPERIOR:
        found["superior_due_on"] = _answer_due(text, received)
        found["feedback_to"] = _answer_to(text, found["issuing_unit"])
    return {name: value for name, value in found.items() if value}


def _title(lines: list[str]) -> str:
    """The first line, where more follows and it is no sentence."""
    heads = [line for line in lines[:3] if not _NUMBER.fullmatch(line)]
    if len(lines) < 2 or not heads or _ENDS.search(heads[0]) or len(heads[0]) > TITLE_LENGTH:
        return ""
    return heads[0]


def _signature(lines: list[str]) -> str:
    """Who signed: the line before the date, or the words before it in the same line."""
    at = signed_line(lines)
    if at is None:
        return ""
    same = _SIGNED.match(lines[at])
    if same and lines[at][same.end() :].strip()[:1] in "二12〇":
        return same[0]
    return lines[at - 1] if at and _SIGNED.fullmatch(lines[at - 1]) else ""


def _answer_due(text: str, received: date | None) -> str:
    """The one day until which the superior wants an answer; "" where there are several or none.

    Days of sentences that ask to be told (请于…前反馈) count before those of sentences that merely say 报告 or 办结.
    """
    told, said = set[date](), set[date]()
    for sentence in re.split(r"[。\n]", text):
        if not _ANSWER.search(sentence):
            continue
        days = {
            day for words in _UNTIL.findall(sentence) for day in days_named(_HOUR.sub("", words), received)
        }
        said |= days
        if _ASKED.search(sentence) or _whom(sentence):
            told |= days
    days = told or said
    return days.pop().isoformat() if len(days) == 1 else ""


def _answer_to(text: str, issuing_unit: str) -> str:
    """The one office that is to be told by a day; 我办 is the office that signed. "" where there are several or none."""
    named = {
        issuing_unit if _OUR_OFFICE.fullmatch(whom) else whom
        for sentence in re.split(r"[。\n]", text)
        if _UNTIL.search(sentence) and (whom := _whom(sentence))
    }
    return named.pop() if len(named) == 1 else ""


def _whom(sentence: str) -> str:
    found = _TOLD_TO.search(sentence) or _TO_WHOM.search(sentence)
    return found["whom"] if found else ""


def propose_dates(made: Row) -> None:
    """Put in the internal deadline that goes with the superior's, and the day of tasks that nobody decided on.

    The internal one is five working days earlier. A task's day was decided once somebody changed it or made the
    task 长期坚持; until then it follows the document's.
    """
    document = made.get("document")
    if document is None:
        return
    _propose_internal(document)
    day = document["internal_due_on"] or document["superior_due_on"]
    for task in (task for row in made["directives"] for task in row["tasks"]):
        _propose_due(task, day)


def complete_rows(made: Row) -> None:
    """Of rows that were typed: who said what the task is has said what is demanded, until somebody words it."""
    for row in made["directives"] if "document" in made else ():
        title = next((task["title"].strip() for task in row["tasks"] if task["title"].strip()), "")
        if title and row["text"].strip() in ("", row.get("text_proposed")):
            row["text"] = row["text_proposed"] = title


def earlier_day(superior: date, received: date | None) -> tuple[date, bool]:
    """The internal deadline for a superior's, not before the document came, and whether the calendar was known."""
    day, certain = add_workdays(superior, -WORKDAYS_EARLIER)
    return (min(max(day, received), superior) if received else day), certain


def day_or_none(words: str) -> date | None:
    """The day of an ISO string; None for an empty or wrong one."""
    with suppress(ValueError):
        return date.fromisoformat(words)
    return None


def last_day(made: Row) -> date | None:
    """The superior's day, after which no task of the document should end."""
    return day_or_none(made.get("document", {}).get("superior_due_on", ""))


def _propose_internal(document: Row) -> None:
    superior = day_or_none(document["superior_due_on"])
    if document["superior_due_on"] == document["proposed_for"] or (
        document["superior_due_on"] and not superior
    ):
        return
    proposed = ""
    if superior:
        proposed = earlier_day(superior, day_or_none(document["received_on"]))[0].isoformat()
    if document["internal_due_on"] == document["internal_proposed"]:
        document["internal_due_on"] = proposed
    document |= {"proposed_for": document["superior_due_on"], "internal_proposed": proposed}


def _propose_due(task: Row, day: str) -> None:
    if "due_proposed" not in task:
        if task["due_on"] or task["due_basis"] == Basis.TEXT:
            return
        # Of a document's new row 长期坚持 is only what a row begins with.
        task |= {"nature": Task.Nature.FIXED_TERM.value, "due_proposed": ""}
    follows = task["due_on"] == task["due_proposed"] and task["due_basis"] != Basis.TEXT
    if task["nature"] == Task.Nature.STANDING or not follows or task.get("undated"):
        return
    task |= {"due_on": day, "due_basis": Basis.OFFICE.value if day else "", "due_proposed": day}


def notes_of(task: Row) -> Iterator[tuple[str, str]]:
    """Field and sentence of what a spreadsheet's row said and could not be taken, until the field is changed."""
    for note in task.get("notes", ()):
        if note["was"] == said_in(task, note["field"]):
            yield note["field"], note["words"]


def said_in(task: Row, field: str) -> Any:
    """What a field holds, in a form that tells whether it was changed."""
    if field == "charges":
        return [[charge["role"], charge["unit"], charge["words"]] for charge in task["charges"]]
    if field == "due_on":
        return [task["due_on"], task["nature"]]
    return task[field]
