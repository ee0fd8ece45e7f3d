"""What is on the list of public fields reaches the public, and nothing else does.

A canary sits in every text, date, time and number of every model; every public address is read; the canaries
found must be those of the list, found in released rows.
"""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.utils.html import escape

from directives.models import Task
from meetings.models import Meeting
from publishing.public_fields import PUBLIC_FIELDS

from .values import Cage
from .world import partly_released_work, people_and_units, work_of

OUR_APPS = {"accounts", "departments", "documents", "publishing", "meetings", "directives"}
# Public, and part of an address or a heading only where the row itself has a page or a link.
LINK = re.compile(r"""(?:href|action)="([^"#?]+)[^"]*\"""")
# Places in a text, the subject of a log row, digests of a text, and a time that excludes another.
GIVEN = {"start", "end", "due_start", "due_end", "subject_id", "sha256", "fingerprint", "discarded_at"}
STATIC = ("/static/", "/office/", "/admin/")


@pytest.fixture
def released(db: None) -> Cage:
    cage = Cage(mark="p")
    work_of(cage, people_and_units(cage), released=True)
    return cage


@pytest.fixture
def hidden(released: Cage) -> Cage:
    """The same town's other work, nothing of it released; its units and people are another town's."""
    cage = Cage(mark="h", day=200, count=500)
    work_of(cage, people_and_units(cage), released=False)
    return cage


@pytest.fixture
def pages(released: Cage, hidden: Cage) -> dict[str, str]:
    return dict(crawl())


def crawl() -> Iterator[tuple[str, str]]:
    """Every page that links lead to from the start, and the addresses of every row by hand, as (path, text)."""
    client = Client()
    waiting = ["/", "/robots.txt", "/healthz", "/no-such-page/", "/tasks/?sort=due", "/tasks/?page=9"]
    waiting += [f"/tasks/{task.number}/" for task in Task.objects.exclude(number=None)]
    waiting += [f"/meetings/{meeting.slug}/" for meeting in Meeting.objects.all()]
    seen = set()
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(STATIC):
            continue
        seen.add(path)
        answer = client.get(path)
        assert answer.status_code < 500, path
        # A page for an address that leads nowhere may repeat what was asked for; that tells nothing.
        text = answer.content.decode()
        if answer.status_code in (404, 410):
            text = text.replace(path.strip("/").rpartition("/")[2] or path, "…")
        yield path, text + "\n" + "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        for link in LINK.findall(text):
            target = urlsplit(urljoin(path, link))
            if not target.netloc:
                waiting.append(target.path)


def seen_in(pages: dict[str, str], ways: list[str]) -> list[str]:
    return [path for path, text in pages.items() if any(way in text for way in ways)]


def test_every_model_of_ours_has_its_canaries(released: Cage, hidden: Cage) -> None:
    """A new model, text, date, time or number without a canary fails here."""
    wanted = set()
    for model in apps.get_models():
        if model._meta.app_label not in OUR_APPS or model._meta.auto_created:
            continue
        for column in model._meta.concrete_fields:
            watched = isinstance(
                column, models.CharField | models.TextField | models.DateField | models.IntegerField
            )
            if watched and not (column.primary_key or column.is_relation or column.choices):
                wanted.add((model._meta.label, column.name))
    given = {(label, name) for label, name in wanted if name in GIVEN}
    assert wanted - given - (released.birds.keys() | hidden.birds.keys()) == set()


def test_every_public_field_of_a_released_row_is_shown(released: Cage, pages: dict[str, str]) -> None:
    unseen = [
        f"{label}.{name}"
        for label, names in PUBLIC_FIELDS.items()
        for name in names
        if (label, name) in released.birds and not seen_in(pages, released.birds[label, name])
    ]
    assert unseen == []


def test_no_other_field_of_a_released_row_is_shown(released: Cage, pages: dict[str, str]) -> None:
    leaks = {
        f"{label}.{name}": seen_in(pages, ways)
        for (label, name), ways in released.birds.items()
        if name not in PUBLIC_FIELDS.get(label, ())
    }
    assert {field: where for field, where in leaks.items() if where} == {}


def test_nothing_of_unreleased_work_is_shown(hidden: Cage, pages: dict[str, str]) -> None:
    """Units, themes and sets are the town's own public facts, and so is the day of a withdrawal; all else stays inside."""
    told_at_a_withdrawn_address = ("publishing.Release", "withdrawn_at")
    shared = {"departments.Department", "departments.UnitSet", "directives.Theme"}
    leaks = {
        f"{label}.{name}": seen_in(pages, ways)
        for (label, name), ways in hidden.birds.items()
        if not (label in shared and name in PUBLIC_FIELDS.get(label, ()))
        and (label, name) != told_at_a_withdrawn_address
    }
    assert {field: where for field, where in leaks.items() if where} == {}


def test_what_is_kept_back_within_released_work_stays_inside(db: None) -> None:
    """Unreleased reports and shares of a released task, its unreleased meeting, the minutes it came of."""
    shown, kept = Cage(mark="s"), Cage(mark="k", day=200, count=500)
    partly_released_work(shown, kept, people_and_units(shown))
    pages = dict(crawl())
    leaks = {f"{label}.{name}": seen_in(pages, ways) for (label, name), ways in kept.birds.items()}
    assert {field: where for field, where in leaks.items() if where} == {}
    open_fields = {("directives.Task", "title"), ("directives.ProgressReport", "public_text")}
    assert [key for key in open_fields if not seen_in(pages, shown.birds[key])] == []


def test_searching_for_hidden_words_answers_like_searching_for_nonsense(released: Cage, hidden: Cage) -> None:
    """A filter must not tell that a hidden word exists: the answer differs by the echoed word alone."""
    client = Client()
    # A unit may be looked up by the names it goes by; they are shown to nobody.
    findable = {
        ("departments.UnitAlias", "name"),
        ("departments.Department", "sort_key"),
        ("departments.Department", "initials"),
    }
    words = [
        way
        for cage in (released, hidden)
        for (label, name), ways in cage.birds.items()
        for way in ways
        if way.startswith("q")
        and (label, name) not in findable
        and (cage is hidden or name not in PUBLIC_FIELDS.get(label, ()))
        and not (
            label in ("departments.Department", "directives.Theme", "departments.UnitSet")
            and name in PUBLIC_FIELDS[label]
        )
    ]
    assert len(words) > 50
    for address in ("/tasks/", "/departments/"):
        nonsense = answer_to(client, address, "qx999z")
        telling = [word for word in words if answer_to(client, address, word) != nonsense]
        assert telling == [], address


def answer_to(client: Client, address: str, word: str) -> str:
    answer = client.get(address, {"q": word})
    assert answer.status_code == 200
    return answer.content.decode().replace(escape(word), "…")
