"""Who is to do what a demand asks: the grammatical owners, never those acted upon.

`各部门要…`, `由甲牵头、乙配合`, `甲会同乙`, `甲负责`, `压实…责任`, `(责任单位：甲、乙)`, `要求各单位…`.
我们 and 大家 name nobody; 有关部门 is kept as a vague owner without units.
"""

from __future__ import annotations

import re

from .cleaning import CleanText
from .enumeration import mark_at
from .sentences import Layout
from .types import Owner
from .units import UnitDirectory
from .vocabulary import MODAL, OPENING, OWNER_TAIL, SEASON, VAGUE

_ADVERBS = re.compile(
    rf"(?:{SEASON}|也|都|均|还|更|既|尤其|特别|首先|则|今后|今年|当前|同样|一定|分别|带头|继续|切实|就|必须|始终|会后|将|下一步|下半年|年内|接下来)+$"
)
_LEAD = re.compile(r"(?:（[一二三四五六七八九十\d]{1,3}）|[一二三四五六七八九十]、)?(?:由|我们)?")
_PARTICLE = re.compile(r"[的了把将被让使对为从是在要]")
_JOINT = re.compile(r"、|，|以及|[和及与](?=.{2})|(?<=.)(?=各(?!自|项|类|种|尽))")
_NOT_OWNER = re.compile(
    r"[的了把将被让使对为从是在由]|会同|联合(?!会)|牵头|结合|^大家|^自己|^同志们|政策$|改革$|工作$|建设$|^(?:做好|加强|推进|落实|促进|推动|通过|围绕|坚持|深化|聚焦|完善|强化|支持|鼓励|引导|"
    r"帮助|依托|利用|借助|进入|走进|深入|依法|会同|联合|配合|协同|加大|加快|成立|设立|设置|健全|要求|督促|协调(?!办|组|小组)|组织(?!员|部|委|办)|动员|发动|依靠|打造|建立|健全|提升|扩大|支撑|实施|服务(?!中心|站|所|队|办|团|局)|发挥|提高)|教育$|经济$|产业$|发展$"
)
_UNIT = r"[\u3400-\u9fffA-Za-z0-9（）、“”]{2,60}?"
_LEADS = re.compile(
    rf"由(?P<lead>{_UNIT})(?:牵头|负责|总牵头|统筹|主办)(?:抓总|落实|组织|实施|协调)?(?:[，、]?(?P<with>{_UNIT})(?:配合|协助|参与|协同|协办))?"
)
_TOGETHER = re.compile(
    rf"(?<![^，；、：。）\s])(?:由)?(?P<lead>{_UNIT})(?:会同|联合)(?P<with>{_UNIT})(?=[，；。]|等|负责|抓|做|尽快|共同|要|制定|研究|开展|对|于|在|提出|牵头|加快|全力|切实|拿出|每|定期|按|及时|应|组织|督促|加强|建立|加大|进行)"
)
_HEADS = re.compile(
    rf"(?<![^，；、：。）\s])(?P<lead>{_UNIT})(?P<verb>牵头(?!人|的|单位|部门)|负责(?!人|同志|任|制|的|地|部门|单位)|配合(?=[，；。]|做|抓|落实))"
)
_BY = re.compile(
    rf"由(?P<lead>{_UNIT})(?=按|印发|组织|抓|落实|实施|承担|统筹|制定|办理|研究|提出|起草|做好|具体|尽快|进一步|根据|结合|另行|报|督促|协调|审核|汇总|完成|于|在)"
)
_LABELLED = re.compile(
    r"(?P<label>责任(?:单位|部门|人|领导)|牵头(?:单位|部门|领导)?|配合(?:单位|部门)?|主办单位|协办单位)[：:](?P<names>(?:（[^（）]{1,12}）|[^。；;（）()，\n]){2,120})"
)
_PRESSED = re.compile(
    rf"(?:压[紧实]*压?实|压紧|夯实|落实|强化|压实压细|靠实|明确|扛[起牢]|传导)(?:好|了)?(?P<names>{_UNIT})(?P<kind>的?(?:[主首]体|属地|监管|领导|管理|工作|直接|第一)*责任)"
)
_ALONG = re.compile(rf"(?<=，)会同(?P<with>{_UNIT})(?=[，。；])")  # 甲牵头，会同乙、丙，…
_HINT = re.compile(
    r"牵头|负责|会同|联合|配合|由|责任|单位：|部门："
)  # without one of these only `X要` can match
_CHARGED = re.compile(
    r"(?:要求|希望|号召|动员|勉励|责成|敦促|提醒)(?P<names>[\u3400-\u9fffA-Za-z0-9（）、“”]{2,40})"
)
_DOES = re.compile(
    r"(?!由)(?P<names>[\u3400-\u9fff（）、]{0,40}?(?:财政|部门|单位|局|办|办公室|委|中心|所|站|大队|支队|公司|社区|街道|乡镇|镇街|各村))"
    r"(?=安排|拨付|出资|补贴|设立|制定|出台|每|定期|及时|统一|加强|加大|加快|抓紧|尽快|组织|开展|做好|落实|建立|完善|严格|强化|切实|全力|"
    r"主动|积极|认真|按|对(?!于|口|照|标|接|象))"
)
_CLOSED = re.compile(
    r"(?P<names>[^、，。]{2,12}(?:、[^、，。]{2,12})+)等(?:\d+[个家])?(?:相关|有关|职能|责任|成员|重点)*(?:部门|单位|镇|街道|乡镇|村|社区|企业|学校|机构|行业|地)"
)
_LEVELS = re.compile(r"[省市县区镇乡街村组户企]{2,4}[两二三四]级$")  # 镇村两级
_ASKED = re.compile(r"请(?!求|示|假|教|战|功|柬|问|进|来)")
_PLANS = re.compile(r"(?P<names>[\u3400-\u9fff（）、“”]{2,40}?)(?:将(?!军|领|士)|拟(?!定)|计划|准备)")
_APPOINTS = re.compile(r"任(?!务)")  # 由某某任组长 names who leads a group, not who is to do a task
_SIDE = "会同"  # 联合 before a verb (联合整治) names nobody: there only `_TOGETHER` reads it
_LONGEST_LIST = 70
_LONGEST_NAME_GROWTH = 6


