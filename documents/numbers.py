"""Yearly numbers, taken under a lock by the transaction that uses them."""

from django.db import IntegrityError, transaction

from .models import NumberSeries


def take(kind: NumberSeries.Kind, year: int, count: int = 1) -> list[int]:
    """The next `count` numbers of the series, in order.

    Must run inside the transaction that writes what is numbered: the row stays locked until then, so that
    an act that fails gives its numbers back and two acts never share one.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "numbers are taken inside the transaction that uses them"
        )
    series = _locked(kind, year)
    first = series.last + 1
    series.last += count
    series.save(update_fields=["last"])
    return list(range(first, first + count))


def _locked(kind: NumberSeries.Kind, year: int) -> NumberSeries:
    locked = NumberSeries.objects.select_for_update()
    try:
        return locked.get(kind=kind, year=year)
    except NumberSeries.DoesNotExist:
        pass
    try:
        with transaction.atomic():
            NumberSeries.objects.create(kind=kind, year=year)
    except IntegrityError:
        pass  # another act opened the year at the same moment; its row is the one to lock
    return locked.get(kind=kind, year=year)
