"""Fixtures of the whole suite; its settings are those of `tests.settings`."""

import os

# Playwright keeps an event loop in the thread of its tests, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from tests.addresses import addresses  # noqa: F401 - a fixture
from tests.browser import chromium, page  # noqa: F401 - fixtures
from tests.cast import Cast, make_cast
from xiaolan_portal import append_only


@pytest.fixture
def reference(db: None) -> None:
    """The shipped units, unit sets, officials and themes."""
    call_command("load_reference", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115, PTH123


@pytest.fixture
def cast(reference: None) -> Cast:
    """Known people with known rights; see `tests.cast`."""
    return make_cast()


@pytest.fixture(autouse=True)
def emptied_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """The one bypass of the append-only triggers: tests with real commits empty their tables afterwards."""
    if not {"transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db")
    append_only.install(connection)
    yield
    append_only.remove(connection)


@pytest.fixture
def signed_in(client: Any, cast: Cast) -> Any:
    """A function that gives a client with one of the cast signed in."""

    def sign_in(user: Any) -> Any:
        client.force_login(user)
        return client

    return sign_in
