"""Who may open what in the admin: model × role × address × method, written by hand. A new door without a row fails."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from tests.addresses import names
from tests.admin.addresses import example_of, fill
from tests.cast import Cast

# Those who may enter at all. Everybody else is sent to the door, which refuses the signed in
# and lets the others sign in.
WHO = ("auditor", "releaser", "clerk", "supervisor", "administrator")
OUTSIDE = ("stranger", "leader", "liaison", "head", "village_liaison", "other_liaison")

# E: list, read, add, change, delete; A: all but delete; C: list, read, change; V: list and read; -: nothing.
MODELS = """
accounts_user               V - - - A
departments_department      V V E E E
departments_unitset         V V E E E
departments_official        V V E E E
documents_upload            V V V V -
meetings_meeting            V V E E -
meetings_sourcedocument     V V C C -
meetings_intakedraft        V V V V -
directives_theme            V V E E -
directives_directive        V V E E -
directives_task             V V E E -
directives_taskassignment   V V V V -
directives_progressreport   V V V V -
directives_batch            V V V V -
directives_event            V V V V -
publishing_release          V V V V -
"""
RIGHTS = {
    model: dict(zip(WHO, letters, strict=True))
    for model, *letters in map(str.split, MODELS.strip().splitlines())
}
LETTERS = {"changelist": "EACV", "history": "EACV", "add": "EA", "delete": "E"}

# Addresses of no single model, or beside a model's own five.
OF_THE_SITE = {
    "index", "login", "logout", "password_change", "password_change_done", "autocomplete", "jsi18n",
    "view_on_site", "app_list", "auth_user_password_change", "meetings_meeting_version",
}  # fmt: skip


def test_every_address_of_the_admin_is_in_the_table() -> None:
    every = {
        name.removeprefix("admin:")
        for name in names(get_resolver().url_patterns)
        if name.startswith("admin:")
    }
    of_models = {
        f"{model}_{act}" for model in RIGHTS for act in ("changelist", "add", "change", "delete", "history")
    }
    assert {name for name in every - of_models - OF_THE_SITE if name != "None"} == set()
    assert of_models <= every


@pytest.fixture
def rows(cast: Cast) -> dict[str, Any]:
    """One row of each model: drafts where issued or released rows are fixed by rule."""
    filled = fill(cast)
    return {model: filled.draft if model == "directives_task" else example_of(model) for model in RIGHTS}


def answers(client: Client, address: str) -> tuple[int, int]:
    """The answers to GET and to an empty POST, whose effects are undone."""
    shown = client.get(address).status_code
    with transaction.atomic():
        sent = client.post(address).status_code
        transaction.set_rollback(True)
    return shown, sent


def address_of(model: str, act: str, row: Any) -> str:
    needs_row = act in ("change", "delete", "history")
    return reverse(f"admin:{model}_{act}", args=[row.pk] if needs_row else [])


@pytest.mark.parametrize("who", WHO)
def test_each_role_of_the_office_opens_what_the_table_says(
    cast: Cast, rows: dict[str, Any], who: str
) -> None:
    client = Client()
    client.force_login(getattr(cast, who))
    wrong = []
    for model, letters in RIGHTS.items():
        letter = letters[who]
        for act in ("changelist", "add", "change", "delete", "history"):
            shown, sent = answers(client, address_of(model, act, rows[model]))
            may_see = letter in LETTERS.get(act, "EACV")
            may_send = letter in {"change": "EAC"}.get(act, LETTERS.get(act, ""))
            if (shown == 200) != may_see or (sent != 403) != may_send:
                wrong.append(f"{model} {act}: GET {shown}, POST {sent}, the table says {letter}")
    assert wrong == []


@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_outside_the_office_opens_anything(cast: Cast, rows: dict[str, Any], who: str) -> None:
    client = Client()
    client.force_login(getattr(cast, who))
    for model, row in rows.items():
        for act in ("changelist", "add", "change", "delete", "history"):
            assert answers(client, address_of(model, act, row)) == (302, 302), (model, act)
    for name in ("index", "password_change", "autocomplete", "jsi18n"):
        # The door's own page says in Chinese that there is no way in; it does not send anybody in circles.
        answer = client.get(reverse(f"admin:{name}"), follow=True)
        assert answer.status_code == 403, name
        assert "没有权限" in answer.content.decode()


def test_an_anonymous_visitor_is_sent_to_sign_in(cast: Cast, rows: dict[str, Any]) -> None:
    client = Client()
    for model, row in rows.items():
        for act in ("changelist", "add", "change", "delete", "history"):
            assert answers(client, address_of(model, act, row)) == (302, 302), (model, act)
    assert client.get(reverse("admin:index")).url.startswith("/admin/login/")
    assert client.get(reverse("admin:login")).url.startswith("/office/sign-in/")


def test_the_text_of_a_version_and_an_accounts_password_have_doors_of_their_own(
    cast: Cast, rows: dict[str, Any]
) -> None:
    version = reverse("admin:meetings_meeting_version", args=[rows["meetings_meeting"].pk, 1])
    password = reverse("admin:auth_user_password_change", args=[cast.stranger.pk])
    expected = {
        "auditor": (200, 403),
        "releaser": (200, 403),
        "clerk": (200, 403),
        "supervisor": (200, 403),
        "administrator": (403, 200),
        "liaison": (302, 302),
    }
    for who, codes in expected.items():
        client = Client()
        client.force_login(getattr(cast, who))
        assert (client.get(version).status_code, client.get(password).status_code) == codes, who
