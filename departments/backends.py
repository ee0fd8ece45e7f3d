"""Sign-in by password; rights by membership."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db import models

from .access import permissions_of


class MembershipBackend(ModelBackend):
    """Django's password check, with permissions derived from memberships instead of groups and flags."""

    def get_user_permissions(self, user_obj: Any, obj: models.Model | None = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        return permissions_of(user_obj)

    def get_group_permissions(self, user_obj: Any, obj: models.Model | None = None) -> set[str]:
        return set()

    def get_all_permissions(self, user_obj: Any, obj: models.Model | None = None) -> set[str]:
        return self.get_user_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return any(perm.startswith(app_label + ".") for perm in self.get_all_permissions(user_obj))
