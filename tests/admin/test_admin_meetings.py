"""A meeting's report and directives in the admin: an edit makes a version, a quotation is located or refused."""

from typing import Any

import pytest
from django.urls import reverse

from directives import events
from directives.models import Directive, Event
from meetings.models import Meeting, ReportVersion
from tests import work
from tests.admin.posting import act, posted, row, said, save
from tests.cast import Cast

pytestmark = pytest.mark.django_db

LIST = "admin:meetings_meeting_changelist"


def page_of(meeting: Meeting) -> str:
    return reverse("admin:meetings_meeting_change", args=[meeting.pk])


def test_a_meeting_is_entered_with_its_report_and_a_directive(signed_in: Any, cast: Cast) -> None:
    answer = save(
        signed_in(cast.clerk),
        reverse("admin:meetings_meeting_add"),
        name="上半年经济形势分析会",
        held_on="2024-07-19",
        report_text="会议指出形势。\r\n各部门要抓好招商引资。",
        source_name="镇政府网站",
        **row(
            "directives",
            0,
            text="抓好招商引资",
            quotation="各部门要抓好招商引资",
            kind="directive",
            order="1",
        ),
    )
    meeting = Meeting.objects.get()
    version = meeting.versions.get()
    assert meeting.slug == "2024-07-19"
    assert (version.text, version.source_name) == ("会议指出形势。\n各部门要抓好招商引资。", "镇政府网站")
    assert version.created_by == cast.clerk
    directive = Directive.objects.get()
    assert (directive.version, directive.start, directive.end) == (version, 8, 18)
    assert "已生成报道第1版" in said(answer)


def test_saving_without_touching_the_report_makes_no_version(signed_in: Any, cast: Cast) -> None:
    meeting = work.meeting()
    save(signed_in(cast.clerk), page_of(meeting), place="镇政府礼堂")
    meeting.refresh_from_db()
    assert meeting.place == "镇政府礼堂"
    assert ReportVersion.objects.count() == 1


def test_an_edit_makes_a_version_and_names_what_lost_its_place(signed_in: Any, cast: Cast) -> None:
    meeting = work.meeting()
    work.directive(meeting)
    work.directive(meeting, "各村（社区）要常态走访企业。")
    text = work.REPORT.replace("菊花主题消费季", "美食节")
    answer = save(signed_in(cast.clerk), page_of(meeting), report_text=text)
    assert [version.text for version in meeting.versions.order_by("number")] == [work.REPORT, text]
    lost, kept = Directive.objects.order_by("pk")
    assert lost.anchor_lost
    assert text[kept.start : kept.end] == kept.quotation
    assert f"以下 1 处原文在新版中找不到，请重新摘录：工作要求“{work.DEMAND}”" in said(answer)
    assert events.history(Event.Subject.MEETING, meeting.pk)[0].origin == "127.0.0.1"


def test_a_directive_corrected_together_with_the_report_finds_its_place_in_the_new_text(
    signed_in: Any, cast: Cast
) -> None:
    meeting = work.meeting()
    directive = work.directive(meeting)
    text = "工科商局要办好美食节。" + work.REPORT
    changes = {"report_text": text, "directives-0-quotation": "工科商局要办好美食节"}
    save(signed_in(cast.clerk), page_of(meeting), **changes)
    directive.refresh_from_db()
    assert directive.version is not None
    assert (directive.version.number, directive.start, directive.end) == (2, 0, 10)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "报道全文不能清空"),
        ("有控制符\x07的报道", "第 1 行含有无法显示的控制字符"),
        ("长" * 200_001, "超过上限 200,000 字"),
    ],
)
def test_unusable_text_is_refused_at_the_field_and_kept(
    signed_in: Any, cast: Cast, text: str, message: str
) -> None:
    meeting = work.meeting()
    answer = save(signed_in(cast.clerk), page_of(meeting), report_text=text)
    [error] = answer.context["adminform"].form.errors["report_text"]
    assert message in error
    assert answer.context["adminform"].form["report_text"].value() == text
    assert ReportVersion.objects.count() == 1


