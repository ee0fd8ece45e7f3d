"""Pieces grouped into demands.

Conventions: each numbered or separately introduced demand is one; several 要 of one sentence with one owner
are one; a new owner with its own demand begins a new one, unless it stands under an enumerated heading, which
takes all its sentences; a general demand before an enumeration is one of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .frames import MINUTES_VERB
from .headings import enumerated_headings
from .pieces import Piece

_ABOUT = re.compile(r"^.{1,4}关于[^，。；]*$")
_TOPIC = re.compile(r"(?:问题|事项|情况|议题)$")
_MINUTES = frozenset({"如下", MINUTES_VERB})
_LONGEST_ITEM = 12  # pieces between 首先 and the next of its kind
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
        self.headings = enumerated_headings(pieces, text)
        self.in_list = False  # a numbered list is open
        self.item_asks = False  # its last item was a demand

    def take(self, number: int, piece: Piece) -> None:
        """Begins a demand with the piece, goes on with the open one, or leaves the piece out."""
        previous = self.pieces[number - 1] if number else None
        if piece.opens_frame or previous is None or previous.frame is not piece.frame:
            self.open, self.in_list, self.item_asks = None, False, False
        elif previous.paragraph != piece.paragraph:
            self._new_paragraph(piece)
        if number in self.headings:
            self._begin(piece, "heading", piece)
            return
        if self._is_numbered(number, piece) and self._take_numbered(number, piece):
            return
        if self.open and self.open.rule in {"numbered", "heading"} and not piece.breaks_out:
            self.open.pieces.append(piece)
            return
        self._take_plain(number, piece)

    def _new_paragraph(self, piece: Piece) -> None:
        if self.open is None or not self._heads_paragraphs(self.open):
            self.open = None
        if self.in_list and not piece.mark and self.open is None:
            self.in_list = self.item_asks = False

    def _heads_paragraphs(self, item: Group) -> bool:
        """Whether a numbered heading stands on a line of its own: then the lines under it are its text."""
        heading, following = item.pieces[0], item.pieces[1:2]
        alone = not following or following[0].paragraph != heading.paragraph
        return item.rule == "numbered" and heading.is_heading and heading.opens_paragraph and alone

    def _take_numbered(self, number: int, piece: Piece) -> bool:
        if self._is_topic(number, piece) or self._is_chapter(number, piece):
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
        return True

    def _is_numbered(self, number: int, piece: Piece) -> bool:
        """Whether the piece has a mark. 首先 and 最后 are marks only where others of them belong to it."""
        mark = piece.mark
        if mark is None or not mark.is_adverb:
            return mark is not None
        if mark.value > 1:
            return self.in_list
        following = self.pieces[number + 1 : number + 1 + _LONGEST_ITEM]
        return any(
            p.mark is not None and p.mark.is_adverb and p.mark.value > 1 and p.frame is piece.frame
            for p in following
        )

    def _is_topic(self, number: int, piece: Piece) -> bool:
        """`二、关于公交线路问题`: in minutes a line of its own that names what was dealt with and asks for nothing."""
        if piece.asks or piece.has_owner:
            return False
        if _ABOUT.search(self.text[piece.start : piece.end]):
            return True
        frame = piece.frame
        return (
            (frame.strength == "decision" or frame.verb in _MINUTES)
            and piece.is_heading
            and piece.opens_paragraph
            and not self._has_more(number, piece)
            and bool(_TOPIC.search(self.text, piece.start, piece.end))
        )

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
            is_bare = piece.is_heading and not piece.has_owner and self._has_more(number, piece)
            self._begin(piece, "要", piece if is_bare else None)
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