class OwnerReader:
    """Finds owners in ranges of the clean text."""

    def __init__(self, clean: CleanText, layout: Layout, directory: UnitDirectory) -> None:
        self.clean = clean
        self.layout = layout
        self.text = layout.text
        self.directory = directory
        self._before_modal: dict[
            tuple[int, int], tuple[int, int] | None
        ] = {}  # asked for several times a clause

    def before_modal(self, start: int, end: int) -> tuple[int, int] | None:
        """The range of the owners in a clause `X要…`; None where nobody stands before the modal."""
        if (start, end) not in self._before_modal:
            self._before_modal[start, end] = self._find_before_modal(start, end)
        return self._before_modal[start, end]

    def _find_before_modal(self, start: int, end: int) -> tuple[int, int] | None:
        modal = self.modal(start, end)
        if modal is None:
            return None
        begin, stop = self._trim(start, modal.start())
        if stop - begin < 2 or not self.is_owner_list(begin, stop):
            return None
        return begin, stop

    def modal(self, start: int, end: int) -> re.Match[str] | None:
        """The first modal of the range outside quotation marks."""
        for match in MODAL.finditer(self.text, start, min(end, start + 160)):
            if not self.layout.shield[match.start()]:
                return match
        return None

    def is_owner_list(self, start: int, end: int) -> bool:
        """Whether every part of the range reads as a unit or a group of people."""
        if end - start > _LONGEST_LIST:
            return False
        if closed := _CLOSED.fullmatch(self.text[start:end]):
            return not any(_PARTICLE.search(name) for name in closed["names"].split("、"))
        parts = self.split(start, end)
        return bool(parts) and all(self._is_owner(a, b) for a, b in parts)

    def split(self, start: int, end: int) -> list[tuple[int, int]]:
        """The single owners of a list; a listed name with 和 in it (甲和乙办) stays whole."""
        if self.directory.slug(self.text[start:end]):
            return [(start, end)]
        if closed := _CLOSED.fullmatch(self.text[start:end]):
            return [(start + m.start(), start + m.end()) for m in re.finditer(r"[^、]+", closed["names"])]
        parts = []
        begin = start
        for match in _JOINT.finditer(self.text, start, end):
            if self.layout.shield[match.start()] > self.layout.shield[start] or match.start() < begin:
                continue
            nearest = self._whole(begin, end)
            if nearest and nearest > match.start():
                continue
            if match.group() == "" and self.text[begin : match.start()] == "地方":
                continue  # 地方各级政府
            if match.group() in {"和", "及", "与", ""} and not self._is_owner(begin, match.start()):
                continue
            if begin < match.start():
                parts.append((begin, match.start()))
            begin = match.end()
        if begin < end:
            parts.append((begin, end))
        return parts

    def _whole(self, begin: int, end: int) -> int | None:
        """The end of the longest listed name that starts at `begin` and spans a joint."""
        for stop in range(min(end, begin + 24), begin + 3, -1):
            if self.directory.slug(self.text[begin:stop]):
                return stop
        return None

    def _is_owner(self, start: int, end: int) -> bool:
        name = self.text[start:end]
        if self.directory.slug(name):
            return True
        name = re.sub(r"(?:（[^（）]{1,12}）|等)$", "", name)
        if re.fullmatch(r"[全本我该][省市县区镇乡]|[省市县区镇乡]", name):
            return False
        if name.count("“") != name.count("”"):
            return False
        if not 2 <= len(name) <= 30 or _NOT_OWNER.search(name.replace("的", "", name.endswith("同志"))):
            return False
        if re.fullmatch(r"各(?:级|地|方|方面|部门|单位|级各部门|地区|条线|界|处|镇|乡|村|组)", name):
            return True
        if _LEVELS.search(name):
            return True
        tail = OWNER_TAIL.search(name)
        return tail is not None and tail.group() not in {"级", "地", "方面"}

    def _trim(self, start: int, stop: int) -> tuple[int, int]:
        """Without the opening words before and the adverbs after the owners."""
        if lead := _LEAD.match(self.text, start, stop):
            start = lead.end()
        while opening := OPENING.match(self.text, start, stop):
            if opening.end() == start or self.directory.slug(self.text[start:stop]):
                break
            start = opening.end()
        adverbs = _ADVERBS.search(self.text[start:stop])
        if adverbs:
            stop = start + adverbs.start()
        return start, stop

    def owners(self, start: int, end: int) -> list[Owner]:
        """All owners named in a demand, in order of appearance, each once."""
        found: dict[tuple[int, int], Owner] = {}
        if mark := mark_at(self.text, start, end):
            start = mark.end
        self._take_heads(found, start, end)
        if not _HINT.search(self.text, start, end):
            return [found[key] for key in sorted(found)]
        for pattern, rule in (
            (_LEADS, "由X牵头"),
            (_TOGETHER, "X会同Y"),
            (_HEADS, "X负责"),
            (_BY, "由X办"),
            (_ALONG, "会同Y"),
        ):
            for match in pattern.finditer(self.text, start, end):
                self._take_match(found, match, rule)
        for begin, stop in self.layout.clauses(start, end):
            self._take_side(found, begin, stop)
        for match in _LABELLED.finditer(self.text, start, end):
            part = (
                "supporting"
                if match["label"].startswith(("配合", "协办"))
                else "lead"
                if match["label"].startswith("牵头")
                else "responsible"
            )
            self._take(found, *match.span("names"), part, "责任单位：X")
        for match in _PRESSED.finditer(self.text, start, end):
            begin, stop = match.span("names")
            if self.text[begin:stop] == "属地":
                continue  # 属地责任 alone is a kind of responsibility and names nobody
            if not self.layout.shield[begin] and self.is_owner_list(begin, stop):
                self._take(found, begin, stop, "responsible", "压实X责任")
        return [found[key] for key in sorted(found)]

    def _take_heads(self, found: dict[tuple[int, int], Owner], start: int, end: int) -> None:
        """Owners at the head of a clause: `甲要…`, `由甲…`, `请甲…`, `甲做…`."""
        for begin, stop in self.layout.clauses(start, end):
            if named := self.before_modal(begin, stop):
                self._take(found, *named, "responsible", "X要")
            elif by := self._by(begin, stop):
                self._take(found, *by, "responsible", "由X办")
            elif asked := self.asked(begin, stop):
                self._take(found, *asked, "responsible", "请X")
            elif (does := _DOES.match(self.text, begin, stop)) and self.is_owner_list(*does.span("names")):
                self._take(found, *does.span("names"), "responsible", "X做")

    def leads(self, start: int, end: int) -> bool:
        """Whether a clause opens with its own owner: `甲要…`, `由甲牵头`, `甲会同乙…`, `甲负责…`."""
        if self.before_modal(start, end) or self.asked(start, end):
            return True
        if not _HINT.search(self.text, start, end):
            return False
        for pattern in (_LEADS, _TOGETHER, _HEADS):
            match = pattern.match(self.text, start, end)
            if match and self.is_owner_list(*self._trim(*match.span("lead"))):
                return True
        return False

    def assigned(self, start: int, end: int) -> bool:
        """Whether a sentence hands its work to somebody further on: `需要上级支持的由经发办负责跟踪`."""
        if "由" not in self.text[start:end]:
            return False
        return any(
            self.is_owner_list(*self._trim(*m.span("lead"))) and not self.layout.shield[m.start()]
            for m in _LEADS.finditer(self.text, start, end)
        )

    def charged(self, start: int, end: int) -> tuple[int, int] | None:
        """`要求各单位切实抓好…`: the owners right after a verb of asking, as far as they read as owners."""
        match = _CHARGED.match(self.text, start, end)
        if not match:
            return None
        begin, limit = match.span("names")
        for stop in range(limit, begin + 1, -1):
            if self.is_owner_list(begin, stop):
                return begin, stop
        return None

    def asked(self, start: int, end: int) -> tuple[int, int] | None:
        """`请司法所审查…`: the owners right after 请 at the head of a clause."""
        while opening := OPENING.match(self.text, start, end):
            start = opening.end()
        match = _ASKED.match(self.text, start, end)
        return self._owners_at(match.end(), end) if match else None

    def _by(self, start: int, end: int) -> tuple[int, int] | None:
        """`由财政所安排…` at the head of a clause, whatever the verb; `由X牵头、Y配合` has patterns of its own."""
        if not self.text.startswith("由", start) or _APPOINTS.search(self.text, start, end):
            return None
        return None if _LEADS.match(self.text, start, end) else self._owners_at(start + 1, end)

    def planned(self, start: int, end: int) -> list[Owner]:
        """`镇政府将…，经发办计划…`: who is to do what is planned."""
        found: dict[tuple[int, int], Owner] = {}
        for begin, stop in self.layout.clauses(start, end):
            while opening := OPENING.match(self.text, begin, stop):
                begin = opening.end()
            match = _PLANS.match(self.text, begin, stop)
            if match and self.is_owner_list(*match.span("names")):
                self._take(found, *match.span("names"), "responsible", "X将")
        return [found[key] for key in sorted(found)]

    def _owners_at(self, start: int, end: int) -> tuple[int, int] | None:
        """The owners that begin at `start`, whatever follows them.

        The first end at which the words read as owners, moved on as long as a few characters more read so too
        (农业农村 → 农业农村局) or a list goes on; what reads so only much further on is another name.
        """
        best = None
        limit = min(end, start + _LONGEST_LIST)
        stop = start + 2
        while stop <= limit:
            if self.is_owner_list(start, stop):
                best = stop
            reach = 14 if best is None or self.text[best : best + 1] in {"、", "和", "及", "与"} else 0
            if stop - (best or start) > reach + _LONGEST_NAME_GROWTH:
                break
            stop += 1
        return (start, best) if best else None

    def _take_side(self, found: dict[tuple[int, int], Owner], start: int, end: int) -> None:
        """`甲要会同乙…`, `甲会同乙把…`: both sides of 会同, whatever verb follows."""
        at = self.text.find(_SIDE, start, end)
        if at < 0 or self.layout.shield[at]:
            return
        side = self._owners_at(at + len(_SIDE), end)
        if side is None:
            return
        lead = self._trim(start, at)
        if lead[1] - lead[0] >= 2 and self.is_owner_list(*lead):
            self._take(found, *lead, "lead", "X会同Y")
        self._take(found, *side, "supporting", "X会同Y")

    def _take_match(self, found: dict[tuple[int, int], Owner], match: re.Match[str], rule: str) -> None:
        groups = match.groupdict()
        for group, part in (("lead", "lead"), ("with", "supporting")):
            if groups.get(group):
                begin, stop = self._trim(*match.span(group))
                if stop - begin > 2 and not self.layout.shield[begin] and self.is_owner_list(begin, stop):
                    self._take(
                        found, begin, stop, "supporting" if groups.get("verb") == "配合" else part, rule
                    )

    def _take(self, found: dict[tuple[int, int], Owner], start: int, end: int, part: str, rule: str) -> None:
        for begin, stop in self.split(start, end):
            name = self.text[begin:stop]
            if name.endswith("等"):
                stop -= 1
            if stop - begin >= 1 and not any(a <= begin < b for a, b in found):
                found[begin, stop] = self.owner(begin, stop, part, rule)

    def owner(self, start: int, end: int, part: str, rule: str, inherited: bool = False) -> Owner:
        """One owner with its units: None where the name is vague or on no list."""
        quote = self.clean.quote(start, end)
        slug = self.directory.slug(quote.text) or self.directory.slug_of_field(quote.text)
        vague = slug is None and bool(VAGUE.search(quote.text))
        units = (slug,) if slug and not vague else None
        is_set = slug is not None and self.directory.kind(slug) == "unit_set"
        return Owner(quote.text, quote.span, units, inherited, part, vague, is_set, rule)
