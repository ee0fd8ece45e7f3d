"""Pieces grouped into demands.

Conventions: each numbered or separately introduced demand is one; several 要 of one sentence with one owner
are one; a new owner with its own demand begins a new one, unless it stands under an enumerated heading, which
takes all its sentences; a general demand before an enumeration is one of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .pieces import Piece

_TOPIC = re.compile(r"^.{1,4}关于[^，。；]*$|(?:问题|事项|情况|议题)$")
_BARE = re.compile(r"(?:同时，|还|也|更|特别|尤其|此外，|另外，)*(?:一定要|要|必须|务必)")


@dataclass(slots=True)
class Group:
    """The pieces of one demand and the rule that began it."""

    pieces: list[Piece]
    rule: str
    heading: Piece | None = None
    inherits: Group | None = field(default=None, repr=False)

    @property
    def start(self) -> int:
        """Where the demand begins in the clean text."""
        return self.pieces[0].core

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.pieces[-1].end


def group(pieces: list[Piece], text: str) -> list[Group]:
    """The demands in a report's pieces, in order."""
    grouper = _Grouper(pieces, text)
    for number, piece in enumerate(pieces):
        grouper.take(number, piece)
    return grouper.groups


class _Grouper:
    def __init__(self, pieces: list[Piece], text: str) -> None:
        self.pieces = pieces
        self.text = text
        self.groups: list[Group] = []
        self.open: Group | None = None
        self.heading_mode = False
        self.in_list = False  # a numbered list is open
        self.item_asks = False  # its last item was a demand

    def take(self, number: int, piece: Piece) -> None:
        """Begins a demand with the piece, goes on with the open one, or leaves the piece out."""
        previous = self.pieces[number - 1] if number else None
        if piece.opens_frame or previous is None or previous.frame is not piece.frame:
            self.open, self.heading_mode, self.in_list, self.item_asks = None, False, False, False
        elif previous.paragraph != piece.paragraph:
            self._new_paragraph(piece)
        if piece.mark and self._take_numbered(number, piece):
            return
        if self.open and self.open.rule == "numbered" and not piece.breaks_out:
            self.open.pieces.append(piece)
            return
        if self.heading_mode and self.open and not self._is_parallel(piece):
            self.open.pieces.append(piece)
            return
        self._take_plain(number, piece)

    def _new_paragraph(self, piece: Piece) -> None:
        if self.open is None or not self._heads_paragraphs(self.open):
            self.open, self.heading_mode = None, False
        if self.in_list and not piece.mark and self.open is None:
            self.in_list = self.item_asks = False

    def _heads_paragraphs(self, item: Group) -> bool:
        """Whether a numbered heading stands on a line of its own: then the lines under it are its text."""
        heading, following = item.pieces[0], item.pieces[1:2]
        alone = not following or following[0].paragraph != heading.paragraph
        return item.rule == "numbered" and heading.is_heading and heading.opens_paragraph and alone

    def _take_numbered(self, number: int, piece: Piece) -> bool:
        if _TOPIC.search(self.text, piece.start, piece.end) or self._is_chapter(number, piece):
            self.in_list, self.item_asks, self.open = False, False, None
            return True
        told = self.in_list and not self.item_asks and piece.mark is not None and piece.mark.value > 1
        asks = (
            piece.asks
            or (not told and any(p.asks for p in self._until_next_mark(number)))
            or (piece.frame.strength in {"strong", "decision", "suggestion"} and not piece.is_stative)
            or (self.item_asks and not piece.is_stative)
        )
        self.in_list, self.item_asks = True, asks
        if not asks:
            self.open = None
            return True
        self._begin(piece, "numbered", piece if piece.is_heading else None)
        self.heading_mode = False
        return True

    def _is_chapter(self, number: int, piece: Piece) -> bool:
        """A numbered heading whose text is nothing but deeper numbers heads a group and asks for nothing itself."""
        following = self.pieces[number + 1] if number + 1 < len(self.pieces) else None
        if (
            following is None
            or following.mark is None
            or piece.mark is None
            or following.frame is not piece.frame
        ):
            return False
        return (
            piece.is_heading
            and following.mark.level > piece.mark.level
            and following.paragraph != piece.paragraph
        )

    def _until_next_mark(self, number: int) -> list[Piece]:
        found = [self.pieces[number]]
        numbered = self.pieces[number]
        alone = numbered.is_heading and not self._has_more(number, numbered)
        for piece in self.pieces[number + 1 :]:
            if piece.mark or piece.opens_frame or (piece.paragraph != numbered.paragraph and not alone):
                break
            found.append(piece)
        return found

    def _take_plain(self, number: int, piece: Piece) -> None:
        if piece.is_announcement and self._numbered_follows(number):
            self.open = None
            return
        if piece.asks and not self._goes_on(piece):
            heads = (
                piece.is_heading
                and not piece.has_owner
                and self._has_more(number, piece)
                and (piece.opens_paragraph or self.heading_mode)
            )
            heads = heads or self.heading_mode
            self.heading_mode = heads
            self._begin(piece, "heading" if heads else "要", piece if heads else None)
        elif self.open and not piece.is_stative:
            self.open.pieces.append(piece)
        elif (
            self.open is None
            and self._may_begin(number, piece)
            and (not piece.is_stative or self._settles(piece))
        ):
            self._begin(piece, piece.frame.verb)
        else:
            self.open = None

    def _is_parallel(self, piece: Piece) -> bool:
        """Whether a piece is the next of a paragraph's headings: as short, and built like the first."""
        if not piece.is_heading or self.open is None or self.open.heading is None:
            return False
        first, own = (self.text[p.start : p.end].lstrip("还也要") for p in (self.open.heading, piece))
        return first[:1] == own[:1] and (first[:2] == own[:2] or first[:1] == "在")

    def _settles(self, piece: Piece) -> bool:
        """`会议审议通过了…`: what is settled is told in the past and is a decision all the same."""
        return piece.opens_frame and piece.frame.verb.endswith(("通过", "同意"))

    def _may_begin(self, number: int, piece: Piece) -> bool:
        """Without 要 a demand begins only right after a verb that asks, or further on in what was decided."""
        if piece.opens_frame:
            return piece.frame.strength != "weak"
        same = number > 0 and self.pieces[number - 1].paragraph == piece.paragraph
        return same and piece.frame.strength == "decision"

    def _goes_on(self, piece: Piece) -> bool:
        """Whether a piece with 要 in it belongs to the demand before: its 要 does not stand at its head."""
        return (
            self.open is not None
            and not piece.opens_with_modal
            and not piece.has_owner
            and not piece.is_stative
        )

    def _numbered_follows(self, number: int) -> bool:
        return number + 1 < len(self.pieces) and self.pieces[number + 1].mark is not None

    def _has_more(self, number: int, piece: Piece) -> bool:
        following = self.pieces[number + 1] if number + 1 < len(self.pieces) else None
        return (
            following is not None
            and following.paragraph == piece.paragraph
            and following.frame is piece.frame
        )

    def _begin(self, piece: Piece, rule: str, heading: Piece | None = None) -> None:
        before = self.groups[-1] if self.groups else None
        same_run = (
            before is not None and self.open is before and before.pieces[0].paragraph == piece.paragraph
        )
        bare = _BARE.match(self.text, piece.core) is not None
        self.open = Group(
            [piece], rule, heading, before if same_run and bare and not piece.has_owner else None
        )
        self.groups.append(self.open)
