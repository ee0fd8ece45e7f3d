"""What is dear to change later: time zone, languages in the address, the database's own settings."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone, translation

ROOT = Path(__file__).parent.parent
PRAGMAS = """
import django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous"):
        print(name, cursor.execute(f"PRAGMA {name}").fetchone()[0])
print("begins", connection.settings_dict["OPTIONS"]["transaction_mode"])
"""


def test_a_day_is_a_day_in_the_town() -> None:
    """Half past four in the afternoon of the 18th in Greenwich is the 19th in Xiaolan."""
    moment = datetime(2024, 7, 18, 16, 30, tzinfo=UTC)
    assert timezone.localdate(moment).isoformat() == "2024-07-19"


def test_sqlite_runs_in_wal_with_foreign_keys_and_waits_for_its_turn(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", PRAGMAS],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "PORTAL_MODE": "test",
            "DJANGO_SETTINGS_MODULE": "xiaolan_portal.settings",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'portal.sqlite3'}",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.stdout.split("\n")[:-1] == [
        "journal_mode wal",
        "foreign_keys 1",
        "busy_timeout 20000",
        "synchronous 1",
        "begins IMMEDIATE",
    ], run.stderr


def test_requests_are_no_transactions_of_their_own() -> None:
    assert connection.settings_dict["ATOMIC_REQUESTS"] is False


@pytest.fixture
def two_languages() -> Iterator[None]:
    """A second language switched on, as a later release will."""
    with override_settings(LANGUAGES=[("zh-hans", "简体中文"), ("zh-hant", "繁體中文")]):
        yield
    translation.activate(settings.LANGUAGE_CODE)


def test_a_further_language_is_a_prefix_and_links_stay_inside_it(db: None, two_languages: None) -> None:
    client = Client()
    page = client.get("/zh-hant/tasks/")
    assert page.status_code == 200
    assert page.headers["Content-Language"] == "zh-hant"
    assert 'href="/zh-hant/departments/"' in page.content.decode()
    plain = client.get("/tasks/")
    assert plain.headers["Content-Language"] == "zh-hans"
    assert 'href="/departments/"' in plain.content.decode()


def test_the_office_and_the_admin_have_no_language_in_their_address() -> None:
    with translation.override("zh-hant"):
        assert reverse("office:home") == "/office/"
        assert reverse("admin:index") == "/admin/"


def test_what_a_browser_prefers_does_not_change_a_page(db: None) -> None:
    client = Client()
    german = client.get("/tasks/", headers={"Accept-Language": "de"})
    assert german.headers["Content-Language"] == "zh-hans"
    assert "Accept-Language" not in german.headers.get("Vary", "")


def test_migrations_are_complete_and_named(db: None) -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
    automatic = [path for path in ROOT.glob("*/migrations/0*.py") if "_auto_" in path.name]
    assert automatic == []
