"""The list of meetings, and one meeting."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from meetings.models import Meeting
from publishing.models import Release
from publishing.releases import withdrawn_on

from ..meeting_page import meeting_facts
from ..meeting_rows import meeting_rows
from ..paging import page_of
from ..responses import Gone, NotFound, public_page


@public_page
def meeting_list(request: HttpRequest) -> HttpResponse:
    found, pages = page_of(Meeting.objects.public().order_by("-held_on", "-pk"), request.GET, "次会议")
    return render(request, "public/meetings.html", {"rows": meeting_rows(found), "pages": pages})


@public_page
def meeting_page(request: HttpRequest, slug: str) -> HttpResponse:
    facts = meeting_facts(slug)
    if facts is None:
        hidden = Meeting.objects.filter(slug=slug).values_list("pk", flat=True).first()
        day = withdrawn_on(Release.Subject.MEETING, hidden) if hidden is not None else None
        if day:
            raise Gone(f"这次会议曾经公开，已于 {day} 撤回。")
        raise NotFound("没有这次会议，或者它尚未公开。")
    return render(request, "public/meeting.html", {"page": facts})
