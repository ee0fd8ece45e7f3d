"""Stored scans, served to who reads everything and to nobody else; no address of the site leads to the files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from departments.access import access_of
from documents.models import Upload

from ..actor import person_of
from ..page import reads, refused

READERS_ONLY = "扫描件由党政综合办和镇领导查看。需要了解时，请与综合办联系。"


@reads
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """The file under its own name, in a sandbox: whatever is inside, no browser guesses at it or runs it."""
    if not access_of(person_of(request)).reads_everything:
        return refused(request, READERS_ONLY)
    found = get_object_or_404(Upload, pk=pk)
    with found.file.open("rb") as file:
        response = HttpResponse(file.read(), content_type=found.kind)
    # A sandboxed viewer shows pictures but no PDF, so that one is handed over to be opened outside.
    apart = found.kind == Upload.Kind.PDF
    response.headers["Content-Disposition"] = content_disposition_header(apart, found.name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
