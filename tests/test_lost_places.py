"""After a new version every place holds its words or is listed as lost, with the nearest passages offered."""

import random
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from departments.models import Department
from directives import anchors
from directives.anchors import What, nearest
from directives.errors import WrongState
from directives.models import Basis, Charge, Directive, Task, TaskSource
from meetings.models import Meeting, ReportVersion
from tests import work
from tests.cast import Cast
from tests.revisions import NEW, lost, revise, whole_task


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return work.meeting()


@pytest.fixture
def task(meeting: Meeting) -> Task:
    return whole_task(meeting, work.directive(meeting))


def test_everything_that_lost_its_place_is_listed(meeting: Meeting, task: Task, cast: Cast) -> None:
    assert lost(meeting) == {}
    assert anchors.count_unsettled(meeting) == 0
    revise(meeting, cast.clerk)
    listed = anchors.unsettled(meeting)
    assert [one.what for one in listed] == [What.DIRECTIVE, What.SOURCE, What.CHARGE, What.DEADLINE]
    assert [one.words for one in listed] == [work.DEMAND, work.DEMAND, "工科商局", "年底前"]
    assert anchors.count_unsettled(meeting) == 4


def test_the_list_takes_the_same_queries_for_any_number(meeting: Meeting, task: Task, cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert anchors.count_unsettled(meeting) == sum(
                bool(one.words) and (one.task is None or bool(one.task.title))
                for one in anchors.unsettled(meeting)
            )
        return len(asked)

    revise(meeting, cast.clerk)
    few = queries()
    directive = Directive.objects.get()
    for _ in range(5):
        more = whole_task(meeting, directive)
        TaskSource.objects.filter(task=more).update(anchor_lost=True)
        Charge.objects.filter(task=more).update(version=None, start=None, end=None)
        Task.objects.filter(pk=more.pk).update(due_version=None, due_start=None, due_end=None)
    assert queries() == few == 5


def test_a_report_that_belongs_to_another_meeting_makes_no_version(meeting: Meeting, cast: Cast) -> None:
    other = Meeting.objects.create(slug="2024-08-01", name="另一次会议", held_on=date(2024, 8, 1))
    with pytest.raises(WrongState, match="已录入为“经济工作例会”的第1版"):
        revise(other, cast.clerk, work.REPORT)


# Random edits


def edited(chance: random.Random, text: str) -> str:
    for _ in range(chance.randint(1, 4)):
        begin = chance.randrange(len(text))
        end = min(len(text), begin + chance.choice([0, 0, 1, 3, 20]))
        new = chance.choice(
            ["", "又", "\n", "年底前", "工科商局", "（更正）", text[begin:end] * 2, work.DEMAND]
        )
        text = text[:begin] + new + text[end:]
    return text if text.strip() else "空。"


def places_of(meeting: Meeting) -> dict[tuple[str, int], tuple[Any, int | None, int | None, str]]:
    """Every row that claims to stand in the report: its version, its range, its words."""
    found: dict[tuple[str, int], tuple[Any, int | None, int | None, str]] = {}
    for one in Directive.objects.filter(meeting=meeting):
        found["directive", one.pk] = (one.version_id, one.start, one.end, one.quotation)
    for source in TaskSource.objects.filter(directive__meeting=meeting):
        found["source", source.pk] = (source.version_id, source.start, source.end, source.quotation)
    for charge in Charge.objects.filter(basis=Basis.TEXT):
        found["charge", charge.pk] = (charge.version_id, charge.start, charge.end, charge.words)
    for task in Task.objects.filter(due_basis=Basis.TEXT):
        found["deadline", task.pk] = (task.due_version_id, task.due_start, task.due_end, task.due_text)
    return found


@pytest.mark.parametrize("seed", range(25))
def test_after_any_edit_each_place_holds_the_same_words_or_is_listed(
    meeting: Meeting, task: Task, cast: Cast, seed: int
) -> None:
    chance = random.Random(seed)
    work.task(source=work.directive(meeting, "各村（社区）要常态走访企业。"))
    words = {key: place[3] for key, place in places_of(meeting).items()}
    text = work.REPORT
    for _ in range(4):
        new = edited(chance, text)
        if new == text:
            continue
        text = new
        version = anchors.add_version(meeting, text, by=work.actor(cast.clerk)).version
        listed = {(str(one.what), one.row.pk) for one in anchors.unsettled(meeting)}
        assert anchors.count_unsettled(meeting) == len(listed)
        for key, (version_pk, start, end, _) in places_of(meeting).items():
            if key in listed:
                assert (version_pk, start, end) == (None, None, None)
            else:
                assert version_pk == version.pk
                assert "".join(text[start:end].split()) == "".join(words[key].split())


# The nearest passages


def words_near(words: str, text: str) -> list[str]:
    return [text[near.start : near.end] for near in nearest(words, text)]


def test_the_sentence_that_was_reworded_is_offered_first() -> None:
    assert words_near(work.DEMAND, NEW)[0] == "王镇长强调，经科局要在年末前办成菊花消费季。"


def test_a_short_expression_is_offered_at_its_own_length() -> None:
    assert words_near("年底前", NEW)[0] == "年末前"
    assert words_near("工科商局", "请工科局负责。其他单位配合。")[0] == "工科局负"


def test_several_sentences_are_offered_for_several() -> None:
    text = "会议开始。要抓好招商工作。要抓好服务工作！会议结束。"
    assert words_near("要抓好招商引资。要抓好服务企业！", text)[0] == "要抓好招商工作。要抓好服务工作！"


def test_words_in_several_places_are_offered_at_each() -> None:
    text = "年底前完成。年底前报送。年底前总结。年底前再议。"
    assert [near.start for near in nearest("年底前", text)] == [0, 6, 12]


def test_either_script_finds_the_other() -> None:
    text = "會議開始。工科商局要辦好菊花節。會議結束。"
    assert words_near("工科商局要办好菊花主题消费季。", text)[0] == "工科商局要辦好菊花節。"


def test_nothing_alike_offers_nothing() -> None:
    assert words_near("工科商局", "窗前种了几盆花。") == []
    assert words_near("", NEW) == words_near("工科商局", "") == []


@pytest.mark.parametrize("seed", range(60))
def test_what_is_offered_is_in_the_text_and_apart(seed: int) -> None:
    chance = random.Random(seed)
    letters = "要抓好招商工作企业年底前。；\n，工科商局各村 "
    text = "".join(chance.choice(letters) for _ in range(chance.randint(0, 200)))
    words = "".join(chance.choice(letters) for _ in range(chance.randint(0, 40)))
    found = nearest(words, text)
    assert len(found) <= 3
    for near in found:
        assert 0 <= near.start < near.end <= len(text)
        assert text[near.start : near.end].strip() == text[near.start : near.end]
        assert all(near.end <= one.start or near.start >= one.end for one in found if one is not near) or (
            near.likeness == 1.0
        )


def reported(old: str) -> Meeting:
    """A meeting whose report is this text."""
    made = Meeting.objects.create(slug="2024-07-02", name="整治会", held_on=date(2024, 7, 2))
    ReportVersion.objects.create(meeting=made, number=1, text=old)
    return made


def demanded(meeting: Meeting, words: str, start: int) -> Directive:
    return Directive.objects.create(
        meeting=meeting, text=words, quotation=words, version=meeting.versions.get(), start=start,
        end=start + len(words),
    )  # fmt: skip


def test_a_unit_whose_demand_went_is_not_found_again_among_those_who_attended(cast: Cast) -> None:
    said = "城建局要在8月31日前整治占道经营。"
    old = f"城建局负责人参加会议。王建国强调，{said}"
    meeting, at = reported(old), old.index(said)
    task = work.task(source=demanded(meeting, said, at))
    charge = Charge.objects.create(
        task=task, role=Charge.Role.LEAD, department=Department.objects.get(slug="chengjian"), words="城建局",
        basis=Basis.TEXT, version=meeting.versions.get(), start=at, end=at + 3,
    )  # fmt: skip
    revise(meeting, cast.clerk, old.replace(said, "综合行政执法局要在8月31日前整治占道经营。"))
    charge.refresh_from_db()
    assert charge.start is None
    assert lost(meeting)[str(What.CHARGE)] == charge.pk
    revise(meeting, cast.clerk, f"城建局负责人参加会议。王建国强调，请大家努力。{'散会。' * 3}")
    charge.refresh_from_db()
    assert charge.start is None  # nor at the next revision


def test_what_one_leader_said_is_not_found_again_in_the_words_of_another(cast: Cast) -> None:
    said = "要主动上门走访企业。"
    old = f"王建国强调，{said}李明华指出，{said}"
    meeting = reported(old)
    first, second = (demanded(meeting, said, at) for at in (old.index(said), old.rindex(said)))
    revise(meeting, cast.clerk, f"王建国出席会议。李明华指出，{said}")
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.anchor_lost
    assert not second.anchor_lost
