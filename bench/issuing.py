"""Time the issue of one batch of 35 tasks to each of 29 villages: 1,015 assignments in one transaction.

Prints the figures of a few batches, one after the other, and writes `var/bench-issuing.json`. Each is committed: only
then does the database check what the rows refer to. Fails when the slowest takes longer than LIMIT.
"""

import json
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TASKS, ROUNDS, LIMIT = 35, 5, 3.0


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


def approved_batch(clerk, approver):  # type: ignore[no-untyped-def]
    """A batch that waits for its issue alone."""
    from django.utils import timezone

    from departments.models import UnitSet
    from directives import workflow
    from directives.events import Actor
    from directives.models import Charge, Task

    villages = UnitSet.objects.get(slug="ge-cun-shequ")
    tasks = []
    for n in range(TASKS):
        task = Task.objects.create(title=f"任务 {n}", nature="standing", mode="each")
        Charge.objects.create(task=task, role="responsible", unit_set=villages, basis="office")
        tasks.append(task)
    by, today = Actor(clerk, "bench"), timezone.localdate()
    batch = workflow.prepare_batch(tasks, title="测速", by=by)
    for _ in workflow.approval_steps():
        workflow.record_approval(batch, approver=approver, words="同意", approved_on=today, by=by)
    return batch


def measure(clerk, approver) -> dict[str, float]:  # type: ignore[no-untyped-def]
    """Seconds and queries of one issue, its commit included."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from directives import workflow
    from directives.events import Actor
    from directives.models import TaskAssignment

    batch = approved_batch(clerk, approver)
    with CaptureQueriesContext(connection) as queries:
        began = time.perf_counter()
        workflow.issue(batch, by=Actor(clerk, "bench"))
        took = time.perf_counter() - began
    return {
        "seconds": round(took, 3),
        "queries": len(queries),
        "assignments": TaskAssignment.objects.filter(task__batch=batch).count(),
        "notices": batch.notices.count(),
    }


def main() -> None:
    prepare()
    from django.db import connection

    from accounts.models import User
    from departments.models import Membership, Official, Post

    clerk = User.objects.create_user("bench-clerk", "测速")
    Membership.objects.create(user=clerk, role="clerk")
    official = Official.objects.create(name="测速领导")
    Post.objects.create(official=official, title="镇长")
    rounds = [measure(clerk, official.name) for _ in range(ROUNDS)]
    slowest = max(one["seconds"] for one in rounds)
    first = rounds[0]
    print(
        f"issue, {connection.vendor}: {first['assignments']} assignments, {first['notices']} notices, "
        f"{first['queries']} queries; seconds " + " ".join(f"{one['seconds']:.3f}" for one in rounds)
    )
    target = ROOT / "var" / "bench-issuing.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(rounds, indent=1), encoding="utf-8")
    if slowest > LIMIT:
        sys.exit(f"交办用时 {slowest:.2f} 秒，超过 {LIMIT:.0f} 秒。")


if __name__ == "__main__":
    main()
