"""Who may enter the admin, and what those read who may not."""

from typing import Any

import pytest
from django.urls import reverse

from tests.admin.addresses import ENTERED_BY_CLERKS, WORK_MODELS, change, fill
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_visitor_is_sent_to_the_office_sign_in_and_comes_back(client: Any) -> None:
    address = reverse("admin:directives_task_changelist")
    answer = client.get(address, follow=True)
    assert answer.redirect_chain[-1][0] == f"{reverse('office:sign-in')}?next={address}"


def test_the_way_back_never_leads_to_another_site(client: Any) -> None:
    answer = client.get(reverse("admin:login") + "?next=https://example.org/")
    assert answer.headers["Location"] == f"{reverse('office:sign-in')}?next={reverse('admin:index')}"


@pytest.mark.parametrize("who", ["liaison", "head", "leader", "village_liaison", "stranger"])
def test_who_may_not_enter_is_told_so_and_not_sent_in_circles(signed_in: Any, cast: Cast, who: str) -> None:
    answer = signed_in(getattr(cast, who)).get(reverse("admin:directives_task_changelist"), follow=True)
    assert answer.status_code == 403
    assert "您的账号没有这些角色" in answer.content.decode()
    assert len(answer.redirect_chain) == 1


def test_who_is_signed_in_and_may_enter_passes_the_sign_in(signed_in: Any, cast: Cast) -> None:
    answer = signed_in(cast.clerk).get(reverse("admin:login"))
    assert answer.headers["Location"] == reverse("admin:index")


def test_leaving_the_admin_ends_the_session(signed_in: Any, cast: Cast) -> None:
    client = signed_in(cast.clerk)
    assert client.post(reverse("admin:logout")).headers["Location"] == reverse("office:sign-in")
    assert client.get(reverse("admin:index")).status_code == 302


@pytest.mark.parametrize("who", ["clerk", "supervisor"])
@pytest.mark.parametrize("name", ENTERED_BY_CLERKS)
def test_the_office_enters_and_corrects_the_work(signed_in: Any, cast: Cast, who: str, name: str) -> None:
    client = signed_in(getattr(cast, who))
    fill(cast)
    assert client.get(reverse(f"admin:{name}_add")).status_code == 200
    assert client.get(change(name)).context["has_change_permission"]


@pytest.mark.parametrize("who", ["releaser", "auditor"])
@pytest.mark.parametrize("name", WORK_MODELS)
def test_releasers_and_auditors_only_look(signed_in: Any, cast: Cast, who: str, name: str) -> None:
    client = signed_in(getattr(cast, who))
    fill(cast)
    assert client.get(reverse(f"admin:{name}_changelist")).status_code == 200
    page = client.get(change(name))
    assert page.status_code == 200
    assert not page.context["has_change_permission"]
    assert client.post(change(name), {}).status_code == 403
    assert client.get(reverse(f"admin:{name}_add")).status_code == 403


def test_the_administrator_keeps_units_and_accounts_and_sees_no_work(signed_in: Any, cast: Cast) -> None:
    client = signed_in(cast.administrator)
    fill(cast)
    listed = client.get(reverse("admin:index")).content.decode()
    assert "账号" in listed
    assert "工作要求" not in listed
    for name in ("meetings_meeting", "directives_task", "directives_directive", "directives_event"):
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 403
        assert client.get(change(name)).status_code == 403
    autocomplete = reverse("admin:autocomplete")
    wanted = {"app_label": "directives", "model_name": "tasksource", "field_name": "directive", "term": ""}
    assert client.get(autocomplete, wanted).status_code == 403


def test_a_refusal_inside_the_admin_is_in_chinese(signed_in: Any, cast: Cast) -> None:
    answer = signed_in(cast.clerk).get(reverse("admin:accounts_user_changelist"))
    assert answer.status_code == 403
    assert "您的角色不能打开这个页面" in answer.content.decode()


def test_the_text_of_a_version_asks_for_its_right_again(signed_in: Any, cast: Cast) -> None:
    address = reverse("admin:meetings_meeting_version", args=[fill(cast).meeting.pk, 1])
    assert "菊花主题消费季" in signed_in(cast.auditor).get(address).content.decode()
    assert signed_in(cast.administrator).get(address).status_code == 403
    assert signed_in(cast.liaison).get(address).status_code == 302


def test_the_log_can_be_read_and_not_written(signed_in: Any, cast: Cast) -> None:
    fill(cast)
    for who in (cast.clerk, cast.supervisor, cast.auditor):
        client = signed_in(who)
        assert "交办" in client.get(reverse("admin:directives_event_changelist")).content.decode()
        assert client.get(reverse("admin:directives_event_add")).status_code == 403
        event = change("directives_event")
        assert client.post(event, {"by_name": "别人"}).status_code == 403
        assert client.post(event.replace("change", "delete"), {"post": "yes"}).status_code == 403
