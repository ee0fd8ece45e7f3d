"""The log: every act is an event in its subject's chain, and nobody changes it."""

import pytest
from django.db import DatabaseError, connection, transaction

from directives import events, workflow
from directives.models import Event
from meetings.models import FrozenText, ReportVersion
from tests import work
from tests.cast import Cast
from xiaolan_portal import append_only


@pytest.fixture
def chain(cast: Cast) -> list[Event]:
    """A task's story from issue to closing."""
    task = work.task(lead="gongkeshang")
    work.issue(task, by=cast.clerk)
    share = workflow.acknowledge(work.assignment(task, "gongkeshang"), by=work.actor(cast.liaison))
    workflow.send_report(
        share, workflow.ReportContent(text="进展顺利", progress=90), by=work.actor(cast.liaison)
    )
    workflow.accept(
        workflow.hand_in(share, "办好了", by=work.actor(cast.head)), by=work.actor(cast.supervisor)
    )
    return events.history(Event.Subject.TASK, task.pk)


def test_every_act_is_recorded_in_order_with_who_and_from_where(chain: list[Event], cast: Cast) -> None:
    assert [(e.seq, e.kind, e.by, e.origin) for e in chain] == [
        (1, "issue", cast.clerk, "test"),
        (2, "acknowledge", cast.liaison, "test"),
        (3, "report", cast.liaison, "test"),
        (4, "hand_in", cast.head, "test"),
        (5, "accept", cast.supervisor, "test"),
        (6, "close", cast.supervisor, "test"),
    ]
    assert events.broken_links(chain) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda e: e.data.update(text="进展很顺利"),
        lambda e: setattr(e, "by_name", "别人"),
        lambda e: setattr(e, "at", e.at.replace(year=2001)),
        lambda e: setattr(e, "origin", "elsewhere"),
        lambda e: setattr(e, "kind", "accept"),
    ],
)
def test_one_changed_value_breaks_the_chain_at_its_place(chain: list[Event], change) -> None:
    change(chain[2])
    assert events.broken_links(chain) == [3]


def test_an_event_cut_out_and_hashed_anew_does_not_fit_its_neighbours(chain: list[Event]) -> None:
    chain[2].previous = "0" * 64
    chain[2].hash = events.digest(chain[2])
    assert events.broken_links(chain) == [3, 4]


def test_a_missing_event_breaks_the_chain(chain: list[Event]) -> None:
    assert events.broken_links(chain[:2] + chain[3:]) == [4]


@pytest.mark.parametrize(
    "statement", ["UPDATE directives_event SET by_name = 'x'", "DELETE FROM directives_event"]
)
def test_the_database_refuses_to_change_or_delete_events(chain: list[Event], statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE publishing_release SET secrecy_review = '另一种意见'", "DELETE FROM publishing_release"],
)
def test_the_database_keeps_what_was_released_after_which_review(cast: Cast, statement: str) -> None:
    task = work.task(lead="gongkeshang")
    work.issue(task, by=cast.clerk)
    workflow.release_task(task, secrecy_review="可以公开", by=work.actor(cast.releaser))
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_person_in_the_log_cannot_be_deleted(chain: list[Event], cast: Cast) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        cast.liaison.delete()


def test_an_event_is_not_written_outside_the_act_it_belongs_to(transactional_db: None) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        events.append(Event.Subject.TASK, 1, Event.Kind.ISSUE, events.Actor(None, "test"))


def test_the_words_of_a_report_version_stay_as_they_are(cast: Cast) -> None:
    version = work.meeting().versions.get()
    version.text += "添一句"
    with pytest.raises(FrozenText):
        version.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ReportVersion.objects.filter(pk=version.pk).update(text="别的话")


def test_the_check_reports_a_trigger_that_is_missing(db: None) -> None:
    assert append_only.missing(connection) == []
    append_only.remove(connection)
    try:
        found = append_only.triggers_stand(None, ["default"])
        assert any("directives_event_refuses_update" in error.msg for error in found)
    finally:
        append_only.install(connection)
