"""Who acts in a request, and from where."""

from typing import cast

from django.http import HttpRequest

from accounts.models import User
from directives.events import Actor


def person_of(request: HttpRequest) -> User:
    """The signed-in account; views behind `signed_in` always have one."""
    return cast(User, request.user)


def actor_of(request: HttpRequest) -> Actor:
    """The account together with the address it acts from, as the log keeps them."""
    return Actor(person_of(request), request.META.get("REMOTE_ADDR", ""))
