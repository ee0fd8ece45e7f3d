"""Signing in and out; a session that ends in the middle of a form loses nothing."""

from typing import Any

import pytest
from django.test import Client

from directives import intake
from tests.office.texts import REPORT, fields_of, told

pytestmark = pytest.mark.django_db
DOOR = "/office/sign-in/"
PASSWORD = "only-for-this-test"


@pytest.fixture
def clerk(cast: Any) -> Any:
    cast.clerk.set_password(PASSWORD)
    cast.clerk.save()
    return cast.clerk


def sign_in(client: Any, **fields: Any) -> Any:
    return client.post(DOOR, {"username": "clerk", "password": PASSWORD} | fields)


def test_an_anonymous_visitor_signs_in_and_reaches_the_page_asked_for(client: Any, clerk: Any) -> None:
    response = client.get("/office/tasks/?status=draft")
    assert response["Location"] == f"{DOOR}?next=/office/tasks/%3Fstatus%3Ddraft"
    assert sign_in(client, next="/office/tasks/?status=draft")["Location"] == "/office/tasks/?status=draft"


def test_a_next_address_elsewhere_is_ignored(client: Any, clerk: Any) -> None:
    assert sign_in(client, next="https://example.com/")["Location"] == "/office/"


def test_a_wrong_password_is_told_in_chinese_and_keeps_the_name(client: Any, clerk: Any) -> None:
    response = sign_in(client, password="wrong")
    assert "用户名或密码不对" in told(response)
    assert 'value="clerk"' in response.content.decode()


def test_a_closed_account_cannot_sign_in(client: Any, clerk: Any) -> None:
    clerk.is_active = False
    clerk.save()
    assert "用户名或密码不对" in told(sign_in(client))


def test_signing_out_ends_the_session_by_post_alone(client: Any, clerk: Any) -> None:
    sign_in(client)
    assert client.get("/office/sign-out/").status_code == 405
    assert client.post("/office/sign-out/")["Location"] == DOOR
    assert client.get("/office/")["Location"].startswith(DOOR)


def test_an_act_without_words_after_the_session_ended_leads_back_to_its_page(client: Any, db: None) -> None:
    response = client.post(
        "/office/assignments/1/acknowledge/", headers={"Referer": "http://testserver/office/tasks/1/"}
    )
    assert response["Location"].startswith(DOOR)
    assert "/office/tasks/1/" in response["Location"]


def test_words_typed_before_the_session_ended_are_carried_through_signing_in(client: Any, clerk: Any) -> None:
    draft = intake.start(REPORT, by=clerk)
    address = f"/office/intake/{draft.pk}/"
    client.force_login(clerk)
    fields = fields_of(client.get(address)) | {"m.place": "镇政府 “一楼”<厅>", "act": "save"}
    client.logout()

    asked = client.post(address, fields)
    assert asked.status_code == 401
    assert "您填写的内容还在" in told(asked)
    page = sign_in(client, **fields_of(asked, form="sign-in") | {"username": "clerk", "password": PASSWORD})
    assert "继续提交" in told(page)
    client.post(address, fields_of(page, form="resume"))
    draft.refresh_from_db()
    assert draft.made["meeting"]["place"] == "镇政府 “一楼”<厅>"


def test_carried_words_survive_a_mistyped_password(client: Any, clerk: Any) -> None:
    asked = client.post("/office/intake/", {"text": REPORT})
    carried = fields_of(asked, form="sign-in")
    again = sign_in(client, **carried | {"username": "clerk", "password": "wrong"})
    assert fields_of(again, form="sign-in")["carried"] == carried["carried"]


@pytest.mark.parametrize(
    "carried",
    [
        {"carried": "no json", "carried_to": "/office/"},
        {"carried": "[1]", "carried_to": "/office/"},
        {"carried": '[["a", "b"]]', "carried_to": "https://example.com/"},
    ],
)
def test_mangled_carried_words_are_left_behind(client: Any, clerk: Any, carried: dict) -> None:
    assert sign_in(client, **carried)["Location"] == "/office/"


def test_no_page_of_the_office_is_kept_by_caches(client: Any, clerk: Any) -> None:
    sign_in(client)
    assert "no-store" in client.get("/office/")["Cache-Control"]


def test_a_page_whose_token_no_longer_fits_gives_the_typed_words_back(clerk: Any, settings: Any) -> None:
    settings.CSRF_FAILURE_VIEW = "office.views.errors.csrf_failure"
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    response = client.post("/office/assignments/1/report/", {"text": "走访企业十二家，<b>解决</b>问题三个。"})
    assert response.status_code == 403
    assert "页面已过期" in told(response)
    assert "走访企业十二家，&lt;b&gt;解决" in response.content.decode()
