"""Real reports, where the folder with them is at hand: they are other people's text and not part of the project."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from departments.reference import shipped_unit_names
from meetings.report_parser import ParsedReport, UnitDirectory, UnitName, parse

from .test_any_text import check_spans

ROOT = Path(__file__).resolve().parents[2]
REPORTS = Path(os.environ.get("SHARED_REPORTS", ROOT / "../shared/reports"))
XIAOLAN = REPORTS / "annotated" / "xiaolan-2024-h1.txt"
MISSING = f"没有真实报道可读：{REPORTS} 不存在"
needs_reports = pytest.mark.skipif(not XIAOLAN.exists(), reason=MISSING)
TEXTS = sorted(REPORTS.glob("*/*.txt"))


def shipped(path: Path) -> ParsedReport:
    units = UnitDirectory(UnitName(u.slug, u.name, u.kind) for u in shipped_unit_names())
    return parse(path.read_text(encoding="utf-8"), None, units)


@needs_reports
@pytest.mark.parametrize("path", TEXTS, ids=[p.stem for p in TEXTS])
def test_every_real_report_is_read_with_exact_spans(path: Path) -> None:
    report = shipped(path)
    check_spans(path.read_text(encoding="utf-8"), report)
    assert report.meeting_name is not None
    assert report.directives


@needs_reports
def test_the_score_on_the_annotated_reports_is_high() -> None:
    tool = REPORTS.parent / "tools" / "score_reports.py"
    if not tool.exists():
        pytest.skip(f"没有评分程序：{tool} 不存在")
    command = [sys.executable, str(tool), str(REPORTS / "annotated"), "--json"]
    parser = f"{sys.executable} {ROOT / 'manage.py'} parse_report"
    run = subprocess.run(
        [*command, "--parser", parser], capture_output=True, text=True, cwd=ROOT, check=False
    )
    found = json.loads(run.stdout)
    assert run.returncode == 0, run.stderr
    assert found["total"]["score"] >= 0.95
    assert set(found["reports"]["xiaolan-2024-h1"].values()) == {1.0}


@needs_reports
def test_the_town_report_has_its_six_officials_and_twelve_units() -> None:
    report = shipped(XIAOLAN)
    assert len(report.officials) == 6
    attending = {o.department for o in report.organisations if "attend" in o.roles}
    assert len(attending - {None}) == 12


@needs_reports
def test_the_five_units_that_spoke_are_the_ones_listed_by_their_long_names() -> None:
    report = shipped(XIAOLAN)
    speaking = [o.department for o in report.organisations if "speak" in o.roles]
    attending = {o.department for o in report.organisations if "attend" in o.roles}
    assert len(speaking) == len(set(speaking)) == 5
    assert set(speaking) <= attending - {None}


@needs_reports
def test_the_town_report_has_twelve_demands_of_two_speakers() -> None:
    report = shipped(XIAOLAN)
    assert len(report.directives) == 12
    assert [d.speaker for d in report.directives] == [report.officials[0].name] * 8 + [
        report.officials[1].name
    ] * 4
