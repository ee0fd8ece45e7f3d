"""Public pages read by the list, and the list refuses the rest."""

import pytest

from departments.models import Department
from directives.models import ProgressReport, Task, TaskAssignment
from publishing import public_fields
from publishing.public_fields import FieldNotPublic, check_public_fields, public_counts, public_values


@pytest.mark.parametrize(
    ("model", "path"),
    [
        (Task, "responsible_leader"),
        (Task, "responsible_leader__name"),
        (Task, "sign_by"),
        (Task, "created_by"),
        (Task, "created_by__name"),
        (Task, "theme__tasks"),
        (Task, "assignments__department__slug"),
        (Task, "number__contains"),
        (Task, "nothing"),
        (TaskAssignment, "yellow_from"),
        (TaskAssignment, "red_from"),
        (TaskAssignment, "acknowledged_at"),
        (TaskAssignment, "progress"),
        (TaskAssignment, "task__batch__title"),
        (ProgressReport, "text"),
        (ProgressReport, "problems"),
        (ProgressReport, "to_coordinate"),
        (ProgressReport, "progress"),
        (ProgressReport, "sent_by__name"),
        (Department, "memberships__user__name"),
    ],
)
def test_a_field_that_is_not_listed_is_refused_on_every_way_to_it(model: type, path: str) -> None:
    with pytest.raises(FieldNotPublic):
        public_values(model._default_manager.all(), path)
    with pytest.raises(FieldNotPublic):
        public_counts(model._default_manager.all(), path)


def test_listed_fields_are_read_through_listed_relations() -> None:
    paths = ("pk", "number", "theme__name", "merged_into__number")
    assert public_values(Task.objects.public(), *paths).query.values_select


def test_reading_every_column_at_once_is_refused() -> None:
    with pytest.raises(FieldNotPublic):
        public_values(Task.objects.public())


def test_the_list_names_real_columns_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_public_fields() == []
    wrong = {
        "directives.Task": frozenset({"gone", "assignments", "batch"}),
        "directives.Gone": frozenset({"x"}),
    }
    monkeypatch.setattr(public_fields, "PUBLIC_FIELDS", wrong)
    monkeypatch.setattr(public_fields, "MAPPED_FIELDS", {})
    assert len(check_public_fields()) == 4