def test_pasted_markup_leaves_its_words(signed_in: Any, cast: Cast) -> None:
    meeting = work.meeting()
    save(
        signed_in(cast.clerk),
        page_of(meeting),
        report_text="<p>第一段。</p><script>x</script><p>第二段。</p>",
    )
    assert meeting.versions.get(number=2).text == "第一段。\n第二段。"


def test_the_same_report_twice_points_to_the_first(signed_in: Any, cast: Cast) -> None:
    work.meeting()
    answer = save(
        signed_in(cast.clerk),
        reverse("admin:meetings_meeting_add"),
        name="又一次会议",
        held_on="2024-07-02",
        report_text=work.REPORT,
    )
    assert "这篇报道已录入为“经济工作例会”的第1版" in said(answer)
    assert Meeting.objects.count() == 1


def test_of_two_edits_of_one_version_the_second_is_told(signed_in: Any, cast: Cast) -> None:
    meeting = work.meeting()
    client = signed_in(cast.clerk)
    first = posted(client.get(page_of(meeting)))
    client.post(page_of(meeting), first | {"report_text": "第一人的修改。"})
    answer = client.post(page_of(meeting), first | {"report_text": "第二人的修改。"})
    assert "报道全文已由他人修订" in said(answer)
    assert meeting.versions.count() == 2


def test_the_text_of_a_version_does_not_change_by_a_crafted_form(signed_in: Any, cast: Cast) -> None:
    meeting = work.meeting()
    version = meeting.versions.get()
    crafted = {"versions-0-id": version.pk, "versions-0-text": "改掉", "versions-0-number": "9"}
    save(signed_in(cast.clerk), page_of(meeting), **crafted)
    version.refresh_from_db()
    assert (version.text, version.number) == (work.REPORT, 1)
    save(signed_in(cast.clerk), page_of(meeting), **{"versions-0-DELETE": "on"})
    assert meeting.versions.exists()


def test_the_source_of_the_newest_version_is_corrected_without_a_new_one(signed_in: Any, cast: Cast) -> None:
    meeting = work.meeting()
    save(signed_in(cast.clerk), page_of(meeting), source_name="南方日报", published_on="2024-07-02")
    assert meeting.versions.get().source_name == "南方日报"


def test_a_released_meeting_and_its_text_change_only_after_a_withdrawal(signed_in: Any, cast: Cast) -> None:
    meeting = work.meeting()
    directive = work.directive(meeting)
    answer = act(signed_in(cast.releaser), reverse(LIST), "release", meeting, secrecy_review="经审查不涉密。")
    assert "已公开 1 次会议" in said(answer)
    client = signed_in(cast.clerk)
    assert "请公开审查人先撤回" in client.get(page_of(meeting)).content.decode()
    directive_page = reverse("admin:directives_directive_change", args=[directive.pk])
    crafted = {"place": "礼堂", "report_text": "换一篇", "secrecy": "published"}
    assert client.post(page_of(meeting), crafted).status_code == 403
    assert client.post(directive_page, directive_form(text="换一条")).status_code == 403
    assert (
        client.post(reverse("admin:meetings_meeting_delete", args=[meeting.pk]), {"post": "yes"}).status_code
        == 403
    )
    meeting.refresh_from_db()
    assert (meeting.place, meeting.versions.count(), meeting.directives.get().text) == ("", 1, directive.text)


def test_no_directive_is_slipped_under_a_released_meeting(signed_in: Any, cast: Cast) -> None:
    meeting = work.meeting()
    act(signed_in(cast.releaser), reverse(LIST), "release", meeting, secrecy_review="经审查不涉密。")
    answer = save(
        signed_in(cast.clerk), reverse("admin:directives_directive_add"), **directive_form(meeting=meeting.pk)
    )
    assert "请公开审查人先撤回会议" in answer.content.decode()
    assert not meeting.directives.exists()


def test_a_meeting_is_withdrawn_with_a_reason(signed_in: Any, cast: Cast) -> None:
    meeting = work.meeting()
    client = signed_in(cast.releaser)
    act(client, reverse(LIST), "release", meeting, secrecy_review="不涉密")
    act(client, reverse(LIST), "withdraw", meeting, reason="原文有误")
    meeting.refresh_from_db()
    assert meeting.released_at is None


