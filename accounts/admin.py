"""Accounts in the admin: names and passwords. Roles are given beside them, by `departments.admin`."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import (
    AdminUserCreationForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
)
from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.models import Group
from django.http import HttpRequest

from xiaolan_portal.admin_models import PortalModelAdmin

from .models import User

# Rights follow from roles with dates; a group would be a second, undated source of them.
admin.site.unregister(Group)


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("username", "name", "email", "telephone")


class PasswordState(ReadOnlyPasswordHashWidget):
    """Whether there is a password; how it is stored is nobody's business on a page."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        usable = bool(value) and is_password_usable(value)
        context["summary"] = [{"label": "已设置" if usable else "未设置，不能登录"}]
        context["button_label"] = "重设密码" if usable else "设置密码"
        return context


class EditUserForm(UserChangeForm):
    """Refuses to let people shut themselves out; `own` is set where somebody edits the account they use."""

    own = False
    password = ReadOnlyPasswordHashField(
        label="密码", widget=PasswordState, help_text="任何人都看不到原来的密码。"
    )

    class Meta:
        model = User
        fields = ("username", "name", "email", "telephone", "is_active")

    def clean_is_active(self) -> bool:
        active: bool = self.cleaned_data["is_active"]
        if self.own and not active:
            raise forms.ValidationError("不能停用自己的账号，请由另一位系统管理员办理。")
        return active


@admin.register(User)
class UserAdmin(PortalModelAdmin, DjangoUserAdmin):
    """Django's pages for accounts without its groups, flags and single permissions."""

    form = EditUserForm
    add_form = NewUserForm
    list_display = ("username", "name", "email", "telephone", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("username", "name", "email")
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password", "is_active")}),
        ("本人资料", {"fields": ("name", "email", "telephone"), "description": "一人一号，不得共用。"}),
        ("时间", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "name"), "description": "一人一号，不得共用。保存后再设置角色。"}),
        ("密码", {"fields": ("usable_password", "password1", "password2")}),
        ("联系方式", {"fields": ("email", "telephone")}),
    )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        if obj is not None:
            form.own = obj == request.user
        return form

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Accounts stay for the log; who leaves is marked so."""
        return False
