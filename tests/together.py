"""Many at the same moment, each in its own thread, transaction and connection."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction


def need_real_connections() -> None:
    """Skip, saying why, where the database lives in the memory of one connection."""
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("SQLite in memory has one connection: several writers at once are tried on PostgreSQL")


def together(count: int, act: Callable[[], object]) -> None:
    """Run the act in as many threads at once, each in its own transaction on its own connection."""
    barrier = threading.Barrier(count)

    def one() -> None:
        try:
            barrier.wait(timeout=30)
            with transaction.atomic():
                act()
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
