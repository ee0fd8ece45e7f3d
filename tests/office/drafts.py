"""The page of a draft, changed and sent as a clerk does it."""

from typing import Any

from meetings.models import IntakeDraft
from tests.office.texts import fields_of


def page_of(draft: IntakeDraft) -> str:
    return f"/office/intake/{draft.pk}/"


def press(client: Any, draft: IntakeDraft, act: str = "save", **changes: Any) -> Any:
    """Open the page, change fields, press a button."""
    fields = fields_of(client.get(page_of(draft)))
    return client.post(page_of(draft), fields | changes | {"act": act})
