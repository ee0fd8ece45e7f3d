"""Signing in and out."""

from typing import Any

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from ..forms.entrance import SignInForm
from ..page import show


class SignIn(LoginView):
    """Django's own sign-in (safe `next` included) on a page of this site."""

    authentication_form = SignInForm
    redirect_authenticated_user = True

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return show(self.request, "sign-in", {"form": context["form"], "next": self.get_redirect_url()})


@method_decorator(require_POST, name="dispatch")
class SignOut(LogoutView):
    """Ends the session; by POST only, so that no link or picture can do it."""


sign_in = SignIn.as_view()
sign_out = SignOut.as_view()

