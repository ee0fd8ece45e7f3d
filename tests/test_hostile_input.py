"""Whatever stands in an address or is sent with a form: a page, a message or a refusal in words, never a failure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import reverse

from departments.models import Department, Membership, Role
from tests.admin.addresses import fill, pages
from tests.cast import Cast

pytestmark = pytest.mark.django_db

# As they stand in an address, percent-encoded where they must be.
HOSTILE = (
    "%00",
    "a%00b",
    "%FF%FE",
    "%ED%A0%80",
    "%01%1F%7F%C2%85",
    "",
    "-1",
    "0",
    "9" * 25,
    "9" * 5000,
    "1e3",
    "%D9%A3",
    "2024-13-45",
    "0001-01-01",
    "true",
    "%27%20OR%201=1--",
    "%E9%95%BF" * 3400,
    "[]",
    "..%2F..%2Fetc%2Fpasswd",
)
UNREADABLE = ("%00", "a%00b", "%FF%FE", "%ED%A0%80")
TYPED = ("a\0b", "9" * 25, "-1", "abc", "长" * 10_000, "")
PARAMETERS = (
    "q",
    "page",
    "unit",
    "role",
    "theme",
    "status",
    "state",
    "meeting",
    "due_after",
    "sort",
    "words",
    "next",
)
OF_LISTS = ("p", "o", "q", "all", "e", "_popup", "_to_field", "_facets", "id", "pk__in", "nonsense")


@pytest.fixture
def everybody(cast: Cast) -> Client:
    """Somebody who may do everything, so that no refusal hides what lies behind it."""
    unit = Department.objects.get(slug="gongkeshang")
    for role in Role:
        department = unit if role in (Role.LIAISON, Role.HEAD) else None
        Membership.objects.get_or_create(user=cast.clerk, role=role, department=department)
    client = Client()
    client.force_login(cast.clerk)
    return client


def failure(client: Client, method: str, address: str, data: Any = None) -> str:
    """What went wrong, or ""; whatever the request did is undone."""
    try:
        with transaction.atomic():
            answer = getattr(client, method)(address, data) if data is not None else client.get(address)
            transaction.set_rollback(True)
    except Exception as error:
        return f"{method} {address[:150]}: {type(error).__name__}: {str(error)[:150]}"
    return f"{method} {address[:150]}: {answer.status_code}" if answer.status_code >= 500 else ""


def failures(client: Client, wanted: Iterator[str]) -> list[str]:
    return [found for address in wanted if (found := failure(client, "get", address))]


def rotated(names: Any, start: int, each: int = 5) -> Iterator[str]:
    """Queries with each name and some of the values, other ones for the next name."""
    for place, name in enumerate(names):
        for step in range(each):
            yield f"?{name}={HOSTILE[(start + place * each + step) % len(HOSTILE)]}"
        yield f"?{name}=1&{name}=2"


# Addresses


@pytest.mark.parametrize("value", UNREADABLE)
@pytest.mark.parametrize("path", ["/", "/tasks/", "/office/sign-in/", "/admin/login/", "/nowhere/"])
def test_what_is_no_text_is_refused_in_words_everywhere(
    client: Client, db: None, path: str, value: str
) -> None:
    for address in (f"{path}?q={value}", f"{path}?{value}=1", f"{path}{value}/"):
        answer = client.get(address)
        assert answer.status_code == 400, address
        assert "请求的内容无法识别" in answer.content.decode()


def test_a_null_character_in_a_cookie_is_refused(client: Client, db: None) -> None:
    client.cookies.load({"sessionid": ""})
    answer = client.get("/office/", headers={"cookie": r'sessionid="aaaa\000aaaa"'})
    assert answer.status_code == 400


def test_public_and_office_pages_never_fail(everybody: Client, addresses: dict[str, str]) -> None:
    wanted = (
        address + query
        for place, address in enumerate(sorted(set(addresses.values())))
        for query in rotated(PARAMETERS, place, each=2)
    )
    assert failures(everybody, wanted) == []


@pytest.mark.parametrize(
    "address", ["/tasks/", "/departments/", "/office/tasks/", "/office/meetings/", "/office/sign-in/"]
)
def test_every_condition_takes_every_value(
    everybody: Client, addresses: dict[str, str], address: str
) -> None:
    wanted = (f"{address}?{name}={value}" for name in PARAMETERS for value in HOSTILE)
    assert failures(everybody, wanted) == []


def test_numbers_in_paths_never_fail(everybody: Client, addresses: dict[str, str]) -> None:
    paths = {re.sub(r"/\d+/", "/{}/", address) for address in addresses.values()}
    wanted = (path.format(number) for path in paths if "{}" in path for number in ("0", "9" * 25, "9" * 5000))
    assert failures(everybody, wanted) == []


# The admin


def test_admin_pages_never_fail(everybody: Client, cast: Cast) -> None:
    wanted = (
        address.partition("?")[0] + query
        for place, address in enumerate(pages(fill(cast)))
        for query in rotated(OF_LISTS[:4], place, each=2)
    )
    assert failures(everybody, wanted) == []


def names_in_lists() -> Iterator[tuple[str, list[str]]]:
    """Every list of the admin with all that its address may be asked for."""
    for model, owner in admin.site._registry.items():
        names = [*OF_LISTS, *(f"{owner.date_hierarchy}__{part}" for part in ("year", "month", "day"))]
        for one in owner.list_filter:
            path = one[0] if isinstance(one, tuple) else getattr(one, "parameter_name", one)
            names += (
                [path] if not isinstance(one, str | tuple) else [f"{path}__exact", f"{path}__id__exact", path]
            )
        yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"), names


def test_every_filter_of_every_list_takes_every_value(everybody: Client, cast: Cast) -> None:
    fill(cast)
    wanted = (
        address + query
        for place, (address, names) in enumerate(names_in_lists())
        for query in rotated(names, place)
    )
    assert failures(everybody, wanted) == []


@pytest.mark.parametrize(
    "date", ["year=9999", "year=0", "year=1", "year=9999&{}month=12", "year=2024&{}month=13", "day=31"]
)
def test_days_beyond_the_calendar_are_refused(everybody: Client, cast: Cast, date: str) -> None:
    query = f"?held_on__{date.format('held_on__')}"
    assert everybody.get(reverse("admin:meetings_meeting_changelist") + query).status_code in (200, 400)


def test_numbers_in_admin_paths_never_fail(everybody: Client, cast: Cast) -> None:
    found = {re.sub(r"/\d+/", "/{}/", address) for address in pages(fill(cast))}
    keys = ("0", "9" * 25, "9" * 5000, "abc", "_00", "-1")
    assert (
        failures(everybody, (path.format(key) for path in found if path.count("{}") == 1 for key in keys))
        == []
    )


def test_autocomplete_never_fails(everybody: Client, cast: Cast) -> None:
    fill(cast)
    fields = [
        (model._meta.app_label, model._meta.model_name, one.name)
        for model in admin.site._registry
        for one in model._meta.get_fields()
        if one.is_relation and one.concrete
    ]
    address = reverse("admin:autocomplete")
    base = [f"{address}?app_label={app}&model_name={model}&field_name={name}" for app, model, name in fields]
    wanted = [
        f"{start}&{more}" for start in base for more in ("term=%01", "term=a&page=-1", "page=" + "9" * 5000)
    ]
    wanted += [f"{base[0]}&{name}={value}" for name in ("term", "page") for value in HOSTILE]
    wanted += [
        f"{address}?app_label={value}&model_name={value}&field_name={value}"
        for value in HOSTILE
        if len(value) < 300
    ]
    assert failures(everybody, iter(wanted)) == []


@pytest.mark.parametrize("value", ["abc", "9" * 25, "-1", "a"])
def test_a_row_of_a_form_is_not_filled_with_what_is_no_key(everybody: Client, cast: Cast, value: str) -> None:
    for name in ("directives_task", "directives_directive", "meetings_meeting"):
        for one in ("theme", "meeting", "chair", "responsible_leader", "held_on", "report_text"):
            assert failure(everybody, "get", f"{reverse(f'admin:{name}_add')}?{one}={value}") == ""


# Forms


@dataclass
class Sent:
    """A form of a page that is sent by POST."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """The forms of a page; rows that a script would add are there as one more row."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.found, self._open = address, [], None  # type: ignore[var-annotated]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._open = Sent(urljoin(self.address, given.get("action") or ""))
            if (given.get("method") or "").lower() == "post":
                self.found.append(self._open)
        name = given.get("name")
        if tag in ("input", "select", "textarea", "button") and name and self._open:
            self._open.fields[name] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def forms_of(client: Client, address: str) -> list[Sent]:
    reader = Forms(address)
    answer = client.get(address)
    reader.feed(answer.content.decode() if "html" in answer.headers.get("Content-Type", "") else "")
    for form in reader.found:
        for name in [name for name in form.fields if "__prefix__" in name]:
            prefix = name.partition("-__prefix__")[0]
            count = form.fields.get(f"{prefix}-TOTAL_FORMS", "0")
            form.fields[name.replace("__prefix__", count)] = form.fields.pop(name)
        for name, value in form.fields.items():
            if name.endswith("-TOTAL_FORMS") and value.isdecimal():
                form.fields[name] = str(int(value) + 1)
    return reader.found


