"""Pages of a list, with the addresses of their neighbours."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import QueryDict

from .asked import is_repeated
from .responses import NotFound, WayOn

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the reader is in a list; `noun` carries its measure word (项任务, 次会议)."""

    number: int
    count: int
    total: int
    first: int
    last: int
    noun: str
    previous_url: str
    next_url: str

    @property
    def previous_first(self) -> int:
        return self.first - PAGE_SIZE

    @property
    def next_last(self) -> int:
        return min(self.last + PAGE_SIZE, self.total)


def query_string(values: dict[str, str]) -> str:
    """`?a=1&b=2` of the non-empty values, in their order; "" when none is left."""
    query = urlencode({name: value for name, value in values.items() if value})
    return f"?{query}" if query else ""


def no_such_page(count: int) -> str:
    if count == 1:
        return "没有这一页，全部内容都在第一页。"
    return f"没有这一页，一共 {count} 页。"


def page_of(
    rows: Any, data: QueryDict, noun: str, conditions: dict[str, str] | None = None
) -> tuple[Any, Pages]:
    """The slice of `rows` that `?page=` asks for; a page that does not exist is 404 and says what does."""
    paginator = Paginator(rows, PAGE_SIZE)
    wanted = "" if is_repeated(data, "page") else data.get("page", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 10 else 0
    kept = conditions or {}

    def address(of: int) -> str:
        return query_string({**kept, "page": str(of) if of > 1 else ""}) or "?"

    if not 1 <= number <= paginator.num_pages:
        raise NotFound(no_such_page(paginator.num_pages), WayOn("看第一页", address(1)))
    page = paginator.page(number)
    pages = Pages(
        number=number,
        count=paginator.num_pages,
        total=paginator.count,
        first=page.start_index(),
        last=page.end_index(),
        noun=noun,
        previous_url=address(number - 1) if page.has_previous() else "",
        next_url=address(number + 1) if page.has_next() else "",
    )
    return page.object_list, pages
