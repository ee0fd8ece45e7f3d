"""Data flows one way through the folders: an app imports from those before it, never from those after it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ORDER = [
    "accounts",
    "departments",
    "documents",
    "publishing",
    "meetings",
    "directives",
    "indicators",
    "operations",
    "public",
    "office",
]
# What every app may use of the project itself; everything else there stands above the apps.
PROJECT = {
    "xiaolan_portal.append_only",
    "xiaolan_portal.admin_forms",
    "xiaolan_portal.admin_lists",
    "xiaolan_portal.admin_models",
}
FACES = {"public", "office"}
APPS = [app for app in ORDER if (ROOT / app).is_dir()]


def imported(source: Path) -> Iterator[str]:
    """Absolute names of the modules that a file imports."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


def sources(app: str) -> list[Path]:
    return [path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]


@pytest.mark.parametrize("app", APPS)
def test_an_app_imports_only_what_stands_before_it(app: str) -> None:
    later = set(ORDER[ORDER.index(app) + 1 :])
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources(app)
        for name in imported(path)
        if name.split(".")[0] in later
    ]
    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_an_app_uses_of_the_project_only_what_is_made_for_apps(app: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources(app)
        for name in imported(path)
        if name.startswith("xiaolan_portal.") and not any(name.startswith(allowed) for allowed in PROJECT)
    ]
    assert wrong == []


def test_the_parser_needs_neither_django_nor_the_rest_of_the_project() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / "meetings" / "report_parser").rglob("*.py")
        for name in imported(path)
        if name.split(".")[0] in {"django", "xiaolan_portal", *ORDER}
        and not name.startswith("meetings.report_parser")
    ]
    assert wrong == []


def test_only_the_faces_speak_http() -> None:
    """Domain apps answer with records and errors; requests and responses belong to the faces and the admin."""
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for app in APPS
        if app not in FACES
        for path in sources(app)
        if "admin" not in path.relative_to(ROOT).as_posix()
        for name in imported(path)
        if name.startswith(("django.http", "django.shortcuts", "django.views"))
    ]
    assert wrong == []


def test_no_module_is_a_grab_bag() -> None:
    names = {"utils", "helpers", "common", "misc", "functions"}
    assert [
        path for app in APPS for path in sources(app) if path.stem in names or path.parent.name in names
    ] == []
