"""One document: its pages, its headings and paragraphs, its page numbers."""

import io
from datetime import UTC, datetime
from math import ceil
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from docx.table import Table

from . import measures
from .elements import add_page_number, leave_grid, plain, set_font, set_grid, set_lines, set_spacing
from .measures import BODY_FONT, BODY_SIZE, BODY_SPACING, LINE, NUMBER_SIZE, TWO_CHARACTERS

_CHINESE = "zh-CN"
_NO_LINE = Pt(
    1
)  # the file format wants a paragraph at the end of a section and after a table; it takes no room


class Official:
    """A document under construction. Text is taken as it is, without what no document can hold."""

    def __init__(self, title: str, *, landscape: bool = False) -> None:
        self.docx = Document()
        self._describe(title)
        self._set_style()
        self.docx.settings.odd_and_even_pages_header_footer = True
        self._set_up(self.docx.sections[0], landscape=landscape)

    def new_section(self, *, landscape: bool = False) -> None:
        """What follows begins on a new page of that orientation."""
        section = self.docx.add_section(WD_SECTION.NEW_PAGE)
        set_lines(self.docx.paragraphs[-1], _NO_LINE)
        self._set_up(section, landscape=landscape)

    def title(self, *parts: str) -> Any:
        """2号小标宋, centred, an empty line after it. Parts that do not fit in one line have one each, so that no
        word is torn; a part too long for a line has several of the same length."""
        across = self.docx.sections[-1].orientation == WD_ORIENT.LANDSCAPE
        fits = measures.TITLE_CHARACTERS_ACROSS if across else measures.TITLE_CHARACTERS
        words = [plain(part) for part in parts]
        if sum(map(width_of, words)) <= fits:
            words = ["".join(words)]
        lines = [line for part in words for line in _balanced(part, fits)]
        made = self._paragraph(
            "\n".join(lines), measures.TITLE_FONT, measures.TITLE_SIZE, measures.TITLE_LINE
        )
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        made.paragraph_format.space_after = LINE
        return made

    def heading(self, words: str) -> Any:
        """一、 in 黑体."""
        return self._indented(words, measures.HEADING_FONT)

    def subheading(self, words: str, then: str = "") -> Any:
        """（一） in 楷体, and what follows it in the same paragraph in the body's 仿宋."""
        made = self._indented(words, measures.SUBHEADING_FONT)
        _add(made, then, BODY_FONT, BODY_SIZE)
        return made

    def text(self, words: str) -> Any:
        """A paragraph of the body, two characters in. 1. and （1） are set like it."""
        return self._indented(words, BODY_FONT)

    def line(self, words: str, *, font: str = BODY_FONT, centred: bool = False) -> Any:
        """A line from the margin: whom the document is for, or the word 附件; its number stands in the middle."""
        made = self._paragraph(words, font, BODY_SIZE)
        if centred:
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return made

    def signature(self, name: str, day: str) -> Any:
        """Who signs and when: the day four characters from the right margin, the name centred above it; a longer name
        stands two characters from it, the day centred below."""
        aside = (width_of(day) - width_of(name)) / 2
        name_in = max(2, 4 + aside)
        for words, inwards in ((name, name_in), (day, name_in - aside)):
            made = self._paragraph(words, BODY_FONT, BODY_SIZE)
            made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            made.paragraph_format.right_indent = Length(round(inwards * BODY_SIZE))
            made.paragraph_format.keep_with_next = words == name
        return made

    def note(self, words: str) -> Any:
        """A line above a table, in the size of its cells."""
        made = self._paragraph(words, BODY_FONT, measures.CELL_SIZE, measures.CELL_LINE)
        made.paragraph_format.space_after, made.paragraph_format.keep_with_next = Pt(3), True
        return made

    def gap(self, lines: int = 1) -> None:
        """Empty lines."""
        for _ in range(lines):
            self.line("")

    def save(self) -> bytes:
        """The file's bytes."""
        if isinstance(list(self.docx.iter_inner_content())[-1], Table):
            set_lines(self.docx.add_paragraph(), _NO_LINE)
        out = io.BytesIO()
        self.docx.save(out)
        return out.getvalue()

    def _describe(self, title: str) -> None:
        """The file's own properties, without what python-docx writes about itself."""
        for key, related in list(self.docx.part.package.rels.items()):
            if related.reltype.endswith("/thumbnail"):
                del self.docx.part.package.rels[key]
        about = self.docx.core_properties
        about.title, about.language = plain(title)[:255], _CHINESE
        about.author = about.last_modified_by = about.comments = about.keywords = about.subject = ""
        about.created = about.modified = datetime.now(UTC).replace(tzinfo=None)

    def _set_style(self) -> None:
        """3号仿宋 for everything that does not say otherwise; the grid is counted from it."""
        normal = self.docx.styles["Normal"]
        set_font(normal, BODY_FONT, BODY_SIZE)
        set_lines(normal, LINE)
        leave_grid(normal)
        for language in self.docx.styles.element.iter(qn("w:lang")):
            language.set(qn("w:eastAsia"), _CHINESE)

    def _set_up(self, section: Any, *, landscape: bool) -> None:
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        size = [measures.PAGE_WIDTH, measures.PAGE_HEIGHT]
        margins = [measures.TOP, measures.RIGHT, measures.BOTTOM, measures.LEFT]
        if landscape:
            size.reverse()
            margins = [margins[-1], *margins[:-1]]
        section.page_width, section.page_height = size
        section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = margins
        section.footer_distance = Length(section.bottom_margin - measures.NUMBER_BELOW - NUMBER_SIZE)
        set_grid(section, measures.CHARACTERS_ACROSS if landscape else measures.CHARACTERS)
        for footer, side in (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            _number_pages(footer, side)

    def _indented(self, words: str, font: str) -> Any:
        made = self._paragraph(words, font, BODY_SIZE)
        made.paragraph_format.first_line_indent = TWO_CHARACTERS
        made.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        return made

    def _paragraph(self, words: str, font: str, size: Length, pitch: Length = LINE) -> Any:
        made = self.docx.add_paragraph()
        set_lines(made, pitch)
        _add(made, words, font, size)
        return made


def _add(paragraph: Any, words: str, font: str, size: Length) -> None:
    run = paragraph.add_run(plain(words))
    set_font(run, font, size)
    if size == BODY_SIZE:
        set_spacing(run, BODY_SPACING)


def _number_pages(footer: Any, side: WD_ALIGN_PARAGRAPH) -> None:
    """4号, on the outer side, one character in from the type area's edge."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    for run in list(paragraph.runs):
        run._element.getparent().remove(run._element)
    add_page_number(paragraph)
    set_lines(paragraph, NUMBER_SIZE)
    paragraph.alignment = side
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = NUMBER_SIZE
    for run in paragraph.runs:
        set_font(run, measures.NUMBER_FONT, NUMBER_SIZE)


def width_of(words: str) -> float:
    """How wide words are, in characters, a Latin letter or a digit counting half."""
    return sum(0.5 if letter.isascii() else 1 for letter in words)


def _balanced(words: str, fits: int) -> list[str]:
    """The words in as few lines as they need, none much shorter than another; a number is not torn."""
    lines, left = [], words
    for remaining in range(ceil(width_of(words) / fits), 1, -1):
        at = ceil(len(left) / remaining)
        while 0 < at < len(left) and left[at - 1].isascii() and left[at].isascii():
            at -= 1
        if at:
            lines.append(left[:at])
            left = left[at:]
    return [*lines, left]
