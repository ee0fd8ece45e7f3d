"""What forms ask for, the database insists on: choices are choices, and required text is not empty."""

from collections.abc import Iterator
from typing import TypeVar

from django.db import models
from django.db.models import Q

M = TypeVar("M", bound=models.Model)


def guarded(model: type[M]) -> type[M]:
    """Class decorator: one CHECK for each column with choices and for each required column of text.

    Written once for all models, so that no column is forgotten; the constraints stand in the migrations like
    any other. A nested `Meta` could not name the choices of its own model.
    """
    options = model._meta
    options.constraints = [*options.constraints, *_checks(model)]
    options.original_attrs["constraints"] = options.constraints
    return model


def _checks(model: type[models.Model]) -> Iterator[models.CheckConstraint]:
    for field in model._meta.local_concrete_fields:
        name = f"{model._meta.app_label}_{model._meta.model_name}_{field.name}"
        if field.choices:
            values = [value for value, _ in field.flatchoices] + ([""] if field.blank else [])
            yield models.CheckConstraint(
                condition=Q(**{f"{field.name}__in": values}), name=f"{name}_is_a_choice"
            )
        elif isinstance(field, models.CharField | models.TextField) and not field.blank and not field.null:
            yield models.CheckConstraint(condition=~Q(**{field.name: ""}), name=f"{name}_is_not_empty")
