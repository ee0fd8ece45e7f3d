"""What the public reads was reviewed as it stands and changes only after a withdrawal."""

from typing import Any

from django.http import HttpRequest

NOTE = "已对外公开，内容不能直接修改。需要更正时，请公开审查人先撤回，改好后重新审查公开。"


class FixedWhileReleased:
    """A page of the admin whose object changes only after it was withdrawn; goes before the model's admin."""

    def is_released(self, obj: Any) -> bool:
        return obj is not None and obj.released_at is not None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed: bool = super().has_change_permission(request, obj)  # type: ignore[misc]
        return allowed and not self.is_released(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed: bool = super().has_delete_permission(request, obj)  # type: ignore[misc]
        return allowed and not self.is_released(obj)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        if self.is_released(kwargs.get("obj")):
            context["fixed_note"] = NOTE
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