def test_only_the_releaser_releases(signed_in: Any, cast: Cast) -> None:
    meeting = work.meeting()
    for who in (cast.clerk, cast.supervisor, cast.auditor):
        act(signed_in(who), reverse(LIST), "release", meeting, secrecy_review="不涉密")
    meeting.refresh_from_db()
    assert meeting.released_at is None


# Quotations of directives


def directive_form(**fields: Any) -> dict[str, Any]:
    return {"source": "meeting", "kind": "directive", "order": "0", "text": "要求", **fields}


def test_a_typed_quotation_is_located(signed_in: Any, cast: Cast) -> None:
    meeting = work.meeting()
    typed = directive_form(meeting=meeting.pk, quotation=" 各村(社區)要常態走訪企業 ")
    save(signed_in(cast.clerk), reverse("admin:directives_directive_add"), **typed)
    directive = Directive.objects.get()
    assert directive.quotation == "各村（社区）要常态走访企业"
    assert work.REPORT[directive.start : directive.end] == directive.quotation


@pytest.mark.parametrize(
    ("quotation", "message"),
    [("没有说过的话", "在报道最新版中找不到这段文字"), ("，", "这段文字在报道中出现多次")],
)
def test_a_quotation_that_cannot_be_located_is_refused_at_the_field(
    signed_in: Any, cast: Cast, quotation: str, message: str
) -> None:
    meeting = work.meeting()
    typed = directive_form(meeting=meeting.pk, quotation=quotation)
    answer = save(signed_in(cast.clerk), reverse("admin:directives_directive_add"), **typed)
    assert message in answer.context["adminform"].form.errors["quotation"][0]
    assert not Directive.objects.exists()


def test_a_directive_may_do_without_a_quotation(signed_in: Any, cast: Cast) -> None:
    client, address = signed_in(cast.clerk), reverse("admin:directives_directive_add")
    save(client, address, **directive_form(meeting=work.meeting().pk))
    save(
        client,
        address,
        **directive_form(source="instruction", quotation="请抓紧办理。", issuing_unit="镇政府"),
    )
    first, second = Directive.objects.order_by("pk")
    assert (first.version, second.version) == (None, None)
    assert second.quotation == "请抓紧办理。"


def test_a_meeting_without_a_report_says_so(signed_in: Any, cast: Cast) -> None:
    meeting = Meeting.objects.create(slug="bare", name="会议", held_on="2024-07-01")
    typed = directive_form(meeting=meeting.pk, quotation="原话")
    answer = save(signed_in(cast.clerk), reverse("admin:directives_directive_add"), **typed)
    assert "这次会议还没有报道全文" in said(answer)


def test_a_directive_without_its_place_can_still_be_corrected(signed_in: Any, cast: Cast) -> None:
    directive = work.directive(work.meeting())
    Directive.objects.update(anchor_lost=True, version=None, start=None, end=None)
    address = reverse("admin:directives_directive_change", args=[directive.pk])
    save(signed_in(cast.clerk), address, headline="消费季")
    directive.refresh_from_db()
    assert (directive.headline, directive.anchor_lost) == ("消费季", True)
    listed = signed_in(cast.clerk).get(reverse("admin:directives_directive_changelist") + "?anchor=yes")
    assert list(listed.context["cl"].result_list) == [directive]


def test_a_place_cannot_be_forged(signed_in: Any, cast: Cast) -> None:
    directive = work.directive(work.meeting())
    before = (directive.start, directive.end)
    address = reverse("admin:directives_directive_change", args=[directive.pk])
    save(signed_in(cast.clerk), address, start="0", end="3", anchor_lost="on")
    directive.refresh_from_db()
    assert ((directive.start, directive.end), directive.anchor_lost) == (before, False)


def test_a_directive_with_tasks_is_not_deleted_under_its_meeting(signed_in: Any, cast: Cast) -> None:
    meeting = work.meeting()
    directive = work.directive(meeting)
    work.task(source=directive)
    answer = save(signed_in(cast.clerk), page_of(meeting), **{"directives-0-DELETE": "on"})
    assert "不能删除，还有内容引用着它" in answer.content.decode()
    assert Directive.objects.filter(pk=directive.pk).exists()
