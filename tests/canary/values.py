"""Canaries: a value that stands nowhere else, for every text, date, time and number of a model."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import models

TEXTS = (models.CharField, models.TextField)
NUMBERS = (models.IntegerField,)
# Times and days of the canaries lie in years that nothing else on a page uses.
FIRST_DAY = date(1951, 1, 1)


@dataclass
class Cage:
    """Which canaries sit in which field: {(model label, field name): ways in which a page may write the values}.

    `mark` is one letter that tells the words of two cages apart; `day` counts days from the first one, so that
    cages with different starts share no day of the year.
    """

    mark: str
    day: int = 0
    count: int = 0
    birds: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def fill(self, model: type[models.Model], **given: Any) -> models.Model:
        """A saved row with a canary in every field that is not given, has no choices and points to nothing."""
        values = dict(given)
        for column in model._meta.concrete_fields:
            if column.name in given or column.primary_key or column.is_relation:
                continue
            if column.choices:
                if not column.has_default() and not column.blank:
                    values[column.name] = column.flatchoices[0][0]
                continue
            made = self._canary(model, column)
            if made is not None:
                values[column.name] = made
        row = model(**values)
        row.save()
        self._stamp_times(row, given)
        return row

    def _canary(self, model: type[models.Model], column: models.Field) -> Any:
        key = (model._meta.label, column.name)
        if isinstance(column, models.DateField):
            self.day += 1
            day = FIRST_DAY + timedelta(days=self.day)
            self.keep(key, *days(day))
            if isinstance(column, models.DateTimeField):
                return datetime(day.year, day.month, day.day, 4, 11, tzinfo=UTC)
            return day
        if isinstance(column, TEXTS):
            word = self.word()
            self.keep(key, word)
            if isinstance(column, models.URLField):
                return f"https://{word}.example/"
            return f"{word}@example.com" if isinstance(column, models.EmailField) else word
        if isinstance(column, models.BooleanField):
            return None
        if isinstance(column, NUMBERS):
            return self._number(key, column)
        return None

    def _number(self, key: tuple[str, str], column: models.Field) -> int:
        if column.name == "report_day":
            self.keep(key, "每月29日", "29日前")
            return 29
        if column.name == "progress":
            self.keep(key, "87%", "87％", "87 %")
            return 87
        self.count += 1
        self.keep(key, str(20000 + self.count))
        return 20000 + self.count

    def word(self) -> str:
        """A new word that stands nowhere else."""
        self.count += 1
        return f"q{self.mark}{self.count:03d}z"

    def _stamp_times(self, row: models.Model, given: dict[str, Any]) -> None:
        """`auto_now` fields take their value on saving; they get their canary afterwards, past `save`."""
        stamped = {
            column.name: self._canary(type(row), column)
            for column in row._meta.concrete_fields
            if column.name not in given
            and (getattr(column, "auto_now", False) or getattr(column, "auto_now_add", False))
        }
        if stamped:
            type(row)._base_manager.filter(pk=row.pk).update(**stamped)

    def keep(self, key: tuple[str, str], *ways: str) -> None:
        """Note ways in which a page may write a value of the field; any of them counts as found."""
        self.birds.setdefault(key, []).extend(ways)


def days(day: date) -> list[str]:
    """How a page may write a day."""
    return [day.isoformat(), f"{day.month}月{day.day}日", f"{day:%Y%m%d}", f"{day:%d/%m/%Y}"]
