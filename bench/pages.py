"""Time the rendering of the public pages at growing numbers of tasks (`make bench`).

In one process, through the whole of Django but no network: what is measured is our own work. Prints a table and
writes `var/bench-pages.json`; figures of one run may be compared with each other, not with those of another day.
"""

import argparse
import json
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1_000, 100_000)
ROUNDS = 15


def prepare() -> None:
    """Start Django on the database that the environment names."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("PORTAL_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiaolan_portal.settings")
    import django

    django.setup()


def addresses() -> dict[str, str]:
    """One page of each kind, taken from what was generated."""
    from directives.models import Task
    from meetings.models import Meeting

    meeting = Meeting.objects.public().order_by("-held_on", "-pk").first()
    task = Task.objects.public().order_by("pk").first()
    theme = task.theme.slug
    return {
        "home": "/",
        "meetings": "/meetings/",
        "meeting": f"/meetings/{meeting.slug}/",
        "tasks": "/tasks/",
        "tasks by due date": "/tasks/?sort=due",
        "tasks, words": "/tasks/?q=企业技改",
        "tasks, last page": f"/tasks/?page={-(-Task.objects.public().count() // 25)}",
        "task": f"/tasks/{task.number}/",
        "departments": "/departments/",
        "department": "/departments/gongkeshang/",
        "village": "/departments/xinshi/",
        "theme": f"/themes/{theme}/",
    }


def measure(path: str) -> dict[str, float | int]:
    """Milliseconds (median and 95th percentile), queries and bytes of one page."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1")
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    asked = len(queries)  # the next request empties the log
    if answer.status_code != 200:
        sys.exit(f"{path} 返回 {answer.status_code}")
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        client.get(path)
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return {
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1),
        "queries": asked,
        "bytes": len(answer.content),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of tasks, growing")
    sizes = sorted(parser.parse_args().sizes)
    prepare()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    results: dict[str, dict[int, dict]] = {}
    here = 0
    for size in sizes:
        call_command("generate_load", tasks=size - here)
        here = size
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        for name, path in addresses().items():
            results.setdefault(name, {})[size] = measure(path)
    report(results, sizes)


def report(results: dict[str, dict[int, dict]], sizes: list[int]) -> None:
    head = "".join(f"{f'{size:,}':>30}" for size in sizes)
    print(f"{'page':<20}{head}")
    print(f"{'':<20}" + f"{'median   p95 ms  queries':>30}" * len(sizes))
    for name, by_size in results.items():
        cells = "".join(
            f"{row['median_ms']:>14.1f}{row['p95_ms']:>8.1f}{row['queries']:>8}" for row in by_size.values()
        )
        print(f"{name:<20}{cells}")
    target = ROOT / "var" / "bench-pages.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
