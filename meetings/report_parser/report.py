"""The whole reading, step by step: text → `ParsedReport`."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from .attendance import OPENS_ATTENDANCE, PREDICATE, AttendanceReader
from .cleaning import CleanText, clean
from .conveyed import agenda, conveyed
from .dates import meeting_date
from .demand import DemandWriter
from .directives import Group, group
from .frames import MEETING, MINUTES_VERB, Frame, FrameReader, Speaker
from .meeting import MINUTES, MeetingName, kind_of, meeting_name
from .owners import OwnerReader
from .people import Person
from .pieces import Piece, PieceReader
from .roles import sentence_roles
from .sentences import Late, Layout, Paragraph
from .targets import indicators
from .types import Directive, Official, Organisation, ParsedReport, Quote, Sentence
from .units import UnitDirectory
from .warnings import warnings_for

_ROLES = ("chair", "attend", "speak", "direct")
_BYLINE = re.compile(r"[（(](?![^）)]*(?:责任|牵头|配合|单位))[^。]{1,60}[）)]")
_PLAN = re.compile(r"(?:下一步|下步|下一阶段|下阶段|接下来|今后)，?[^。，]{0,20}(?:将|计划|拟|争取)")
_PLAN_FRAME = Frame(MEETING, "plan", "", -1, -1)
_SPEECH = "讲话"
_LONGEST_SUMMARY = 3
_SETTLED = re.compile(r"(?:责任|牵头|配合|主办|协办)(?:单位|部门|人)[：:]|(?:完成|办结)(?:时限|时间)[：:]")
_SETTLED_FRAME = Frame(MEETING, "decision", MINUTES_VERB, -1, -1)
_NO_FRAME = Frame(MEETING, "weak", "", -1, -1)


def parse(
    text: str,
    published: date | None = None,
    units: UnitDirectory | None = None,
    counts_from: date | None = None,
) -> ParsedReport:
    """Reads one report. Never raises: what is no report gives an empty result that says so.

    `text` is the frozen raw text, `published` its day of publication, `units` the names that may resolve. `counts_from`
    is the day from which words such as 年底前 count time, where that is no day of a meeting.
    """
    return _Reading(text, published, units or UnitDirectory(), counts_from).report()


class _Reading:
    def __init__(
        self, text: str, published: date | None, units: UnitDirectory, counts_from: date | None
    ) -> None:
        self.clean: CleanText = clean(text)
        self.layout = Layout(self.clean.text)
        self.published, self.counts_from = published, counts_from
        self.directory = units
        self.owners = OwnerReader(self.clean, self.layout, units)
        self.frames = FrameReader(self.layout)
        self.attendance = AttendanceReader(self.layout, units)
        self.piece_reader = PieceReader(self.layout, self.owners)
        self.pieces: list[Piece] = []
        self.attended: set[int] = set()
        self.framed: set[int] = set()
        self.framing: dict[str, Speaker] = {}  # who is quoted
        self.urging: set[str] = set()  # whose verb alone asks (强调, 要求)

    def report(self) -> ParsedReport:
        name = meeting_name(self.layout)
        held_name = self.clean.text[slice(*name.name)] if name else None
        day = meeting_date(self.clean, self.layout, self.published, name.held_at if name else None, held_name)
        self._read_body()
        groups = self._without_lead(group(self.pieces, self.clean.text), name)
        since = self.counts_from or (day.day_date if day else None)
        writer = DemandWriter(self.clean, self.layout, self.owners, since)
        directives = tuple(writer.write(g) for g in groups)
        sentences = self._sentences(groups, directives)
        officials = self._officials(directives)
        organisations = self._organisations()
        report = ParsedReport(
            date=day,
            meeting_name=self.clean.quote(*name.name, name.rule) if name else None,
            meeting_kind=kind_of(held_name) if held_name else None,
            place=self.clean.quote(*name.place) if name and name.place else None,
            conveys=conveyed(self.clean, self.layout),
            officials=officials,
            organisations=organisations,
            attendance_is_open=self.attendance.roll.is_open,
            directives=directives,
            indicators=tuple(
                i
                for s, (a, b) in zip(sentences, self._ranges(), strict=True)
                if s.directive is None
                for i in indicators(self.clean, self.layout, a, b)
            ),
            sentences=sentences,
        )
        return warnings_for(agenda(report, self.clean, self.layout))

    def _ranges(self) -> list[tuple[int, int]]:
        return [s for p in self.layout.paragraphs for s in p.sentences]

    def _read_body(self) -> None:
        current: Frame | None = None
        for number, paragraph in enumerate(self.layout.paragraphs):
            if opened := self.frames.title_frame(paragraph.start, paragraph.end):
                current = opened
                self.framed.add(paragraph.start)
                self._note_speaker(opened)
            elif paragraph.kind == "label":
                self._read_label(paragraph)
            elif paragraph.kind == "body":
                current = self._read_paragraph(number, paragraph, current)

    def _read_label(self, paragraph: Paragraph) -> None:
        role, value = self.layout.label(paragraph)
        if role in _ROLES and self.attendance.read_label(value, paragraph.end, role):
            self.attended.update(start for start, _ in paragraph.sentences)
            self._know_those_present()

    def _know_those_present(self) -> None:
        for name, person in self.attendance.roll.people.items():
            self.frames.people.setdefault(name, person)

    def _read_paragraph(self, number: int, paragraph: Paragraph, current: Frame | None) -> Frame | None:
        if current is None and _SETTLED.search(self.clean.text, paragraph.start, paragraph.end):
            current = _SETTLED_FRAME
        for start, end in paragraph.sentences:
            if _BYLINE.fullmatch(self.clean.text[start:end]):
                continue
            if late := self.layout.late(start):
                current = self._read_late(late, start, end, number, current)
                continue
            current = self._read_sentence(start, end, number, paragraph, current)
        return None if current and (current.is_late or current is _SETTLED_FRAME) else current

    def _read_late(
        self, late: Late, start: int, end: int, number: int, current: Frame | None
    ) -> Frame | None:
        """A sentence of words whose speaker is named after them, or the words that name him."""
        if start >= late.words:
            self.framed.add(start)
            return current
        frame = self.frames.late(late) if start == late.start else current
        if frame and frame.is_late:
            self._add(start, min(end, late.words - 1), frame, number, start == late.start, False)
            self._note_speaker(frame)
        return frame if frame and frame.is_late else None

    def _read_sentence(
        self, start: int, end: int, number: int, paragraph: Paragraph, current: Frame | None
    ) -> Frame | None:
        frames = self.frames.frames(start, end)
        speech = current is not None and current.verb == _SPEECH
        opening = frames[0].start if frames else end
        first = start == paragraph.start
        if not speech and self._is_attendance(start, opening, current, bool(frames)):
            self.attended.add(start)
            self._know_those_present()
            if not frames:  # in minutes what was reported is followed by what was settled
                return current if current and current.verb == MINUTES_VERB else None
        if frames:
            return self._read_frames(frames, start, end, number, first, current)
        if first and self._is_plan(start, end):
            self._add(start, end, _PLAN_FRAME, number, True, True)
            return None
        if current:
            self._add(start, end, current, number, False, first)
        elif self._asks_plainly(start, end):
            self._add(start, end, _NO_FRAME, number, False, first)
        elif self._is_plan(start, end):
            self._add(start, end, _PLAN_FRAME, number, True, False)
        return current

    def _read_frames(
        self, frames: list[Frame], start: int, end: int, number: int, first: bool, current: Frame | None
    ) -> Frame:
        """A sentence with reporting verbs: each frame's own words, and what goes on from before the first."""
        self.framed.add(start)
        opening = frames[0].start
        if current and self._asks_plainly(start, opening):
            self._add(start, opening, current, number, False, first)
        for here, following in zip(frames, [*frames[1:], None], strict=True):
            stop = here.content_end or (following.start if following else end)
            self._add(here.content, min(stop, end), here, number, True, first and here.start == start)
            self._note_speaker(here)
        return frames[-1]

    def _is_plan(self, start: int, end: int) -> bool:
        return bool(_PLAN.match(self.clean.text, start, end)) and not self.owners.modal(start, end)

    def _asks_plainly(self, start: int, end: int) -> bool:
        return bool(self.owners.modal(start, end)) and not PREDICATE.search(self.clean.text, start, end)

    def _note_speaker(self, frame: Frame) -> None:
        if (
            frame.speaker.kind == "person"
            and frame.speaker.name
            and frame.strength not in {"suggestion", "conveyed"}
        ):
            self.framing.setdefault(frame.speaker.name, frame.speaker)
            if frame.strength != "weak":
                self.urging.add(frame.speaker.name)

    def _is_attendance(self, start: int, end: int, current: Frame | None, has_frame: bool) -> bool:
        if end - start < 3 or not PREDICATE.search(self.clean.text, start, end):
            return False
        if self.owners.modal(start, end) and not has_frame:
            return False
        doubtful = current is not None and not has_frame and not self._is_plainly_attendance(start, end)
        return self.attendance.read(start, end, people_only=doubtful)

    def _is_plainly_attendance(self, start: int, end: int) -> bool:
        """In the run of somebody's words only a sentence that opens or ends like a roll names units."""
        if OPENS_ATTENDANCE.match(self.clean.text, start, end):
            return True
        return bool(PREDICATE.search(self.clean.text, max(start, end - 14), end))

    def _add(self, start: int, end: int, frame: Frame, paragraph: int, opens: bool, first: bool) -> None:
        while start < end and self.clean.text[start] in " ，,：:“":
            if self.clean.text[start] == "“" and self.layout.shield[min(start + 1, end - 1)]:
                break
            start += 1
        if end - start >= 4:
            self.pieces.extend(self.piece_reader.pieces(start, end, frame, paragraph, opens, first))

    def _without_lead(self, groups: list[Group], name: MeetingName | None) -> list[Group]:
        """Conventions: a lead paragraph's summary of what the body then states is none."""
        bodies = [n for n, p in enumerate(self.layout.paragraphs) if p.kind == "body"]
        if not bodies or name is None or name.rule == MINUTES:
            return groups
        lead = next(
            (
                n
                for n in bodies
                if self.layout.paragraphs[n].start <= name.held_at < self.layout.paragraphs[n].end
            ),
            bodies[0],
        )
        later = [g.pieces[0].frame for g in groups if g.pieces[0].paragraph > lead]
        speakers = {f.speaker.name for f in later if f.strength not in {"plan", "suggestion", "conveyed"}}
        in_lead = Counter(g.pieces[0].frame.speaker.name for g in groups if g.pieces[0].paragraph == lead)

        def is_summary(item: Group) -> bool:
            first = item.pieces[0]
            if first.paragraph != lead or first.has_owner or first.frame.strength == "conveyed":
                return False
            name = first.frame.speaker.name
            if in_lead[name] > _LONGEST_SUMMARY:
                return False  # so much is no summary: the whole report stands in one paragraph
            return name in speakers or None in speakers

        return [g for g in groups if not is_summary(g)]

    def _officials(self, directives: tuple[Directive, ...]) -> tuple[Official, ...]:
        people: dict[str, Person] = dict(self.attendance.roll.people)
        demanding = self.urging | {d.speaker for d in directives}
        for name, speaker in self.framing.items():
            person = people.setdefault(
                name, self.frames.people.get(name) or Person(name, speaker.start, speaker.end)
            )
            person.roles.add("direct" if name in demanding else "speak")
        for name, person in people.items():
            known = self.frames.people.get(name)
            if known:
                person.posts = [*known.posts, *(p for p in person.posts if p not in known.posts)]
            if "direct" in person.roles:
                person.roles.discard("speak")
        found = [
            Official(
                p.name,
                self.clean.span(p.start, p.end),
                tuple(self._posts(p)),
                tuple(r for r in _ROLES if r in p.roles),
                p.rule,
            )
            for p in people.values()
        ]
        return tuple(sorted(found, key=lambda o: o.span))

    def _posts(self, person: Person) -> list[Quote]:
        return [self.clean.quote(a, b) for a, b in person.posts if b > a]

    def _organisations(self) -> tuple[Organisation, ...]:
        found = [
            Organisation(
                u.name,
                self.clean.span(u.start, u.end),
                self.directory.slug(u.name),
                tuple(r for r in _ROLES if r in u.roles),
                u.rule,
            )
            for u in self.attendance.roll.units.values()
        ]
        return tuple(sorted(found, key=lambda o: o.span))

    def _sentences(self, groups: list[Group], directives: tuple[Directive, ...]) -> tuple[Sentence, ...]:
        titles = {s for p in self.layout.paragraphs if p.kind != "body" for s, _ in p.sentences}
        return sentence_roles(
            self.clean,
            self._ranges(),
            [(g.start, g.end) for g in groups],
            directives,
            self.attended,
            self.framed | titles,
        )
