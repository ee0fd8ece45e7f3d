"""Who took part: people and units in the sentences that say who chaired, attended or spoke.

Conventions: chair is 主持; a unit's people (负责人, 书记、主任) and the level before its name do not count;
有关部门 is no unit; a list that ends in 等 is open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .people import Person, cut_posts, name_at, named_after_post
from .sentences import Layout
from .units import UnitDirectory
from .vocabulary import (
    COLLECTIVE_POST,
    OWNER_TAIL,
    PEOPLE_OF_UNIT,
    POST_HEAD,
    SHARED_POST,
    SINGLE_POST,
    SPECIFIC_TAIL,
    UNIT_TAIL,
    VAGUE,
)

PREDICATE = re.compile(
    r"(?P<chair>主持召开|主持(?!人|下|工作|词|开展|制定))|"
    r"(?P<attend>出席|参加(?!过)|列席|参会|到会|[会齐]聚一堂|陪同|一同参加|与会(?!人员|者|同志|领导|代表))|"
    r"(?P<speak>发言(?!人|权)|发了言|汇报(?!会|材料)|表态|通报|介绍|解读|宣读|传达|辅导|(?<!亲切|深入|互动|座谈)交流(?!会|座谈|合作|学习|平台|群)|说明|致辞|致词|点评|述职|宣布|领学|作[^，。；]{0,12}报告)|"
    r"(?P<talk>讲话)"
)
OPENS_ATTENDANCE = re.compile(
    r"(?:在[^，。]{0,10})?(?:座谈|推进|部署|动员)?会上，|会议(?:还)?(?:听取|传达|通报|宣读)|(?:出席|参加|列席)会议的"
)
_LEAD = re.compile(
    r"^(?:[\s“]|(?:(?:座谈|推进|部署|动员|本次|视频)?(?:会|会议|大会)[上前后中](?:还)?)|会议(?:最后|期间|还)|随后|最后|其间|期间|当天|当晚|"
    r"(?:\d{1,2}月)?(?:\d{1,2}日)?[上下]午|昨[天日]|今[天日]|另外|此外|同时|并|(?:会议|大会|座谈会|活动)?由|以及|及|和|与|还有|据悉|其中|"
    r"(?:会议|大会|会上)?(?:认真)?(?:听取|观看)了?|邀请|还邀请|、|，|：|在主席台就座的有|出席会议的(?:还)?有|参加会议的(?:还)?有)+"
)
_TAIL = re.compile(
    r"等|围绕|就|分别|先后|依次|在|对|作|进行|关于|向|为|结合|从|也|还|均|负责|参加|出席|列席|发言|汇报|交流|表态|通报|会聚|齐聚|的|共|"
    + PEOPLE_OF_UNIT.pattern
)
_NOT_IN_UNIT = re.compile(
    r"[了的把将是要被，。：；？！%]|\d{3}|通过|开展|加强|推进|学习|贯彻|落实|精神|工作$|会议|讲话|活动"
)
_CLOSER = re.compile(
    r"等(?:\d+|[一二三四五六七八九十]+)?[个家]?(?:有关|相关|职能|责任|成员|[镇县市区乡省])*"
    r"(?P<what>部门|单位|机构|企业|学校|街道|县（市、区）|区、县（市）|[县市区镇乡村]|社区|地)"
)
_AFTERWARDS = re.compile(
    r"(?:出席|参加|列席)(?:会议|活动|座谈会)?的(?:县|市|镇|区)?(?:领导)?(?:还)?有[：:]?|(?:参加|出席|列席)(?:人员|单位|领导)?[：:]"
)
_SEVERAL = re.compile(r"^[各全]|\d+个|[一二三四五六七八九十]+个")
_BRACKET = re.compile(r"（[^（）]{1,12}）$")
_COUNTED = re.compile(
    r"(?P<name>[^\d]{1,12}(?P<tail>村|社区|镇|乡|街道|县|市|区))[\d一二三四五六七八九十]+个(?P=tail)"
)  # 甲村、乙村2个村
_NO_POST = frozenset({"负责人", "负责同志", "代表", "成员", "企业家", "专家", "领导"})
_OFFICE = re.compile(r"[^、，。；]{2,25}$")


@dataclass(slots=True)
class Unit:
    """A unit with its roles; range in the clean text."""

    name: str
    start: int
    end: int
    roles: set[str] = field(default_factory=set)
    rule: str = ""


@dataclass(slots=True)
class Roll:
    """Everyone found so far, by name, in order of appearance."""

    people: dict[str, Person] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    is_open: bool = False

    def add_person(self, person: Person, role: str) -> None:
        """Joins the person to an entry of the same name; the first posts found stay."""
        known = self.people.setdefault(person.name, person)
        known.roles.add(role)
        if not known.posts:
            known.posts = person.posts

    def add_unit(self, unit: Unit, role: str) -> None:
        """Joins the unit to an entry of the same name."""
        self.units.setdefault(unit.name, unit).roles.add(role)


@dataclass(slots=True)
class _Region:
    people: list[Person] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    is_open: bool = False

    def __bool__(self) -> bool:
        return bool(self.people or self.units)


class AttendanceReader:
    """Reads attendance sentences into a `Roll`."""

    def __init__(self, layout: Layout, directory: UnitDirectory) -> None:
        self.layout = layout
        self.text = layout.text
        self.directory = directory
        self.roll = Roll()

    def read(self, start: int, end: int, *, people_only: bool = False) -> bool:
        """Takes in one sentence; returns whether it named anybody with a role."""
        found = False
        subject = _Region()
        begin = said = start
        for match in PREDICATE.finditer(self.text, start, end):
            if self.layout.shield[match.start()]:
                continue
            after = _AFTERWARDS.match(self.text, match.start(), end)
            if match.start() < begin:
                region, gap = _Region(), match.start() - said
            else:
                region, gap = (
                    self._region(after.end(), end) if after else self._region(begin, match.start()),
                    99,
                )
            said = match.end()
            if region:
                subject = region
            elif gap > 12:
                subject = _Region()
            begin = self._after_object(match.end(), end)
            if subject:
                found |= self._assign(subject, match.lastgroup or "attend", people_only)
            if after:
                break
        return found

    def read_label(self, start: int, end: int, role: str) -> bool:
        """Takes in what stands behind `主持：` or `出席人员：`; there blanks part names too."""
        region = self._region(start, end, "、，,；;。：: ")
        return self._assign(region, role, False) if region else False

    def _after_object(self, begin: int, end: int) -> int:
        """Behind the object of a predicate (通报某某情况，): what it names took no part in that role."""
        for index in range(begin, end):
            if self.text[index] in "，；。" and not self.layout.shield[index]:
                return index + 1
        return end

    def _assign(self, region: _Region, kind: str, people_only: bool) -> bool:
        role = {"talk": "speak"}.get(kind, kind)
        for person in region.people:
            self.roll.add_person(person, role)
        if people_only:
            return bool(region.people)
        for unit in region.units if kind != "chair" else ():
            self.roll.add_unit(unit, role)
        if kind == "attend" and region.is_open:
            self.roll.is_open = True
        return bool(region.people or region.units)

    def _region(self, start: int, end: int, marks: str = "、，,；;。：:") -> _Region:
        region = _Region()
        items = self.layout.cut(start, end, marks)
        closed_from, closed_to = self._closed_list(items)
        posts: list[tuple[int, int]] = []
        for number, (first, last) in enumerate(items):
            mark = self.text[last - 1]
            listed = closed_from <= number <= closed_to
            posts = self._item(region, first, last - (mark in marks), posts, listed)
            if mark not in "、 " or number + 1 == len(items):
                self._nameless(region, posts)
                posts = []
        region.is_open = bool(re.search(r"[\u3400-\u9fff）]等(?!级|额|于|次)", self.text[start:end]))
        return region

    def _nameless(self, region: _Region, posts: list[tuple[int, int]]) -> None:
        """`各村书记、主任参加`: posts that no name followed stand for the people of several units."""
        for start, end in posts:
            if _SEVERAL.search(self.text[start:end]):
                self._units(region, start, end, False)

    def _closed_list(self, items: list[tuple[int, int]]) -> tuple[int, int]:
        """First and last item of the 、-list that `等部门` ends: there short forms without a suffix are units."""
        for number in range(len(items) - 1, -1, -1):
            first, last = items[number]
            match = _CLOSER.search(self.text, first, last)
            if match and not self.layout.shield[match.start()]:
                begin = number
                while begin and self.text[items[begin - 1][1] - 1] == "、":
                    begin -= 1
                return begin, number
        return 1, 0

    def _item(
        self, region: _Region, start: int, end: int, posts: list[tuple[int, int]], listed: bool
    ) -> list[tuple[int, int]]:
        """Reads one item of a list; returns the posts that wait for the name after them."""
        lead = _LEAD.match(self.text[start:end])
        start += lead.end() if lead else 0
        if start >= end:
            return posts
        person = None if listed else self._person(start, end, posts, region)
        if person:
            region.people.append(person)
            rest = re.compile(r"以及|[和及与]").match(self.text, person.end, end)
            return self._item(region, rest.end(), end, [], listed) if rest else []
        if not listed and (post := self._post_only(start, end)):
            return [*posts, post]
        self._nameless(region, posts)
        self._units(region, start, end, listed)
        return []

    def _person(self, start: int, end: int, posts: list[tuple[int, int]], region: _Region) -> Person | None:
        stop = name_at(self.text, start, after_post=bool(posts), limit=end)
        if stop is not None:
            name = self.text[start:stop]
            if self.directory.slug(name) or UNIT_TAIL.search(name):
                return None
            shared = self._shared_post(start, region) if not posts else []
            return Person(name, start, stop, [*posts, *shared], rule="name in a list")
        found = named_after_post(self.text, start, end)
        if found is None:
            return None
        begin, stop, _head = found
        if self.layout.shield[begin]:
            return None
        own = self._post_range(start, begin)
        return Person(self.text[begin:stop], begin, stop, [*posts, *own], rule="post before the name")

    def _post_range(self, start: int, name: int) -> list[tuple[int, int]]:
        match = _OFFICE.search(self.text[start:name])
        if not match:
            return []
        return cut_posts(self.text, start + match.start(), name)

    def _shared_post(self, start: int, region: _Region) -> list[tuple[int, int]]:
        """`市领导甲、乙`, `党委委员、副县长甲、乙`: posts that several can hold go on to the names after 、.

        The titles before a list of names stand for each of them, as papers write it; only what one person
        can hold (常务副县长, 组织委员) stays with the first.
        """
        if not region.people or self.text[start - 1] not in "、和及与":
            return []
        last = region.people[-1]
        if last.end != start - 1 or not last.posts:
            return []
        begin, end = last.posts[-1]
        if not SHARED_POST.search(self.text[begin:end]):
            return []
        return [(a, b) for a, b in last.posts if self._several_hold(a, b)]

    def _several_hold(self, start: int, end: int) -> bool:
        post = self.text[start:end]
        return SHARED_POST.search(post) is not None and not SINGLE_POST.search(post)

    def _post_only(self, start: int, end: int) -> tuple[int, int] | None:
        """`市委常委` in `市委常委、公安局长某某`: an item that is nothing but a post."""
        for match in POST_HEAD.finditer(self.text, start, end):
            if match.end() == end and end - start > 2 and not COLLECTIVE_POST.search(self.text[start:end]):
                return (
                    None
                    if match.group() in _NO_POST or self.text[start:end] in {"主任", "书记"}
                    else (start, end)
                )
        return None

    def _units(self, region: _Region, start: int, end: int, listed: bool) -> None:
        """The unit or units at the head of an item, before 等 or the words for their people."""
        if self.directory.slug(self.text[start:end]) is None:
            joint = self._joint(start, end)
            if joint:
                self._units(region, start, joint.start(), listed)
                self._units(region, joint.end(), end, listed)
                return
        stop = end
        if not self.directory.slug(self.text[start:end]):
            tail = _TAIL.search(self.text, min(start + 2, end), end)
            stop = tail.start() if tail else end
        if counted := _COUNTED.match(self.text, start, stop):
            stop = counted.end("name")
        name = self.text[start:stop]
        if OWNER_TAIL.fullmatch(self.text[start:end]) and not UNIT_TAIL.fullmatch(self.text[start:end]):
            return
        if (
            name.startswith(("全体", "广大"))
            or not 2 <= len(name) <= 25
            or _NOT_IN_UNIT.search(name)
            or VAGUE.search(name)
        ):
            return
        people = PEOPLE_OF_UNIT.match(self.text, stop, end)
        if people and people.group() in {"主要领导", "领导"}:
            return
        known = self.directory.slug(name) is not None
        if (
            known
            or listed
            or (
                UNIT_TAIL.search(_BRACKET.sub("", name).rstrip("”"))
                and (not OWNER_TAIL.fullmatch(name) or SPECIFIC_TAIL.fullmatch(name))
            )
            or name in {"企业主", "企业家"}
        ):
            region.units.append(Unit(name, start, stop, rule="unit in a list"))

    def _joint(self, start: int, end: int) -> re.Match[str] | None:
        for match in re.compile(r"以及|[和及与]").finditer(self.text, start + 2, end):
            left = self.text[start : match.start()]
            right = self.text[match.end() : end]
            if (UNIT_TAIL.search(left) or self.directory.slug(left)) and len(right) > 1:
                return match
        return None
