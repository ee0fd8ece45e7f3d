"""Yearly numbers: no gap, no double, whoever asks at the same moment."""

import pytest
from django.db import transaction

from documents.models import NumberSeries
from documents.numbers import take
from tests.together import need_real_connections, together

TASK = NumberSeries.Kind.TASK


def test_numbers_run_by_kind_and_year(db: None) -> None:
    assert take(TASK, 2024, 3) == [1, 2, 3]
    assert take(TASK, 2024) == [4]
    assert take(TASK, 2025) == [1]
    assert take(NumberSeries.Kind.BATCH, 2024) == [1]


def test_an_act_that_fails_gives_its_numbers_back(db: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        take(TASK, 2024, 5)
        raise ZeroDivisionError
    assert take(TASK, 2024) == [1]


def test_a_number_is_only_taken_by_the_act_that_uses_it(transactional_db: None) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        take(TASK, 2024)


def test_twenty_at_once_get_twenty_different_numbers_without_a_gap(transactional_db: None) -> None:
    need_real_connections()
    taken: list[int] = []
    together(20, lambda: taken.extend(take(TASK, 2024)))
    assert sorted(taken) == list(range(1, 21))
