"""One document: its pages, its headings and paragraphs, its page numbers."""

import io
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Length

from .elements import add_page_number, plain, set_font, set_grid
from .measures import (
    BODY_FONT,
    BODY_SIZE,
    BOTTOM,
    FOOTER,
    HEADING_FONT,
    LEFT,
    LINE,
    NUMBER_FONT,
    NUMBER_SIZE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    SUBHEADING_FONT,
    TITLE_FONT,
    TITLE_SIZE,
    TOP,
)

TWO_CHARACTERS = Length(2 * BODY_SIZE)


class Official:
    """A document under construction. Text is taken as it is, without what no document can hold."""

    def __init__(self, title: str) -> None:
        self.docx = Document()
        self.docx.core_properties.title = plain(title)
        self.docx.core_properties.author = ""
        self.docx.settings.odd_and_even_pages_header_footer = True
        self._set_up(self.docx.sections[0])

    def _set_up(self, section: Any, *, landscape: bool = False) -> None:
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        if landscape:
            section.page_width, section.page_height = PAGE_HEIGHT, PAGE_WIDTH
            margins = (LEFT, BOTTOM, TOP, RIGHT)
        else:
            section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
            margins = (TOP, RIGHT, LEFT, BOTTOM)
        section.top_margin, section.right_margin, section.left_margin, section.bottom_margin = margins
        section.footer_distance = FOOTER if not landscape else Length(section.bottom_margin // 2)
        set_grid(section)
        self._number_pages(section)

    def _number_pages(self, section: Any) -> None:
        """On the outer side: right on odd pages, left on even ones, one character in."""
        for footer, side in (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            footer.is_linked_to_previous = False
            paragraph = footer.paragraphs[0]
            for run in list(paragraph.runs):
                run._element.getparent().remove(run._element)
            add_page_number(paragraph)
            paragraph.alignment = side
            paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = NUMBER_SIZE
            for run in paragraph.runs:
                set_font(run, NUMBER_FONT, NUMBER_SIZE)

    def new_section(self, *, landscape: bool = False) -> Any:
        """The following begins on a new page of that orientation."""
        section = self.docx.add_section(WD_SECTION.NEW_PAGE)
        self._set_up(section, landscape=landscape)
        return section

    def start_landscape(self) -> None:
        """The whole document lies on its side."""
        self._set_up(self.docx.sections[0], landscape=True)

    def title(self, words: str) -> Any:
        """2号小标宋, centred, with an empty line after it."""
        made = self._paragraph(words, TITLE_FONT, TITLE_SIZE, line=Length(LINE * 5 // 4))
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        made.paragraph_format.space_after = LINE
        return made

    def heading(self, words: str) -> Any:
        """一、 in 黑体."""
        return self._indented(words, HEADING_FONT)

    def subheading(self, words: str) -> Any:
        """（一） in 楷体."""
        return self._indented(words, SUBHEADING_FONT)

    def text(self, words: str) -> Any:
        """A paragraph of the body, two characters in."""
        return self._indented(words, BODY_FONT)

    def line(self, words: str, *, right: bool = False) -> Any:
        """A line from the margin: whom it is for, or who signs."""
        made = self._paragraph(words, BODY_FONT, BODY_SIZE)
        if right:
            made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            made.paragraph_format.right_indent = TWO_CHARACTERS
        return made

    def gap(self, lines: int = 1) -> None:
        for _ in range(lines):
            self.line("")

    def save(self) -> bytes:
        """The file's bytes."""
        out = io.BytesIO()
        self.docx.save(out)
        return out.getvalue()

    def _indented(self, words: str, font: str) -> Any:
        made = self._paragraph(words, font, BODY_SIZE)
        made.paragraph_format.first_line_indent = TWO_CHARACTERS
        made.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        return made

    def _paragraph(self, words: str, font: str, size: Length, line: Length = LINE) -> Any:
        made = self.docx.add_paragraph()
        shape = made.paragraph_format
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, line
        shape.space_before = shape.space_after = Length(0)
        shape.widow_control = False
        set_font(made.add_run(plain(words)), font, size)
        return made
