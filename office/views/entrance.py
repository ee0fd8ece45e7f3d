"""Signing in and out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST

from ..carrying import carried_by
from ..forms.entrance import SignInForm
from ..page import show


class SignIn(LoginView):
    """Django's own sign-in (safe `next` included) on a page of this site."""

    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in; whoever was in the middle of a form goes on with it."""
        carried = carried_by(self.request)
        response = super().form_valid(form)
        return show(self.request, "resume", {"carried": carried}) if carried else response

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return show(
            self.request,
            "sign-in",
            {
                "form": context["form"],
                "next": self.get_redirect_url(),
                "carried": carried_by(self.request),
            },
        )


class Password(PasswordChangeView):
    """A person's own password, for every role: who was given one must be able to change it."""

    success_url = reverse_lazy("office:home")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, "密码已更改，下次登录请用新密码。")
        return super().form_valid(form)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return show(self.request, "password", {"form": context["form"]})


@method_decorator(require_POST, name="dispatch")
class SignOut(LogoutView):
    """Ends the session; by POST only, so that no link or picture can do it."""


sign_in = require_http_methods(["GET", "HEAD", "POST"])(SignIn.as_view())
sign_out = SignOut.as_view()
password = require_http_methods(["GET", "HEAD", "POST"])(Password.as_view())
