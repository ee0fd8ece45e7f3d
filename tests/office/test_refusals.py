"""An address of the office that leads nowhere: the office's frame and a way back, for who is signed in."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory

from office.views import errors
from tests.office.texts import told

pytestmark = pytest.mark.django_db
FRAME = 'aria-label="办公栏目"'


@pytest.mark.parametrize(
    ("address", "back"),
    [
        ("/office/tasks/999999/", '<a class="button" href="/office/tasks/">查看全部任务</a>'),
        ("/office/meetings/2001-01-01/", '<a class="button" href="/office/meetings/">查看全部会议</a>'),
        ("/office/nowhere/", '<a class="button" href="/office/">回到首页</a>'),
        ("/office/tasks/?page=99", '<a class="button" href="/office/">回到首页</a>'),
    ],
)
def test_a_missing_page_keeps_the_frame_and_shows_the_way_back(
    signed_in: Any, cast: Any, address: str, back: str
) -> None:
    response = signed_in(cast.clerk).get(address)
    page = response.content.decode()
    assert response.status_code == 404
    assert FRAME in page
    assert back in page
    assert "no-store" in response["Cache-Control"]


def test_what_is_forbidden_keeps_the_frame(cast: Any) -> None:
    request = RequestFactory().get("/office/tasks/")
    request.user = cast.liaison
    request._messages = []  # type: ignore[attr-defined]
    response = errors.forbidden(request, PermissionDenied())
    assert response.status_code == 403
    assert FRAME in response.content.decode()
    assert "请联系党政综合办" in told(response)


def test_a_stranger_is_told_nothing_of_the_office(client: Client) -> None:
    response = client.get("/office/nowhere/")
    assert response.status_code == 404
    assert FRAME not in response.content.decode()


@pytest.mark.parametrize("address", ["/nowhere/", "/officeful/"])
def test_a_missing_page_elsewhere_reads_no_database(
    signed_in: Any, cast: Any, django_assert_num_queries: Any, address: str
) -> None:
    client = signed_in(cast.clerk)
    with django_assert_num_queries(0):
        response = client.get(address)
    assert response.status_code == 404
    assert FRAME not in response.content.decode()
