"""Public answers carry no cookie and nothing inline, speak Chinese only, and are light."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

from .conftest import World, text_of

ADDRESSES = (
    "/",
    "/meetings/",
    "/meetings/2024-07-01/",
    "/tasks/",
    "/tasks/?unit=nobody",
    "/tasks/{number}/",
    "/departments/",
    "/departments/?q=总公司",
    "/departments/gongkeshang/",
    "/departments/shuiwu/",
    "/themes/jihuo-xiaofei/",
    "/nowhere/",
)
FIRST_VISIT = 100_000


@pytest.fixture(params=ADDRESSES)
def address(request: pytest.FixtureRequest, world: World) -> str:
    return str(request.param.format(number=world.consumption.number))


class Reader(HTMLParser):
    """What a reader reads or hears, and what a strict content policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.inline: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.inline.append(f"{tag} {name}")
            if name in ("aria-label", "title", "placeholder", "alt"):
                self.words.append(value or "")
            if name == "id":
                self.ids.append(value or "")
            if name == "href" and value:
                self.links.append(value)
        if tag == "style" or (tag == "script" and "src" not in dict(attrs)):
            self.inline.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def test_no_cookie_is_set_and_no_answer_depends_on_one(client: Client, address: str) -> None:
    response = client.get(address)
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "csrf" not in text_of(response)


def test_a_signed_in_clerk_sees_the_very_page_of_a_stranger(client: Client, world: World) -> None:
    for path in ("/", "/tasks/", f"/tasks/{world.consumption.number}/"):
        stranger = client.get(path).content
        signed_in = Client()
        signed_in.force_login(world.consumption.batch.issued_by)
        assert signed_in.get(path).content == stranger


def test_nothing_stands_inline_and_ids_are_unique(client: Client, address: str) -> None:
    reader = read(text_of(client.get(address)))
    assert reader.inline == []
    assert len(reader.ids) == len(set(reader.ids))


def test_links_inside_a_page_lead_somewhere(client: Client, address: str) -> None:
    reader = read(text_of(client.get(address)))
    assert [link for link in reader.links if link.startswith("#") and link[1:] not in reader.ids] == []


def test_no_foreign_word_stands_on_a_page(client: Client, address: str) -> None:
    words = " ".join(read(text_of(client.get(address))).words)
    words = words.replace("gks", "").replace("ICP", "")  # an example of typing, and a term of the law
    assert re.findall(r"[A-Za-z]{2,}", words) == []


def test_a_first_visit_is_light(client: Client, address: str) -> None:
    static = Path(settings.BASE_DIR) / "static"
    assets = ("css/portal.css", "css/public.css", "favicon.svg", "img/select.svg")
    page = len(client.get(address).content)
    assert page + sum((static / name).stat().st_size for name in assets) < FIRST_VISIT


def test_the_page_is_asked_for_again_each_time(client: Client, world: World) -> None:
    assert client.get("/tasks/").headers["Cache-Control"] == "no-cache"


def test_a_demonstration_says_so_on_every_page_and_to_search_engines(client: Client, address: str) -> None:
    with override_settings(DEMO=True):
        response = client.get(address)
        assert "演示系统" in text_of(response)
        assert 'content="noindex, nofollow"' in text_of(response)
        if response.status_code == 200:
            assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "Disallow: /\n" in text_of(client.get("/robots.txt"))
    assert "演示系统" not in text_of(client.get(address))