def spoiled(form: Sent) -> Iterator[dict[str, str]]:
    """The form's fields with one value in all of them, what holds the rows together left as it is, and without."""
    kept = {name: value for name, value in form.fields.items() if name.endswith(("_FORMS", "action"))}
    for value in TYPED:
        yield {**dict.fromkeys(form.fields, value), **kept}
    yield dict.fromkeys(form.fields, TYPED[0])
    yield {**dict.fromkeys(form.fields, "9" * 25)}
    yield {}


def answers_to_forms(client: Client, wanted: Any) -> list[str]:
    sent = [
        (form.action, data)
        for address in wanted
        for form in forms_of(client, address)
        for data in spoiled(form)
    ]
    assert sent
    return [found for action, data in sent if (found := failure(client, "post", action, data))]


def test_forms_of_the_office_never_fail(everybody: Client, addresses: dict[str, str]) -> None:
    assert answers_to_forms(everybody, sorted(set(addresses.values()))) == []


def test_forms_of_the_admin_never_fail(everybody: Client, cast: Cast) -> None:
    wanted = [address for address in pages(fill(cast)) if "?" not in address and "history" not in address]
    assert answers_to_forms(everybody, wanted) == []


def test_a_null_character_in_a_field_is_named_at_the_field(everybody: Client, cast: Cast) -> None:
    meeting = fill(cast).meeting
    address = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    [form] = [one for one in forms_of(everybody, address) if "report_text" in one.fields]
    for name in ("name", "report_text", "source_name"):
        answer = everybody.post(address, form.fields | {name: "a\0b"})
        assert answer.status_code == 200
        assert answer.context["adminform"].form.errors[name]


@pytest.mark.parametrize("key", ["abc", "9" * 25, "-1", "\0", ""])
def test_an_act_on_what_is_no_row_is_refused_in_words(everybody: Client, cast: Cast, key: str) -> None:
    fill(cast)
    for address, _ in names_in_lists():
        for more in ({}, {"index": "0"}, {"index": "9" * 30}, {"confirmed": "1"}):
            data = {"action": "delete_selected", "_selected_action": key, **more}
            assert failure(everybody, "post", address, data) == ""
    answer = everybody.post(
        reverse("admin:directives_task_changelist"),
        {"action": "prepare", "_selected_action": key},
        follow=True,
    )
    assert "选中的内容无法识别" in answer.content.decode()
