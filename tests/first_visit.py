"""What a first visit of each page weighs on the wire: the page, and every file that it loads, as a browser gets them.

Usage: first_visit.py PORT LOG REPORT. The log of `make run` holds the demonstration's passwords; the report is pasted,
so that the heaviest page of the office, a long draft, is weighed too. Exits with 1 when a page is too heavy.
"""

import gzip
import re
import sys
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

LIMIT = 100_000
STATIC = re.compile(r"""(?:href|src)="(/static/[^"]+)\"""")
IN_STYLES = re.compile(r"""(?:url\(|@import )["']?([^"')]+)""")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PUBLIC = ("/", "/tasks/", "/meetings/", "/departments/", "/no-such-page/")
OFFICE = ("/office/", "/office/intake/", "/office/meetings/", "/office/tasks/")
ADMIN = ("/admin/", "/admin/meetings/meeting/", "/admin/directives/task/", "/admin/departments/department/")


class Visitor:
    """A browser without a cache; remembers only its cookies, and what a static file weighed."""

    def __init__(self, port: str) -> None:
        self.home = f"http://127.0.0.1:{port}"
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.files: dict[str, int] = {}

    def get(self, address: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Bytes of the answer's body on the wire, its text, and the address that it came from in the end."""
        request = Request(urljoin(self.home, address), headers={"Accept-Encoding": "gzip"})
        if form is not None:
            request.data = urlencode(form).encode()
            request.add_header("Referer", self.home + address)
        try:
            answer = self.opener.open(request)
        except OSError as error:
            if not hasattr(error, "headers"):
                raise
            answer = error
        body = answer.read()
        packed = answer.headers.get("Content-Encoding") == "gzip"
        return len(body), (gzip.decompress(body) if packed else body).decode(errors="replace"), answer.url

    def post(self, address: str, **form: str) -> str:
        token = TOKEN.search(self.get(address)[1])
        return self.get(address, {"csrfmiddlewaretoken": token[1] if token else "", **form})[2]

    def weight(self, address: str) -> int:
        size, page, came_from = self.get(address)
        return size + sum(self._file(urljoin(came_from, name)) for name in set(STATIC.findall(page)))

    def _file(self, address: str) -> int:
        if address not in self.files:
            size, text, _ = self.get(address)
            named = IN_STYLES.findall(text) if urlsplit(address).path.endswith(".css") else []
            # A browser fetches an image of a style sheet when a rule uses it; those imported it always fetches.
            size += sum(self._file(urljoin(address, name)) for name in named if name.endswith(".css"))
            self.files[address] = size
        return self.files[address]


def pages(visitor: Visitor, log: str, report: str) -> Iterator[tuple[str, int]]:
    for address in PUBLIC:
        yield address, visitor.weight(address)
    for listing, pattern in (
        ("/tasks/", r'href="(/tasks/[0-9-]+/)"'),
        ("/meetings/", r'href="(/meetings/[^"]+/)"'),
        ("/departments/", r'href="(/departments/[^"]+/)"'),
    ):
        yield from heaviest(visitor, listing, pattern)
    password = re.search(r"^\s+jingban\s+(\S+)", log, re.MULTILINE)
    yield "/office/sign-in/", visitor.weight("/office/sign-in/")
    visitor.post("/office/sign-in/", username="jingban", password=password[1] if password else "")
    draft = visitor.post("/office/intake/", text=report)
    if not re.search(r"/office/intake/\d+/$", draft):
        sys.exit(f"粘贴报道后没有打开草稿：{draft}")
    for address in (*OFFICE, urlsplit(draft).path, *ADMIN):
        yield address, visitor.weight(address)
    yield from heaviest(visitor, "/office/meetings/", r'href="(/office/meetings/[^"?/]+/)"')
    yield from heaviest(visitor, "/office/tasks/", r'href="(/office/tasks/\d+/)"')
    yield from heaviest(visitor, "/admin/meetings/meeting/", r'href="(/admin/meetings/meeting/\d+/change/)')
    yield from heaviest(visitor, "/admin/directives/task/", r'href="(/admin/directives/task/\d+/change/)')


def heaviest(visitor: Visitor, listing: str, pattern: str) -> Iterator[tuple[str, int]]:
    found = {
        address: visitor.weight(address) for address in set(re.findall(pattern, visitor.get(listing)[1]))
    }
    if not found:
        sys.exit(f"{listing} 里没有可打开的页面。")
    yield max(found.items(), key=lambda item: item[1])


def main() -> None:
    port, log, report = sys.argv[1], Path(sys.argv[2]).read_text(), Path(sys.argv[3]).read_text()
    weighed = sorted(pages(Visitor(port), log, report), key=lambda item: -item[1])
    heavy = [(address, size) for address, size in weighed if size > LIMIT]
    print("首次打开最重的页面：" + "，".join(f"{address} {size:,} 字节" for address, size in weighed[:4]))
    for address, size in heavy:
        print(f"超过 {LIMIT:,} 字节：{address} {size:,}", file=sys.stderr)
    sys.exit(bool(heavy))


if __name__ == "__main__":
    main()
