"""How the portal starts: production refuses what is missing or unsafe, in one line that says which."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GOOD = {
    "DATABASE_URL": "postgres://portal:secret@127.0.0.1:5432/portal",
    "SECRET_KEY": "q8Zr3vKp7sXw2mTn9bYc4dLf6gHj1aQe5uRi0oPzWxCvBnMkJhGfDs",
    "ALLOWED_HOSTS": "duban.example.cn",
    "PUBLIC_URL": "https://duban.example.cn",
}


def start(run: str = "import xiaolan_portal.settings", **changes: str | None) -> subprocess.CompletedProcess:
    """Read the settings in a fresh process with production's environment, changed as told."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    values = {**kept, **GOOD, **changes}
    return subprocess.run(
        [sys.executable, "-c", run],
        cwd=ROOT,
        env={name: value for name, value in values.items() if value is not None} | {"PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_production_starts_with_everything_in_place() -> None:
    started = start()
    assert (started.returncode, started.stderr) == (0, "")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY"),
        ({"DATABASE_URL": None}, "DATABASE_URL"),
        ({"DATABASE_URL": "mysql://x:y@127.0.0.1/z"}, "DATABASE_URL"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://portal:secret@127.0.0.1"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:////proc/nowhere/portal.sqlite3"}, "/proc/nowhere"),
        ({"DEBUG": "maybe"}, "DEBUG"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"PUBLIC_URL": None}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "http://duban.example.cn"}, "PUBLIC_URL"),
        ({"DEBUG": "true"}, "DEBUG"),
        ({"PORTAL_MODE": "prod"}, "PORTAL_MODE"),
        ({"APPROVAL_STEPS": ""}, "APPROVAL_STEPS"),
        ({"APPROVAL_STEPS": "分管领导;"}, "APPROVAL_STEPS"),
        ({"APPROVAL_STEPS": "分管领导;=书记"}, "APPROVAL_STEPS"),
        ({"APPROVAL_STEPS": "分管领导;书记=|"}, "APPROVAL_STEPS"),
        ({"APPROVAL_STEPS": "长" * 41}, "APPROVAL_STEPS"),
    ],
)
def test_a_missing_or_unsafe_value_is_refused_in_one_line(changes: dict, says: str) -> None:
    refused = start(**changes)
    assert refused.returncode != 0
    assert refused.stderr.startswith("启动失败：")
    assert says in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_the_steps_of_approval_are_read_in_their_order() -> None:
    shown = "import xiaolan_portal.settings as s; print(s.APPROVAL_STEPS)"
    told = start(APPROVAL_STEPS="分管领导; 书记、镇长 = 党委书记 | 镇长 ", run=shown)
    assert told.stdout == "[('分管领导', []), ('书记、镇长', ['党委书记', '镇长'])]\n"


def test_a_report_is_parsed_without_any_configuration(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(
        "7月1日，镇里召开2024年经济工作会议。王建国镇长强调，各部门要做好招商工作。", encoding="utf-8"
    )
    run = subprocess.run(
        [sys.executable, "manage.py", "parse_report", str(report)],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert '"directives"' in run.stdout


@pytest.mark.parametrize(
    "command", [["load_demo"], ["import_report", "x.txt", "--issue"], ["import_report", "x.txt", "--release"]]
)
def test_production_refuses_sample_data_and_issue_by_command(command: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "manage.py", *command, "--skip-checks"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1", **GOOD},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode != 0
    assert "生产环境" in run.stderr
