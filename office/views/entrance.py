"""Signing in and out."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse
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


@method_decorator(require_POST, name="dispatch")
class SignOut(LogoutView):
    """Ends the session; by POST only, so that no link or picture can do it."""


sign_in = require_http_methods(["GET", "HEAD", "POST"])(SignIn.as_view())
sign_out = SignOut.as_view()
