"""Pages of a long list, in the shape the pager component reads."""

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

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
    """The page asked for; a number that is none gives the nearest page there is."""
    page: Page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
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
