"""HTML that came along with pasted words: tags and entities go, everything that is neither stays.

A browser repairs whatever it is given and may drop words doing so. A report must not lose any: only what is
written exactly like a tag of HTML counts as one, and 产值 <a 大于 b> stays as it is.
"""

import html
import re
from collections.abc import Iterator
from html.entities import html5

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead",
    "tr", "ul",
})  # fmt: skip
_CELLS = frozenset({"td", "th", "option"})
_INLINE = frozenset({
    "a", "abbr", "acronym", "area", "audio", "b", "base", "bdi", "bdo", "big", "button", "canvas", "cite", "code",
    "col", "colgroup", "data", "datalist", "del", "dfn", "em", "embed", "font", "frame", "frameset", "head", "i",
    "iframe", "img", "input", "ins", "kbd", "label", "legend", "link", "map", "mark", "meta", "meter", "nobr",
    "object", "optgroup", "output", "param", "path", "picture", "progress", "q", "rp", "rt", "ruby", "s", "samp",
    "select", "slot", "small", "source", "span", "strike", "strong", "sub", "sup", "svg", "textarea", "time",
    "track", "tt", "u", "var", "video", "wbr",
})  # fmt: skip
# Their content is no words of the page. One that is never closed hides nothing.
_HIDDEN = frozenset({"script", "style", "template", "noscript", "title"})
_KNOWN = _BLOCKS | _CELLS | _INLINE | _HIDDEN
# What stands without a value in a real tag; <a 大于 b> has neither of these.
_BARE = (
    "allowfullscreen|async|autofocus|autoplay|checked|compact|controls|default|defer|disabled|download|hidden|inert|"
    "itemscope|loop|multiple|muted|nomodule|noshade|novalidate|nowrap|open|readonly|required|reversed|selected"
)
_VALUE = r"""(?:"[^"<]*"|'[^'<]*'|[^\s"'<>=`]+)"""
_ATTRIBUTE = rf"""(?:[a-z_:@][\w:.@-]*\s*=\s*{_VALUE}|data-[\w-]+|(?:{_BARE})(?![\w-]))"""
# Word writes tags of its own (o:p), WeChat too (mp-style-type).
_NAME = r"[a-z][a-z0-9]*|[ovwm]:[a-z]+|st1:[a-z]+|mp-[a-z-]+"
_MARK = re.compile(
    rf"<(?P<comment>!--)|<!doctype\b[^<>]*>|<!\[[^<>]*\]>|<\?xml\b[^<>]*>"
    rf"|<(?P<close>/?)(?P<name>{_NAME})(?:\s+{_ATTRIBUTE})*\s*/?>",
    re.IGNORECASE | re.ASCII,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE | re.ASCII)


def has_markup(text: str) -> bool:
    """Whether any HTML tag or entity stands in the text."""
    return next(_marks(text), None) is not None or any(
        _is_entity(found[0]) for found in _ENTITY.finditer(text)
    )


def without_markup(text: str) -> str:
    """The words of pasted HTML; block elements become line ends, scripts and styles go."""
    words: list[str] = []
    at = 0
    for start, end, tag in _marks(text):
        words.append(_read(text[at:start]))
        words.append("\n" if tag in _BLOCKS else " " if tag in _CELLS else "")
        at = end
    words.append(_read(text[at:]))
    lines = (line.strip() for line in "".join(words).split("\n"))
    return "\n".join(line for line in lines if line)


def _marks(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each piece of markup begins and ends, what is hidden in it included, and its tag."""
    lowered, last, at = text.lower(), {}, 0
    while found := _MARK.search(text, at):
        tag, at = (found["name"] or "").lower(), found.end()
        if tag.isalnum() and tag not in _KNOWN:
            continue
        ending = "-->" if found["comment"] else f"</{tag}"
        if found["comment"] or (tag in _HIDDEN and not found["close"]):
            if ending not in last:
                last[ending] = lowered.rfind(ending)
            if last[ending] >= at:
                at = lowered.index(ending, at) + (len(ending) if found["comment"] else 0)
            elif found["comment"]:
                continue  # never closed: no comment
        yield found.start(), at, tag


def _read(words: str) -> str:
    return _ENTITY.sub(lambda found: _letter(found[0]), words)


def _letter(entity: str) -> str:
    return html.unescape(entity).replace("\xa0", " ") if _is_entity(entity) else entity


def _is_entity(written: str) -> bool:
    return written[1] == "#" or written[1:] in html5
