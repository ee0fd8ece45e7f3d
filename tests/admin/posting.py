"""Fill in the admin's forms as a browser would: everything as it stands on the page, and then the changes."""

from typing import Any


def posted(response: Any, **changes: Any) -> dict[str, Any]:
    """What a browser would send from the page of `response`, with some fields changed."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data: dict[str, Any] = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                data[field.html_name] = str(value) if not isinstance(value, list) else value
    return data | changes


def save(client: Any, address: str, **changes: Any) -> Any:
    """Open the page, change the fields and save; the answer after the redirect."""
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    return client.post(address, posted(page, **changes), follow=True)


def row(prefix: str, number: int, **fields: Any) -> dict[str, Any]:
    """One more row of an inline: its fields and the count that a browser's script raises."""
    named = {f"{prefix}-{number}-{name}": value for name, value in fields.items()}
    return {f"{prefix}-TOTAL_FORMS": str(number + 1), **named}


def said(response: Any) -> str:
    """All messages and errors of the answer."""
    found = [str(message) for message in response.context.get("messages", [])]
    if response.context.get("adminform"):
        form = response.context["adminform"].form
        found += [error for errors in form.errors.values() for error in errors]
        for inline in response.context["inline_admin_formsets"]:
            found += [str(error) for error in inline.formset.non_form_errors()]
            found += [e for errors in inline.formset.errors for listed in errors.values() for e in listed]
    if response.context.get("act"):
        found += [error for errors in response.context["form"].errors.values() for error in errors]
    return "\n".join(found)


def act(client: Any, address: str, name: str, *objects: Any, **words: Any) -> Any:
    """Choose the objects in the list and run the action, with the words of its page if it has one."""
    chosen = {"action": name, "_selected_action": [str(one.pk) for one in objects]}
    return client.post(address, chosen | ({"confirmed": "1", **words} if words else {}), follow=True)
