"""The sign-in form."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm


class SignInForm(AuthenticationForm):
    """Django's own form with the sentences this site uses."""

    error_messages = {
        "invalid_login": "用户名或密码不对，请重新输入。忘记密码请找系统管理员重设。",
        "inactive": "这个账号已停用。如需恢复，请找系统管理员。",
    }

    username = forms.CharField(
        label="用户名",
        error_messages={"required": "请输入用户名。"},
        widget=forms.TextInput({"autofocus": True, "autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label="密码",
        strip=False,
        error_messages={"required": "请输入密码。"},
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
