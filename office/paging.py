"""Pages of a long list, in the shape the pager component reads."""

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from public.paging import no_such_page
from public.responses import NotFound

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Pages:
    """One page of a list and where the neighbouring ones are."""

    rows: list[Any]
    total: int
    number: int
    count: int
    first: int
    last: int
    noun: str
    previous_url: str = field(default="")
    next_url: str = field(default="")

    @property
    def previous_first(self) -> int:
        return max(1, self.first - PER_PAGE)

    @property
    def next_last(self) -> int:
        return min(self.total, self.last + PER_PAGE)


def pages_of(request: HttpRequest, found: Any, noun: str) -> Pages:
    """The page asked for; one that does not exist is 404 and says which do."""
    paginator = Paginator(found, PER_PAGE)
    wanted = request.GET.get("page", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else 0
    if not 1 <= number <= paginator.num_pages:
        raise NotFound(no_such_page(paginator.num_pages))
    page: Page = paginator.page(number)
    return Pages(
        rows=list(page.object_list),
        total=page.paginator.count,
        number=page.number,
        count=page.paginator.num_pages,
        first=page.start_index(),
        last=page.end_index(),
        noun=noun,
        previous_url=_address(request, page.previous_page_number()) if page.has_previous() else "",
        next_url=_address(request, page.next_page_number()) if page.has_next() else "",
    )


def _address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return "?" + query.urlencode()
