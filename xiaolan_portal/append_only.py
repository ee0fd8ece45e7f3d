"""Triggers that refuse UPDATE and DELETE on rows that nobody may change, on both databases.

They are installed after every migrate: SQLite loses a table's triggers when it rebuilds the table.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.core.checks import Error, register
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Guard:
    """Rows of a model that nobody deletes, and of which nobody changes any column, or none of those listed."""

    model: str
    columns: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        return apps.get_model(self.model)._meta.db_table

    def trigger(self, act: str) -> str:
        return f"{self.table}_refuses_{act}"


GUARDS = (
    Guard("directives.Event"),
    Guard(
        "publishing.Release",
        ("subject_kind", "subject_id", "publicity", "secrecy_review", "released_by_id", "released_at"),
    ),
    Guard("meetings.ReportVersion", ("text", "sha256", "fingerprint", "meeting_id", "number")),
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers that are missing; tables that do not exist yet are left alone."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in GUARDS:
            if guard.table in tables:
                for statement in _create(guard, connection.vendor):
                    cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers. Only the tests do so, to empty their tables between two cases."""
    with connection.cursor() as cursor:
        for guard in GUARDS:
            for act in _acts(connection.vendor):
                on = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {guard.trigger(act)}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that should stand in the database and do not."""
    wanted = {guard.trigger(act) for guard in GUARDS for act in _acts(connection.vendor)}
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return sorted(wanted - {row[0] for row in cursor.fetchall()})


def _acts(vendor: str) -> tuple[str, ...]:
    return ("update", "delete", "truncate") if vendor == "postgresql" else ("update", "delete")


def _create(guard: Guard, vendor: str) -> Iterable[str]:
    if vendor == "sqlite":
        for act in _acts(vendor):
            of = f" OF {', '.join(guard.columns)}" if guard.columns and act == "update" else ""
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {guard.trigger(act)} BEFORE {act}{of} ON {guard.table} "
                f"BEGIN SELECT RAISE(ABORT, 'append-only: {guard.table}'); END"
            )
        return
    yield (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$"
    )
    for act in _acts(vendor):
        of = f" OF {', '.join(guard.columns)}" if guard.columns and act == "update" else ""
        each = "STATEMENT" if act == "truncate" else "ROW"
        yield (
            f"CREATE OR REPLACE TRIGGER {guard.trigger(act)} BEFORE {act}{of} ON {guard.table} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def install_after_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: object) -> None:
    install(connections[using])


@register("database")
def triggers_stand(app_configs: object, databases: Iterable[str] | None, **kwargs: object) -> list[Error]:
    """`manage.py check --database default`: the log and the frozen texts are protected."""
    errors = []
    for alias in databases or ():
        connection = connections[alias]
        if "directives_event" not in connection.introspection.table_names():
            continue
        errors += [
            Error(
                f"数据库缺少触发器 {name}，记录可能被改动。",
                hint="运行 manage.py migrate 会重新安装。",
                id="portal.E001",
            )
            for name in missing(connection)
        ]
    return errors
