"""Time the checks of drafts: what the workbench does at every change, besides reading its lists.

Drafts of growing numbers of tasks are made of the sample's demands, each with words of its own. Prints the median of
some rounds and writes `var/bench-drafts.json`; fails when 300 tasks take longer than FIRST as they are opened, with
every word new to the server, or than AGAIN at each change after it, or when the number of queries grows.
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES, ROUNDS, JUDGED, FIRST, AGAIN = (12, 100, 300, 1_000), 9, 300, 150.0, 40.0


def prepare() -> None:
    """Start Django on the database that the environment names, with the shipped units in it."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("PORTAL_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiaolan_portal.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)


def draft_of(size: int):  # type: ignore[no-untyped-def]
    """A draft that is not saved, of so many demands with one task each, numbers, units and dates in them."""
    from departments.reference import shipped_unit_names
    from directives.intake.made import made_of
    from directives.models import Theme
    from meetings.models import IntakeDraft
    from meetings.report_parser import UnitDirectory, parse

    sample = (ROOT / "directives" / "sample" / "report.txt").read_text(encoding="utf-8")
    units = UnitDirectory(shipped_unit_names())
    first, *others = sample.splitlines(keepends=True)
    demands = [line for line in others if "要" in line and len(line) > 40]
    text = first + "".join(
        line.replace("要", f"要在{n % 12 + 1}月底前走访{n * 7 + 2}家企业，要", 1)
        for n, line in enumerate((demands * (size // len(demands) + 1))[:size])
    )
    made = made_of(parse(text, None, units), text, list(Theme.objects.all()))
    rows = made["directives"]
    while sum(len(row["tasks"]) for row in rows) < size:
        rows += [row | {"id": f"x{len(rows) + n}"} for n, row in enumerate(rows)]
    made["directives"] = rows[:size]
    for n, row in enumerate(made["directives"]):
        for task in row["tasks"]:
            task["measures"] += (
                f"\n走访企业{n * 7 + 2}家，新增用地一万{n % 9 + 1}千亩，增长百分之{'三五七八九'[n % 5]}"
            )
    return IntakeDraft(text=text, made=made)


def measure(size: int) -> dict[str, float]:
    """Median milliseconds of processor time of the checks, of the queries before them, and how many these are."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from directives.intake import coverage_of, problems
    from directives.intake.checking import alike, figures, known, numbers

    draft = draft_of(size)
    checks, again, reads, coverages = [], [], [], []
    with CaptureQueriesContext(connection) as queries:
        found = problems(draft)
    asked = len(queries)
    for _ in range(ROUNDS):
        numbers.numbers_in.cache_clear()  # as if every word were new
        alike._alike.cache_clear()
        alike._bigrams.cache_clear()
        figures.strange_numbers.cache_clear()
        began = time.process_time()
        names = known()
        read = time.process_time()
        problems(draft, names)
        checked = time.process_time()
        problems(draft, names)
        once_more = time.process_time()
        coverage_of(draft.made)
        reads.append(read - began)
        checks.append(checked - read)
        again.append(once_more - checked)
        coverages.append(time.process_time() - once_more)
    return {
        "tasks": sum(len(row["tasks"]) for row in draft.made["directives"]),
        "characters": len(draft.text),
        "problems": len(found),
        "queries": asked,
        "checks_ms": round(statistics.median(checks) * 1000, 1),
        "again_ms": round(statistics.median(again) * 1000, 1),
        "queries_ms": round(statistics.median(reads) * 1000, 1),
        "coverage_ms": round(statistics.median(coverages) * 1000, 1),
    }


def main() -> None:
    prepare()
    rows = {size: measure(size) for size in SIZES}
    names = list(rows[SIZES[0]])
    print("draft   " + "".join(f"{name:>14}" for name in names))
    for row in rows.values():
        print("        " + "".join(f"{row[name]:>14,}" for name in names))
    target = ROOT / "var" / "bench-drafts.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    if len({row["queries"] for row in rows.values()}) > 1:
        sys.exit("核对草稿的查询数随任务数增加。")
    for name, limit, what in (("checks_ms", FIRST, "首次核对"), ("again_ms", AGAIN, "再次核对")):
        if rows[JUDGED][name] > limit:
            sys.exit(f"{what} {JUDGED} 项任务用时 {rows[JUDGED][name]} 毫秒，超过 {limit:.0f} 毫秒。")


if __name__ == "__main__":
    main()
