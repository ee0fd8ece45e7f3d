"""What the office is told of a report's sentences: demands that became nothing, signs of secrecy, how much is covered."""

import copy
from typing import Any

import pytest

from directives import intake, workflow
from meetings.models import IntakeDraft, Meeting
from office.unitbook import UnitBook
from office.workbench import Workbench
from tests import work
from tests.office.texts import REPORT, told

pytestmark = pytest.mark.django_db


def bench_of(text: str, cast: Any, *, drop: int = 0, number: int = 1) -> Workbench:
    """The workbench of a draft from which the last so many demands were taken away."""
    draft = intake.start(text, by=cast.clerk)
    made = copy.deepcopy(draft.made)
    made["directives"] = made["directives"][: len(made["directives"]) - drop]
    return Workbench(IntakeDraft(pk=1, text=text, made=made), None, UnitBook(), number=number)


def demands(count: int) -> str:
    body = "".join(f"要在第{n}片区服务企业上有新作为，主动上门走访。\n" for n in range(1, count + 1))
    return f"7月19日，小榄镇召开上半年经济形势分析会。镇长李明华出席会议。\n李明华强调，要认清形势。\n{body}"


def of_sentences(bench: Workbench) -> list[tuple[str, str, str]]:
    return [hint for hint in bench.hints if hint[1].startswith("原文第")]


def test_a_demand_that_became_nothing_is_told_with_its_sentence(cast: Any) -> None:
    whole = bench_of(REPORT, cast)
    assert of_sentences(whole) == []
    assert whole.first_left_out == ""
    bench = bench_of(REPORT.replace("上半年", "下半年"), cast, drop=1)
    address, where, words = of_sentences(bench)[0]
    number = bench.coverage.uncovered[0].number
    assert (address, where) == (f"#s{number}", f"原文第 {number} 句")
    assert "要在服务企业上有新作为" in words
    assert "还没有列入" in words
    assert bench.first_left_out == address


def test_of_many_demands_that_became_nothing_the_first_are_told_and_the_rest_counted(cast: Any) -> None:
    bench = bench_of(demands(12), cast, drop=12)
    found = of_sentences(bench)
    left_out = len(bench.coverage.uncovered)
    assert left_out > 6
    assert len(found) == 6
    assert f"其余 {left_out - 5} 句" in found[-1][2]
    assert found[-1][0] == f"#s{bench.coverage.uncovered[5].number}"


def test_a_sentence_in_another_part_of_a_long_draft_is_led_to(cast: Any) -> None:
    bench = bench_of(demands(90), cast)
    bench.made["directives"].pop()
    bench.__dict__.pop("coverage", None)
    [(address, _, _)] = of_sentences(bench)
    assert address.startswith(f"?part={bench.parts[-1].number}#s")


def test_signs_of_secrecy_in_the_report_are_told_once_for_a_sentence(cast: Any) -> None:
    assert of_sentences(bench_of(REPORT, cast)) == []
    secret = REPORT.replace("建立工作清单", "建立涉密企业清单，不得公开，涉密的另报").replace(
        "上半年", "下半年"
    )
    [(address, where, words)] = of_sentences(bench_of(secret, cast))
    assert where == f"原文第 {address.removeprefix('#s')} 句"
    assert "“涉密”“不得公开”" in words


def test_a_task_from_elsewhere_marks_the_sentence_it_comes_from(cast: Any) -> None:
    bench = bench_of(REPORT, cast, drop=1)
    left_out = bench.coverage.uncovered[0]
    place = {"start": left_out.start, "end": left_out.end}
    bench.made["directives"][0]["tasks"][0] |= place
    again = Workbench(IntakeDraft(pk=1, text=REPORT, made=bench.made), None, UnitBook())
    [piece] = [one for para in again.report for one in para if one.number == left_out.number]
    assert [link.label for link in piece.links] == ["任务 1.1"]
    assert not piece.unused
    assert not piece.can_be_split


def test_what_is_told_beside_a_unit_is_not_told_a_second_time_below(cast: Any) -> None:
    text = REPORT.replace("工科商局要在年底前", "相关部门要在年底前").replace("上半年", "下半年")
    bench = bench_of(text, cast)
    assert any("没有指明是哪个单位" in p.message for found in bench._problems.values() for p in found)
    assert not any(bench.warnings_of(row) for row in bench.made["directives"])


def taken_in(cast: Any) -> Meeting:
    draft = intake.start(REPORT, by=cast.clerk)
    made = copy.deepcopy(draft.made)
    made["meeting"] |= {"name": "分析会", "held_on": "2024-07-19"}
    made["directives"].pop()
    return intake.confirm(intake.save(draft, made, 0, by=cast.clerk), by=work.actor(cast.clerk))


def test_a_meetings_page_says_to_the_office_alone_how_much_is_covered(
    signed_in: Any, client: Any, cast: Any
) -> None:
    meeting = taken_in(cast)
    address = f"/office/meetings/{meeting.slug}/"
    for who in ("clerk", "leader"):
        assert "要求句 4 句，已列入 2 句" in told(signed_in(getattr(cast, who)).get(address))
    workflow.release_meeting(meeting, secrecy_review="已审查", by=work.actor(cast.releaser))
    client.logout()
    for page in (f"/meetings/{meeting.slug}/", f"/meetings/{meeting.slug}/report/"):
        assert "要求句" not in told(client.get(page))


def test_of_a_later_version_or_a_meeting_without_sentences_nothing_is_said(signed_in: Any, cast: Any) -> None:
    work.meeting()
    assert "要求句" not in told(signed_in(cast.clerk).get("/office/meetings/2024-07-01/"))
