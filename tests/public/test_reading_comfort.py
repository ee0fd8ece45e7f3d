"""Public pages can be used by keyboard, by ear, on a phone and with tired eyes."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from .conftest import World, text_of
from .test_plain_answers import ADDRESSES

STATIC = Path(settings.BASE_DIR) / "static" / "css"
# Words and the grounds they stand on, by the names of the sheet's colours.
WORDS = [
    *((words, ground) for words in ("ink", "muted", "main", "accent-text") for ground in ("paper", "sheet")),
    *((words, "accent-tint") for words in ("ink", "muted", "accent-text")),
    *((words, "moving-tint") for words in ("ink", "muted", "main", "moving")),
    *((state, f"{state}-tint") for state in ("done", "standing", "late", "alarm")),
    ("done", "paper"), ("standing", "paper"), ("on-main", "main"), ("on-main", "main-strong"),
]  # fmt: skip
# What is no word but must be seen: the frame of a field, the ring around what has the keyboard's focus.
FRAMES = [(frame, ground) for frame in ("rule-strong", "main") for ground in ("paper", "sheet")]


@pytest.fixture(params=ADDRESSES)
def address(request: pytest.FixtureRequest, world: World) -> str:
    return str(request.param.format(number=world.consumption.number))


class Outline(HTMLParser):
    """What a screen reader builds its lists from."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.labels: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.landmarks: list[tuple[str, str]] = []
        self.ids: set[str] = set()
        self.referred: set[str] = set()
        self.cells_without_scope = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids.add(given.get("id") or "")
        for name in ("aria-labelledby", "aria-describedby"):
            self.referred.update((given.get(name) or "").split())
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "label":
            self.labels.add(given.get("for") or "")
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            self.fields.append(given)
        if tag == "nav" or given.get("role") == "search":
            name = given.get("aria-label") or given.get("aria-labelledby") or ""
            self.landmarks.append((given.get("role") or tag, name))
        if tag == "th" and not given.get("scope"):
            self.cells_without_scope += 1


@pytest.fixture
def outline(client: Client, address: str) -> Outline:
    reader = Outline()
    reader.feed(text_of(client.get(address)))
    return reader


def test_headings_go_down_one_step_at_a_time(outline: Outline) -> None:
    assert outline.headings.count(1) == 1
    assert outline.headings[0] == 1
    assert [pair for pair in pairwise(outline.headings) if pair[1] > pair[0] + 1] == []


def test_fields_columns_and_landmarks_have_names(outline: Outline) -> None:
    assert [one for one in outline.fields if one.get("id") not in outline.labels] == []
    assert outline.cells_without_scope == 0
    assert len(outline.landmarks) == len(set(outline.landmarks))
    assert outline.referred - outline.ids == set()


def colours() -> list[dict[str, str]]:
    """The sheet's colours by day and by night."""
    sheet = (STATIC / "portal.css").read_text()
    day, night = re.findall(r":root \{(.*?)\n *\}", sheet, re.DOTALL)[:2]
    found = [dict(re.findall(r"--([\w-]+): (#\w+);", part)) for part in (day, night)]
    return [found[0], found[0] | found[1]]


def light_of(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(one * 2 for one in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((light_of(one), light_of(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["day", "night"])
def test_words_and_frames_stand_out_from_their_ground(scheme: int) -> None:
    named = colours()[scheme]
    faint = [(pair, 4.5) for pair in WORDS if contrast(named[pair[0]], named[pair[1]]) < 4.5]
    faint += [(pair, 3) for pair in FRAMES if contrast(named[pair[0]], named[pair[1]]) < 3]
    assert faint == []
    assert ":focus-visible { outline: 3px solid var(--main)" in (STATIC / "portal.css").read_text()


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("*.css")), ids=lambda sheet: sheet.name)
def test_a_sheet_stays_short_enough_to_be_read(sheet: Path) -> None:
    assert len(sheet.read_text().splitlines()) < 400


SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, summary")]
    .filter((one) => one.offsetParent && getComputedStyle(one, "::after").position !== "absolute")
    .filter((one) => Math.max(...[...one.getClientRects()].map((box) => box.height)) < 23.5)
    .map((one) => one.outerHTML.slice(0, 80))"""


@pytest.mark.browser
def test_a_finger_hits_every_link_on_a_phone(page: Page, world: World) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    for address in ADDRESSES:
        page.goto(address.format(number=world.consumption.number))
        assert page.evaluate(SMALL_TARGETS) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, address


@pytest.mark.browser
def test_the_keyboard_goes_first_to_the_text_and_shows_where_it_is(page: Page, world: World) -> None:
    page.goto("/tasks/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "q"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
