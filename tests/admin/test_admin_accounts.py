"""Accounts and roles: given by administrators, never to oneself."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from departments.access import access_of
from departments.models import Department, Membership, Official, Role
from tests.admin.posting import posted, row, said, save
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def page_of(user: User) -> str:
    return reverse("admin:accounts_user_change", args=[user.pk])


def roles_of(user: User) -> frozenset[str]:
    return access_of(User.objects.get(pk=user.pk)).roles


def test_an_administrator_makes_an_account_that_can_sign_in(signed_in: Any, cast: Cast) -> None:
    client = signed_in(cast.administrator)
    answer = client.post(
        reverse("admin:accounts_user_add"),
        {
            "username": "newcomer",
            "name": "新来的",
            "usable_password": "true",
            "password1": "chrysanthemum-24",
            "password2": "chrysanthemum-24",
        },
        follow=True,
    )
    user = User.objects.get(username="newcomer")
    assert user.check_password("chrysanthemum-24")
    assert answer.redirect_chain[-1][0] == page_of(user)
    assert roles_of(user) == frozenset()


def test_a_weak_password_is_refused_in_chinese(signed_in: Any, cast: Cast) -> None:
    answer = signed_in(cast.administrator).post(
        reverse("admin:accounts_user_add"),
        {
            "username": "newcomer",
            "name": "新来的",
            "usable_password": "true",
            "password1": "123",
            "password2": "123",
        },
    )
    assert "密码太短，至少需要 10 个字符。" in said(answer)
    assert not User.objects.filter(username="newcomer").exists()


def test_an_administrator_resets_a_password(signed_in: Any, cast: Cast) -> None:
    address = reverse("admin:auth_user_password_change", args=[cast.liaison.pk])
    words = {"usable_password": "true", "password1": "chrysanthemum-24", "password2": "chrysanthemum-24"}
    client = signed_in(cast.administrator)
    client.post(address, words | {"set-password": "1"})
    cast.liaison.refresh_from_db()
    assert cast.liaison.check_password("chrysanthemum-24")
    assert signed_in(cast.clerk).post(address, words).status_code == 403


def test_how_a_password_is_stored_is_not_shown(signed_in: Any, cast: Cast) -> None:
    cast.clerk.set_password("chrysanthemum-24")
    cast.clerk.save()
    page = signed_in(cast.administrator).get(page_of(cast.clerk)).content.decode()
    assert "已设置" in page
    assert cast.clerk.password.split("$")[0] not in page


def test_an_administrator_gives_a_role_with_its_unit(signed_in: Any, cast: Cast) -> None:
    unit = Department.objects.get(slug="chengjian")
    given = row("memberships", 0, role=Role.HEAD, department=unit.pk)
    save(signed_in(cast.administrator), page_of(cast.stranger), **given)
    assert roles_of(cast.stranger) == {Role.HEAD}


def test_a_role_without_its_unit_is_refused(signed_in: Any, cast: Cast) -> None:
    given = row("memberships", 0, role=Role.LIAISON)
    answer = save(signed_in(cast.administrator), page_of(cast.stranger), **given)
    assert "联络员和单位负责人须选择单位" in answer.content.decode()
    assert not Membership.objects.filter(user=cast.stranger).exists()


def test_nobody_gives_a_role_to_themselves(signed_in: Any, cast: Cast) -> None:
    given = row("memberships", 1, role=Role.RELEASER)
    answer = save(signed_in(cast.administrator), page_of(cast.administrator), **given)
    assert "不能调整自己的角色，请由另一位系统管理员办理。" in said(answer)
    assert roles_of(cast.administrator) == {Role.ADMINISTRATOR}


def test_nobody_takes_the_own_role_away(signed_in: Any, cast: Cast) -> None:
    answer = save(
        signed_in(cast.administrator), page_of(cast.administrator), **{"memberships-0-DELETE": "on"}
    )
    assert "不能调整自己的角色" in said(answer)
    assert roles_of(cast.administrator) == {Role.ADMINISTRATOR}


def test_the_own_name_can_still_be_corrected(signed_in: Any, cast: Cast) -> None:
    save(signed_in(cast.administrator), page_of(cast.administrator), name="管理员乙")
    cast.administrator.refresh_from_db()
    assert cast.administrator.name == "管理员乙"


def test_nobody_shuts_themselves_out(signed_in: Any, cast: Cast) -> None:
    client = signed_in(cast.administrator)
    page = client.get(page_of(cast.administrator))
    data = posted(page)
    del data["is_active"]
    assert "不能停用自己的账号" in said(client.post(page_of(cast.administrator), data))


def test_a_clerk_grants_nothing(signed_in: Any, cast: Cast) -> None:
    client = signed_in(cast.clerk)
    given = {"name": "经办人甲", **row("memberships", 1, role=Role.ADMINISTRATOR)}
    assert client.get(page_of(cast.clerk)).status_code == 403
    assert client.post(page_of(cast.clerk), given).status_code == 403
    assert roles_of(cast.clerk) == {Role.CLERK}


def test_a_clerk_cannot_make_an_official_of_an_account(signed_in: Any, cast: Cast) -> None:
    official = Official.objects.first()
    assert official is not None
    address = reverse("admin:departments_official_change", args=[official.pk])
    save(signed_in(cast.clerk), address, user=cast.clerk.pk, order="7")
    official.refresh_from_db()
    assert (official.user, official.order) == (None, 7)
    save(signed_in(cast.administrator), address, user=cast.leader.pk)
    official.refresh_from_db()
    assert official.user == cast.leader


def test_an_auditor_sees_who_is_entitled_to_what(signed_in: Any, cast: Cast) -> None:
    client = signed_in(cast.auditor)
    assert "工科商局 联络员" in client.get(reverse("admin:accounts_user_changelist")).content.decode()
    page = client.get(page_of(cast.liaison))
    assert "联络员" in page.content.decode()
    assert not page.context["has_change_permission"]


def test_accounts_are_listed_by_the_role_they_hold(signed_in: Any, cast: Cast) -> None:
    listed = signed_in(cast.administrator).get(reverse("admin:accounts_user_changelist") + "?role=head")
    assert [user.username for user in listed.context["cl"].result_list] == ["head"]


def test_an_account_is_never_deleted(signed_in: Any, cast: Cast) -> None:
    address = reverse("admin:accounts_user_delete", args=[cast.stranger.pk])
    assert signed_in(cast.administrator).post(address, {"post": "yes"}).status_code == 403
