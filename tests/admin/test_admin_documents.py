"""Documents in the admin: their facts are put right there, and what was made of them follows."""

from typing import Any

import pytest

from directives.models import Directive
from tests import work
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_corrected_number_reaches_the_directives(signed_in: Any, cast: Cast) -> None:
    document = work.document()
    directive = work.document_directive(document)
    answer = signed_in(cast.clerk).post(
        f"/admin/meetings/sourcedocument/{document.pk}/change/",
        {
            "title": "督办通知",
            "issuing_unit": "市府办",
            "document_number": "督字〔2024〕2号",
            "received_on": "2024-07-02",
            "superior_due_on": "2024-08-30",
            "internal_due_on": "2024-08-23",
            "feedback_to": "",
        },
    )
    assert answer.status_code == 302
    directive.refresh_from_db()
    assert (directive.issuing_unit, directive.document_number, str(directive.superior_due_on)) == (
        "市府办",
        "督字〔2024〕2号",
        "2024-08-30",
    )


def test_an_internal_day_after_the_superiors_is_refused(signed_in: Any, cast: Cast) -> None:
    document = work.document()
    answer = signed_in(cast.clerk).post(
        f"/admin/meetings/sourcedocument/{document.pk}/change/",
        {
            "title": "督办通知",
            "received_on": "2024-07-02",
            "superior_due_on": "2024-08-30",
            "internal_due_on": "2024-09-02",
        },
    )
    assert "内部时限不能晚于上级时限" in answer.content.decode()


def test_what_a_document_demands_does_not_become_a_meetings(signed_in: Any, cast: Cast) -> None:
    directive = work.document_directive(work.document())
    meeting = work.meeting()
    fields = {
        "source": "meeting",
        "kind": "directive",
        "meeting": str(meeting.pk),
        "order": "0",
        "text": directive.text,
        "quotation": directive.quotation,
        "task_sources-TOTAL_FORMS": "0",
        "task_sources-INITIAL_FORMS": "0",
    }
    answer = signed_in(cast.clerk).post(f"/admin/directives/directive/{directive.pk}/change/", fields)
    assert "来源不能改为会议" in answer.content.decode()
    again = fields | {"source": "superior", "meeting": "", "quotation": "城建局要整治占道经营。"}
    signed_in(cast.clerk).post(f"/admin/directives/directive/{directive.pk}/change/", again)
    stored = Directive.objects.get()
    assert stored.version is not None
    assert stored.version.text[stored.start : stored.end] == "城建局要整治占道经营。"
