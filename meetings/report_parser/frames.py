"""Who is speaking: 会议指出, 某某强调, 他说, 并要求 … and where their words begin.

A frame holds until the next one, across paragraphs too. The reporting verb before a comma or colon lies
outside what is demanded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .people import Person, cut_posts, name_at, named_after_post
from .sentences import Late, Layout
from .vocabulary import COLLECTIVE_POST, MODAL, SAYING

_STRONG = "强调|要求|部署|号召|叮嘱|勉励|希望|寄语|动员|嘱咐|指示|讲话要求|提醒|告诫|倡议"
_WEAK = "指出|补充|说|表示|认为|介绍|提出|重申|坦言|谈到|讲到|解释|透露"
_DECIDE = "决定|确定|议定|明确|审议通过|原则通过|原则同意|同意|研究决定|一致同意|商定"
_SUGGEST = "建议|提议"
_VERBS = f"{_STRONG}|{_WEAK}|{_DECIDE}|{_SUGGEST}"
_FINAL = re.compile(
    rf"(?:(?P<done>(?:提出|作出?|作了|做了|做出|进行|讲|提|谈)了?[^，。；]{{0,25}}?(?:要求|部署|意见|安排|强调|指示|动员|建议|希望))|(?P<verb>{_VERBS}))(?:道|到|了)?$"
)
_DIRECT = re.compile(
    r"(?:会议|大会|全会|他|她)?(?:并|还|同时|也|并且|再次|进一步|特别|着重|最后|现场)*(?P<verb>强调|指出|要求|希望|决定|号召|建议|勉励|叮嘱|提醒|原则同意|同意|审议(?:并)?通过|通过|讨论通过)(?:了)?(?![，：,:。的和、]|事项)"
)
_OFFER = re.compile(
    r"提出了?(?!的)(?P<what>[^。]{4,160}?)等(?:多[条项]|一系列|\d+[条项点]|[一二三四五六七八九十]+[条项点])?(?:具体|明确|的|有关|相关|合理化|意见)*(?P<noun>要求|建议|意见)"
)
_AS_TOLD = re.compile(
    r"^(?:按照|根据|依据|对照|遵照|围绕|落实|贯彻|结合|针对|按|依照|符合|达到|满足|响应|以|把|将|从|对标)"
)
_SKIP = re.compile(
    r"^(?:[\s“]|(?:会议|大会|座谈会)?由|(?:会议|大会)?(?:随后|最后)|会[上前后议]?(?=[，])|会上|其间|期间|同时|对此|为此|因此|当天|目前|据此|并且?|还|也|"
    r"(?:在|就|针对|围绕|对|对于|结合|听取|谈到|谈及|关于)[^，。]{1,60}?(?:后|时|中|上|之际|问题|工作|方面|来看)?，)+"
)
_MEETING = re.compile(
    r"(?:本次|此次|这次)?[^，。、；在对于了的上中后是以把将从向为望求过按]{0,14}?(?:会议|大会|全会|座谈会|推进会|部署会|例会|联席会|常委会|常务会|会上)"
)
_MINUTES = re.compile(
    r"(?:[一二三四五六七八九十]、|现将?)?(?:会议)?(?:议定|决定|研究|审议|讨论|确定)(?:的)?(?:(?:事项|内容|意见)(?:如下)?|如下)[：:。]?"
)
_AS_FOLLOWS = re.compile(r"(?:通知|纪要|要求|安排|部署|意见|事项|措施|决定)如下(?:[：:，。]|$)")
_WROTE = re.compile(r"在?(?:重要)?(?:指示|批示|贺信)(?:中)?(?:还)?(?:指出|强调|要求)[，：:]$")
_WRITTEN = re.compile(r"(?:他|她)?(?:在)?(?:重要)?(?:指示|批示|贺信)(?:中)?(?:还)?(?:指出|强调|要求)[，：:]")
_PRONOUN = re.compile(r"[他她]们?(?!们)(?=[^的们])")
_GROUP = re.compile(
    r"(?:各位?|全体|广大|部分|一些|随后|会上|其他)?(?:大家|与会(?:人员|者|同志|代表|领导|专家)?|代表们|委员们|专家们|企业家们|专家|各单位(?=纷纷|表示))|[^，。、]{0,10}?(?:代表|专家|委员|企业家)(?=(?:们|纷纷|先后|分别|一致|还)*(?:建议|提出|认为|表示))"
)
_SPEECH = re.compile(
    r"^[^，。]{0,16}?(?P<name>[\u3400-\u9fff·]{2,8})同?志?同志(?:的|在[^，。]{2,30}上的)?(?:讲话|发言|总结讲话)(?:摘要|要点|全文|内容)?$"
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """`kind` is person, meeting or group; `name` is None for the meeting."""

    kind: str
    name: str | None = None
    start: int = -1
    end: int = -1


MEETING = Speaker("meeting")
MINUTES_VERB = "议定"


@dataclass(frozen=True, slots=True)
class Frame:
    """`strength` is strong, weak, decision, suggestion, plan or conveyed; the words begin at `content`."""

    speaker: Speaker
    strength: str
    verb: str
    start: int
    content: int
    content_end: int | None = None  # only where the frame closes round its words (提出…等要求)
    is_late: bool = False  # named after the words (“…”，某某说): holds for them only


class FrameReader:
    """Finds frames sentence by sentence and remembers whom a pronoun means."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.text = layout.text
        self.people: dict[str, Person] = {}
        self.last_person: Speaker | None = None
        self.last_speaker: Speaker | None = None

    def title_frame(self, start: int, end: int) -> Frame | None:
        """`某某同志的讲话摘要` or `议定事项：` as a line of its own opens that speech, or what was settled."""
        if _MINUTES.fullmatch(self.text, start, end):
            return Frame(MEETING, "decision", MINUTES_VERB, start, end)
        match = _SPEECH.match(self.text[start:end])
        if not match:
            return None
        stop = start + match.end("name")
        for begin in sorted((stop - 2, stop - 3, stop - 4), key=lambda at: at != start):
            if begin >= start and name_at(self.text, begin, after_post=True, limit=stop) == stop:
                speaker = Speaker("person", self.text[begin:stop], begin, stop)
                self._remember(Person(speaker.name or "", begin, stop, rule="speech"), speaker)
                return Frame(speaker, "weak", "讲话", start, end)
        return None

    def frames(self, start: int, end: int) -> list[Frame]:
        """The frames of one sentence in order."""
        found: list[Frame] = []
        subject: Speaker | None = None
        if _AS_FOLLOWS.search(self.text, start, end):
            return [Frame(MEETING, "strong", "如下", start, end)]
        for begin, stop in self.layout.clauses(start, end):
            if found and found[-1].content_end and begin < found[-1].content_end:
                continue
            own = self._subject(begin, stop)
            subject = own or subject
            frame = (
                self._conveyed(begin, stop, own)
                or self._offer(begin, stop, end, subject)
                or self._final(begin, stop, own, subject)
            )
            frame = frame or self._direct(begin, stop, own, subject)
            if frame and found and found[-1].strength == frame.strength == "decision":
                continue
            if frame:
                found.append(frame)
                self.last_speaker = frame.speaker
        return found

    def late(self, item: Late) -> Frame | None:
        """The frame of words whose speaker is named after them; None where that is no known person or meeting."""
        before = set(self.people), self.last_person
        start = item.words + self.text.startswith("，", item.words)
        speaker = self._subject(start, item.end)
        if speaker is None or speaker.kind == "group":
            return None
        if speaker.name and speaker.name not in before[0] and not self.people[speaker.name].posts:
            del self.people[speaker.name]  # some villager: his wishes charge nobody
            self.last_person = before[1]
            return None
        verb = next(
            v for v in SAYING.split("|") if self.text[start : item.end].rstrip("道。，：").endswith(v)
        )
        return Frame(speaker, _strength(verb), verb, item.words, item.start + 1, None, True)

    def _conveyed(self, begin: int, stop: int, own: Speaker | None) -> Frame | None:
        """`批示指出：`: words of a superior that are read out; who wrote them is named here or was before."""
        if own is not None and own.kind == "person" and _WROTE.search(self.text[own.end : stop]):
            return Frame(own, "conveyed", "批示", begin, stop)
        match = _WRITTEN.match(self.text, begin, stop)
        if not match or match.end() != stop or self.last_person is None:
            return None
        return Frame(self.last_person, "conveyed", "批示", begin, stop)

    def _final(self, begin: int, stop: int, own: Speaker | None, subject: Speaker | None) -> Frame | None:
        """A clause that ends in a reporting verb before a comma or colon."""
        if self.text[stop - 1] not in "，,：:" or stop - begin > 120:
            return None
        clause = self.text[begin : stop - 1]
        if clause.endswith(("”", "“")):
            clause = clause.rstrip("“”")
        match = _FINAL.search(clause)
        if not match or self.layout.shield[begin + match.start()] or _AS_TOLD.match(clause):
            return None
        speaker = own
        if (
            speaker is None
            and (match["verb"] or self.text[stop - 1] in "：:")
            and re.fullmatch(
                r"(?:会上|同时|最后|随后)?(?:他|她)?(?:并|还|同时|也|再次|进一步|特别|着重|最后|现场|就[^，]{2,30}|对[^，]{2,40}|在[^，]{2,20})*",
                clause[: match.start()],
            )
        ):
            speaker = subject or self.last_speaker
        if speaker is None:
            return None
        verb = match["verb"] or (match["done"] or "")[-2:]
        content = stop
        if self.text[content - 1 : content] in "：:" and self.text[content : content + 1] in {"“", '"'}:
            content += 1
        return Frame(speaker, _strength(verb), verb, begin, content)

    def _direct(self, begin: int, stop: int, own: Speaker | None, subject: Speaker | None) -> Frame | None:
        """`并要求各单位…`, `某某希望…`, `强调要…`, `会议通过…`: the verb runs straight into what is said."""
        start = begin
        if own is not None and own.kind != "meeting" and own.end > begin:
            start = own.end
        elif skip := _SKIP.match(self.text[begin:stop]):
            start = begin + skip.end()
        match = _DIRECT.match(self.text, start, stop)
        if not match or self.layout.shield[match.start("verb")]:
            return None
        speaker = own or (MEETING if match.group().startswith(("会议", "大会", "全会")) else subject)
        if speaker is None:
            return None
        verb = match["verb"]
        if speaker.kind == "group" and verb != "建议":
            return None
        if verb.endswith(("通过", "同意")) or verb == "决定":
            if speaker.kind == "person":
                speaker = MEETING
            return Frame(speaker, "decision", verb, begin, match.start())
        content = match.end("verb")
        if verb in {"指出", "强调"} and not MODAL.search(self.text, content, stop) and verb == "指出":
            return Frame(speaker, "weak", verb, begin, content)
        return Frame(speaker, _strength(verb), verb, begin, content)

    def _offer(self, begin: int, stop: int, end: int, subject: Speaker | None) -> Frame | None:
        """`提出了…等要求`, `提出…等建议`: the frame closes round what is demanded or suggested."""
        offered = self.text.find("提出", begin, stop)
        if offered < 0:
            return None
        match = _OFFER.match(self.text, offered, min(end, offered + 220))
        if not match or subject is None or "。" in match.group():
            return None
        strength = "strong" if match["noun"] == "要求" and subject.kind != "group" else "suggestion"
        return Frame(subject, strength, "提出", begin, match.start("what"), match.end())

    def _subject(self, begin: int, stop: int) -> Speaker | None:
        """The speaker at the head of a clause, if it names one."""
        skip = _SKIP.match(self.text[begin:stop])
        start = begin + (skip.end() if skip else 0)
        if start >= stop:
            return None
        if match := _GROUP.match(self.text, start, stop):
            return Speaker("group", match.group(), start, match.end())
        if match := _PRONOUN.match(self.text, start, stop):
            return self.last_person
        person = self._person(start, stop)
        if person:
            return person
        if match := _MEETING.match(self.text, start, stop):
            return Speaker("meeting", None, start, match.end()) if not self.layout.shield[start] else None
        return None

    def _person(self, start: int, stop: int) -> Speaker | None:
        end = self._known(start, stop) or name_at(self.text, start, after_post=False, limit=stop)
        if end is None:
            rare = name_at(self.text, start, after_post=True, limit=stop)
            end = rare if rare and self.text.startswith(("强调", "指出", "要求"), rare) else None
        posts: list[tuple[int, int]] = []
        begin = start
        if end is None:
            found = named_after_post(self.text, start, min(stop, start + 60))
            if found is None or self.layout.shield[found[0]]:
                return None
            begin, end, _ = found
            posts = self._posts(start, begin)
            if not posts:
                return None
        name = self.text[begin:end]
        speaker = Speaker("person", name, begin, end)
        self._remember(Person(name, begin, end, posts, rule="speaker"), speaker)
        return speaker

    def _known(self, start: int, stop: int) -> int | None:
        """The end of a name met before, whatever its surname."""
        for length in (3, 2, 4):
            if self.text[start : start + length] in self.people and start + length <= stop:
                return start + length
        return None

    def _posts(self, start: int, name: int) -> list[tuple[int, int]]:
        parts = [(a, b - (self.text[b - 1] == "、")) for a, b in self.layout.cut(start, name, "、")]
        ranges = [post for part in parts for post in cut_posts(self.text, *part)]
        return ranges if all(2 <= b - a <= 25 for a, b in ranges) else []

    def _remember(self, person: Person, speaker: Speaker) -> None:
        known = self.people.setdefault(person.name, person)
        if all(COLLECTIVE_POST.search(self.text[a:b]) for a, b in known.posts):
            known.posts = [*person.posts, *(p for p in known.posts if p not in person.posts)]
        self.last_person = speaker


def _strength(verb: str) -> str:
    if re.fullmatch(_SUGGEST, verb):
        return "suggestion"
    if re.fullmatch(_DECIDE, verb):
        return "decision"
    return "strong" if re.fullmatch(_STRONG + "|要求|部署|安排|意见|指示", verb) else "weak"
