"""How gunicorn serves the portal; PORT and WEB_WORKERS come from the environment."""

import gc
import os
from pathlib import Path
from typing import Any

bind = f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WEB_WORKERS") or 2)
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 10
loglevel = "warning"
# It would otherwise open a socket in the user's home folder through which workers can be steered.
control_socket_disable = True
# The workers' heartbeat file on a slow disk makes the master take busy workers for dead ones.
if Path("/dev/shm").is_dir():  # noqa: S108
    worker_tmp_dir = "/dev/shm"  # noqa: S108


def post_worker_init(worker: Any) -> None:
    """Spare the collector what lives as long as the worker, and every draft of a thousand rows its many looks: without
    this a fifth of a long page's time is spent in it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
