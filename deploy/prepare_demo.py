"""Make the demonstration ready to serve: database, reference data, sample, static files.

One process does it all, since starting Django five times would cost more than the work itself; what is
done already is skipped. Run by deploy/run-demo.sh.
"""

import hashlib
import io
import os
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def refuse_taken_port(port_text: str) -> None:
    """End with one clear line before any work is done for a server that could not start."""
    if not port_text.isdecimal() or not 0 < int(port_text) < 65536:
        sys.exit(f"PORT 应为 1 至 65535 之间的数字，现在是 {port_text}。")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port_text)))
        except PermissionError:
            sys.exit(f"没有权限使用端口 {port_text}，请换一个 1024 以上的端口，例如：make run PORT=8001")
        except OSError:
            sys.exit(f"端口 {port_text} 已被占用，请换一个端口，例如：make run PORT=8001")


def migrate() -> None:
    """Apply migrations, if there are any to apply."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("正在准备数据库……")
        call_command("migrate", verbosity=0, interactive=False)


def collect_static_files() -> None:
    """Collect and compress static files again when one of them has changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            seen.update(f"{name}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if not stamp.exists() or stamp.read_text() != seen.hexdigest():
        print("正在整理静态文件……")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(seen.hexdigest())


def main() -> None:
    refuse_taken_port(os.environ.get("PORT", "8000"))

    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiaolan_portal.settings")
    import django
    from django.core.management import call_command

    django.setup()
    migrate()
    collect_static_files()
    call_command("load_reference", verbosity=0, stdout=io.StringIO())
    call_command("load_demo")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
