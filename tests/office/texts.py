"""Texts for the intake pages, and how their forms are filled in."""

import re
from html.parser import HTMLParser
from typing import Any

# People and demands of no real meeting.
REPORT = (
    "7月19日，小榄镇召开上半年经济形势分析会。镇党委书记王建国、镇长李明华出席会议。\n"
    "王建国强调，要在招商引资上有新突破。工科商局要在年底前走访重点企业，建立工作清单。\n"
    "要在服务企业上有新作为。各村（社区）要主动上门，及时回应企业诉求。\n"
    "工科商局、城建局等部门负责人参加会议。"
)
NO_REPORT = "窗前种了几盆花。\n清晨浇水，傍晚看云。"


class _Fields(HTMLParser):
    """What a browser would send of the form with that id, without pressing a button."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.inside, self.found = form, False, []
        self.area: list[str] | None = None
        self.select: str | None = None
        self.chosen: list[str] = []
        self.option = False  # inside an option that is sent by its word

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at: dict[str, Any] = dict(attrs)
        if tag == "form":
            self.inside = at.get("id") == self.form
        if not self.inside or (tag != "option" and not at.get("name")):
            return
        if tag == "input" and at.get("type") != "checkbox":
            self.found.append((at["name"], at.get("value") or ""))
        elif tag == "input" and "checked" in at:
            self.found.append((at["name"], at.get("value", "on")))
        elif tag == "textarea":
            self.area = [at["name"], ""]
        elif tag == "select":
            self.select, self.chosen = at["name"], []
        elif tag == "option" and self.select:
            self.option = "selected" in at or not self.chosen
            if self.option:
                self.chosen = [at.get("value") or ""]
            self.option = self.option and "value" not in at

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area[1] += data
        elif self.option:
            self.chosen, self.option = [data], False

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.area is not None:
            self.found.append((self.area[0], self.area[1].removeprefix("\n")))
            self.area = None
        elif tag == "select" and self.select:
            self.found += [(self.select, value) for value in self.chosen]
            self.select = None


def fields_of(response: Any, form: str = "draft") -> dict[str, list[str]]:
    """The fields of the page's form, ready to be changed and posted back."""
    reader = _Fields(form)
    reader.feed(response.content.decode())
    fields: dict[str, list[str]] = {}
    for name, value in reader.found:
        fields.setdefault(name, []).append(value)
    fields.pop("csrfmiddlewaretoken", None)
    return fields


def told(response: Any) -> str:
    """The words of a page without its markup, blanks folded."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
