"""How the form of a draft's page names what stands at a place of the draft."""

from typing import Any

from directives.intake import unread_in


def field_name(made: dict[str, Any], path: str) -> str:
    """`t.d1t2.title` for `directives.0.tasks.1.title`; the path itself for what is no field."""
    match path.split("."):
        case ["meeting", field]:
            return f"m.{field}"
        case ["document", field]:
            return f"o.{field}"
        case ["attendance", n, field]:
            return f"a.{n}.{field}"
        case ["directives", n, "tasks", m, *rest]:
            key = made["directives"][int(n)]["tasks"][int(m)]["id"]
            return ".".join([f"c.{key}", *rest[1:]] if len(rest) > 2 else [f"t.{key}", *rest])
        case ["directives", n, field]:
            return f"d.{made['directives'][int(n)]['id']}.{field}"
    return path


def unread_fields(made: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """By the names of their fields the words that could not be read, and what is said of them."""
    return {field_name(made, path): (words, message) for path, words, message in unread_in(made)}
