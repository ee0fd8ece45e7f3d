"""Tasks in the admin: entered as drafts, issued and released by acts, fixed afterwards."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from departments.models import Department
from directives import anchors, workflow
from directives.events import Actor
from directives.models import Batch, Charge, ProgressReport, Task, TaskAssignment, TaskSource
from meetings.models import ReportVersion
from publishing.models import Release
from tests import work
from tests.admin.addresses import fill
from tests.admin.posting import act, posted, row, said, save
from tests.cast import Cast

pytestmark = pytest.mark.django_db

LIST = "admin:directives_task_changelist"
NAMED = {"title": "第一批"}


def page_of(task: Task) -> str:
    return reverse("admin:directives_task_change", args=[task.pk])


def unit(slug: str = "gongkeshang") -> Department:
    return Department.objects.get(slug=slug)


def test_a_task_is_entered_with_its_source_and_its_units(signed_in: Any, cast: Cast) -> None:
    directive = work.directive(work.meeting())
    save(
        signed_in(cast.clerk),
        reverse("admin:directives_task_add"),
        title="办好消费季",
        nature="fixed_term",
        due_on="2027-12-31",
        due_basis="office",
        **row("sources", 0, directive=directive.pk, quotation="办好菊花主题消费季"),
        **row("charges", 0, role="lead", department=unit().pk, words="工科商局", basis="text"),
    )
    task = Task.objects.get()
    source, charge = TaskSource.objects.get(), Charge.objects.get()
    assert (task.status, task.number, task.created_by) == (Task.Status.DRAFT, None, cast.clerk)
    assert work.REPORT[source.start : source.end] == source.quotation == "办好菊花主题消费季"
    assert work.REPORT[charge.start : charge.end] == "工科商局"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"due_on": "2027-12-31"}, "完成时限与时限依据须同时填写"),
        ({"due_on": "2027-12-31", "due_basis": "text"}, "请照录原文时限"),
        ({"due_on": "2027-12-31", "due_basis": "text", "due_text": "三月底前"}, "找不到“三月底前”"),
        ({"sources-0-quotation": "没有说过的话"}, "在报道最新版中找不到这段文字"),
        (row("charges", 1, role="supporting", department="", words="", basis="office"), "请选择单位"),
        (
            row("charges", 1, role="supporting", words="财政局", basis="text"),
            "在来源原文和报道中找不到这个称谓",
        ),
        (row("charges", 1, role="supporting", words="", basis="text"), "请照录原文称谓"),
    ],
)
def test_what_the_report_did_not_say_is_not_taken_as_its_word(
    signed_in: Any, cast: Cast, changes: dict[str, str], message: str
) -> None:
    task = work.task(lead="gongkeshang", source=work.directive(work.meeting()))
    answer = save(signed_in(cast.clerk), page_of(task), **changes)
    assert message in answer.content.decode()
    task.refresh_from_db()
    assert (task.due_on, task.charges.count()) == (None, 1)


def test_a_deadline_of_the_report_quotes_it(signed_in: Any, cast: Cast) -> None:
    task = work.task(lead="gongkeshang", source=work.directive(work.meeting()))
    changes = {"due_on": "2027-12-31", "due_basis": "text", "due_text": "年底前"}
    save(signed_in(cast.clerk), page_of(task), **changes)
    task.refresh_from_db()
    assert (task.due_on, task.due_text) == (date(2027, 12, 31), "年底前")


def test_a_deadline_of_the_report_has_its_place_there_and_one_of_the_office_has_none(
    signed_in: Any, cast: Cast
) -> None:
    task = work.task(lead="gongkeshang", source=work.directive(work.meeting()))
    client = signed_in(cast.clerk)
    changes = {"due_on": "2027-12-31", "due_basis": "text", "due_text": "年底前"}
    save(client, page_of(task), **changes)
    task.refresh_from_db()
    start = work.REPORT.index("年底前")
    assert (task.due_version, task.due_start, task.due_end) == (ReportVersion.objects.get(), start, start + 3)
    assert f"第1版，第 {start + 1}–{start + 3} 字" in client.get(page_of(task)).content.decode()
    save(client, page_of(task), due_basis="office", due_text="")
    task.refresh_from_db()
    assert (task.due_version, task.due_start, task.due_end) == (None, None, None)


def test_a_deadlines_place_that_still_holds_is_kept(signed_in: Any, cast: Cast) -> None:
    meeting = work.meeting()
    work.directive(meeting)
    text = work.REPORT + "年底前再议。"
    anchors.add_version(meeting, text, by=work.actor(cast.clerk))
    second = text.rindex("年底前")
    place = {"due_version": meeting.versions.get(number=2), "due_start": second, "due_end": second + 3}
    dated = {"due_on": date(2027, 12, 31), "due_basis": "text", "due_text": "年底前", **place}
    task = work.task(lead="gongkeshang", source=meeting.directives.get(), **dated)
    save(signed_in(cast.clerk), page_of(task), title="办好美食节")
    task.refresh_from_db()
    assert (task.title, task.due_start) == ("办好美食节", second)


def test_the_office_makes_a_batch_of_chosen_tasks_and_issues_it_on_its_own_page(
    signed_in: Any, cast: Cast
) -> None:
    tasks = [work.task(title=f"任务{n}", lead="gongkeshang") for n in (1, 2)]
    client = signed_in(cast.clerk)
    assert "批次名称" in act(client, reverse(LIST), "prepare", *tasks).content.decode()
    assert not Batch.objects.exists()
    answer = act(client, reverse(LIST), "prepare", *tasks, **NAMED)
    batch = Batch.objects.get()
    assert "已把 2 项任务拟成交办批次" in said(answer)
    assert (batch.title, batch.prepared_by, batch.number) == ("第一批", cast.clerk, None)
    assert set(Task.objects.values_list("status", "batch")) == {(Task.Status.DRAFT, batch.pk)}


def test_no_act_of_the_admin_issues_past_the_approval(signed_in: Any, cast: Cast) -> None:
    task = work.task(lead="gongkeshang")
    act(signed_in(cast.clerk), reverse(LIST), "issue", task, **NAMED, approver="王镇长", words="同意")
    task.refresh_from_db()
    assert (task.status, task.batch) == (Task.Status.DRAFT, None)


def test_what_is_missing_for_issue_is_listed_and_the_words_stay(signed_in: Any, cast: Cast) -> None:
    task, taken = work.task(nature="fixed_term"), work.task(lead="gongkeshang", title="已成批")
    workflow.prepare_batch([taken], title="旧批", by=work.actor(cast.clerk))
    client = signed_in(cast.clerk)
    assert "限期任务需要完成时限" in act(client, reverse(LIST), "prepare", task).content.decode()
    answer = act(client, reverse(LIST), "prepare", task, taken, **NAMED)
    assert "“已成批”已在批次“旧批”中" in said(answer)
    assert 'value="第一批"' in answer.content.decode()
    task.refresh_from_db()
    assert task.batch is None


@pytest.mark.parametrize("who", ["releaser", "auditor", "administrator", "liaison", "stranger"])
def test_only_the_office_makes_batches(signed_in: Any, cast: Cast, who: str) -> None:
    task = work.task(lead="gongkeshang")
    act(signed_in(getattr(cast, who)), reverse(LIST), "prepare", task, **NAMED)
    assert not Batch.objects.exists()


def test_after_issue_what_was_decided_stays_even_against_a_crafted_form(signed_in: Any, cast: Cast) -> None:
    task = workflow.withdraw_task(fill(cast).issued, "核对", by=work.actor(cast.releaser))
    charge = task.charges.order_by("pk")[0]
    before = Task.objects.filter(pk=task.pk).values().get()
    crafted = {
        "title": "订正后的标题",
        "due_on": "2030-01-01",
        "due_basis": "office",
        "nature": "recurring",
        "mode": "each",
        "reporting": "each",
        "sign_by": "2030-01-01",
        "status": "closed",
        "number": "2026-999",
        "issued_on": "2020-01-01",
        "closed_on": "2020-01-01",
        "released_at_0": "2020-01-01",
        "charges-TOTAL_FORMS": "3",
        "charges-INITIAL_FORMS": "2",
        "charges-0-id": charge.pk,
        "charges-0-role": "supporting",
        "charges-0-department": unit("xinshi").pk,
        "charges-1-id": task.charges.order_by("pk")[1].pk,
        "charges-1-DELETE": "on",
        "charges-2-role": "lead",
        "charges-2-department": unit("xinshi").pk,
        "charges-2-basis": "office",
    }
    save(signed_in(cast.clerk), page_of(task), **crafted)
    after = Task.objects.filter(pk=task.pk).values().get()
    assert after["title"] == "订正后的标题"
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {"title", "updated_at"}
    assert sorted(task.charges.values_list("role", "department__slug")) == [
        ("lead", "gongkeshang"),
        ("supporting", "chengjian"),
    ]


def test_a_form_opened_before_the_issue_does_not_undo_it(signed_in: Any, cast: Cast) -> None:
    task = work.task(lead="gongkeshang")
    client = signed_in(cast.clerk)
    opened = posted(client.get(page_of(task)))
    work.issue(task, by=cast.clerk)
    answer = client.post(page_of(task), opened | {"title": "改后", "mode": "each"})
    assert "任务已变为“待签收”，您的修改没有保存" in said(answer)
    task.refresh_from_db()
    assert (task.title, task.mode, task.status) == ("办好菊花主题消费季", "single_lead", Task.Status.ISSUED)


def test_a_released_task_is_corrected_only_after_it_was_withdrawn(signed_in: Any, cast: Cast) -> None:
    task = fill(cast).issued
    client = signed_in(cast.clerk)
    assert "请公开审查人先撤回" in client.get(page_of(task)).content.decode()
    assert client.post(page_of(task), {"title": "更正后的任务"}).status_code == 403
    workflow.withdraw_task(task, "标题有误", by=work.actor(cast.releaser))
    save(client, page_of(task), title="更正后的任务")
    task.refresh_from_db()
    assert (task.title, task.released_at) == ("更正后的任务", None)


def test_release_asks_for_the_review_and_withdrawal_for_a_reason(signed_in: Any, cast: Cast) -> None:
    task = work.task(lead="gongkeshang")
    work.issue(task, by=cast.clerk)
    client = signed_in(cast.releaser)
    assert "保密审查意见" in act(client, reverse(LIST), "release", task).content.decode()
    assert "这个字段" in said(act(client, reverse(LIST), "release", task, secrecy_review=" "))
    assert "已公开 1 项任务" in said(act(client, reverse(LIST), "release", task, secrecy_review="不涉密"))
    task.refresh_from_db()
    assert task.released_at
    listed = client.get(reverse("admin:publishing_release_changelist")).content.decode()
    assert f"任务：{task.number} {task.title}" in listed
    act(client, reverse(LIST), "withdraw", task, reason="责任单位有误")
    task.refresh_from_db()
    assert task.released_at is None
    assert Release.objects.get().withdrawal_reason == "责任单位有误"


def test_of_several_what_fails_is_named_and_the_rest_is_done(signed_in: Any, cast: Cast) -> None:
    issued, draft = work.task(title="甲", lead="gongkeshang"), work.task(title="乙", lead="gongkeshang")
    work.issue(issued, by=cast.clerk)
    answer = act(signed_in(cast.releaser), reverse(LIST), "release", issued, draft, secrecy_review="不涉密")
    assert "已公开 1 项任务" in said(answer)
    assert "任务“乙”尚未交办，交办后才能公开" in said(answer)


def test_a_tasks_page_offers_the_act_that_is_next(signed_in: Any, cast: Cast) -> None:
    filled = fill(cast)

    def offered(who: Any, task: Task) -> list[str]:
        return [one.name for one in signed_in(who).get(page_of(task)).context["acts"]]

    assert offered(cast.clerk, filled.draft) == ["prepare"]
    assert offered(cast.clerk, filled.issued) == []
    workflow.prepare_batch([filled.draft], title="一批", by=work.actor(cast.clerk))
    assert offered(cast.clerk, filled.draft) == []
    assert offered(cast.releaser, filled.draft) == []
    assert offered(cast.releaser, filled.issued) == ["withdraw"]


def test_an_act_begun_on_a_page_returns_to_it(signed_in: Any, cast: Cast) -> None:
    task = work.task(lead="gongkeshang")
    answer = act(signed_in(cast.clerk), reverse(LIST), "prepare", task, **NAMED, from_page="1")
    assert answer.redirect_chain[-1][0] == page_of(task)


# Assignments and reports


def handed_in(cast: Cast) -> TaskAssignment:
    assignment = fill(cast).assignment
    workflow.hand_in(assignment, "已完成", by=Actor(cast.head, "test"))
    return assignment


def test_the_supervisor_accepts_or_sends_back(signed_in: Any, cast: Cast) -> None:
    assignment = handed_in(cast)
    address = reverse("admin:directives_taskassignment_changelist")
    client = signed_in(cast.supervisor)
    assert "已退回 1 个单位" in said(act(client, address, "send_back", assignment, reason="请补充材料"))
    assert "没有报结，或已审核" in said(act(client, address, "accept", assignment))
    workflow.hand_in(assignment, "已补充", by=Actor(cast.head, "test"))
    assert "已同意 1 个单位办结" in said(act(client, address, "accept", assignment))
    assignment.refresh_from_db()
    assert assignment.state == TaskAssignment.State.DONE


def test_a_clerk_reviews_nothing(signed_in: Any, cast: Cast) -> None:
    assignment = handed_in(cast)
    report = ProgressReport.objects.get()
    client = signed_in(cast.clerk)
    act(client, reverse("admin:directives_taskassignment_changelist"), "accept", assignment)
    act(client, reverse("admin:directives_progressreport_changelist"), "accept_report", report)
    assignment.refresh_from_db()
    report.refresh_from_db()
    assert (assignment.state, report.state) == ("handed_in", "sent")


def test_a_report_is_sent_back_taken_and_released_in_reviewed_words(signed_in: Any, cast: Cast) -> None:
    report = fill(cast).report
    address = reverse("admin:directives_progressreport_changelist")
    act(signed_in(cast.supervisor), address, "accept_report", report)
    page = act(signed_in(cast.releaser), address, "release_report", report)
    assert "已形成方案。" in page.content.decode()
    act(
        client := signed_in(cast.releaser),
        address,
        "release_report",
        report,
        public_text="方案已定。",
        secrecy_review="可",
    )
    report.refresh_from_db()
    assert (report.state, report.public_text, report.text) == ("accepted", "方案已定。", "已形成方案。")
    page = reverse("admin:directives_progressreport_change", args=[report.pk])
    assert [one.name for one in client.get(page).context["acts"]] == ["withdraw_report"]
    assert "这个字段" in said(act(client, address, "withdraw_report", report, reason=" "))
    assert "已撤回 1 份反馈" in said(act(client, address, "withdraw_report", report, reason="数字有误"))
    report.refresh_from_db()
    assert (report.released_at, report.public_text) == (None, "方案已定。")
    assert [one.name for one in client.get(page).context["acts"]] == ["release_report"]
    act(signed_in(cast.supervisor), address, "withdraw_report", report, reason="不该由我撤回")
    assert Release.objects.get(subject_kind="report").withdrawal_reason == "数字有误"


def test_units_answers_are_never_typed_over(signed_in: Any, cast: Cast) -> None:
    filled = fill(cast)
    for who in (cast.clerk, cast.supervisor):
        client = signed_in(who)
        for address in (
            reverse("admin:directives_progressreport_change", args=[filled.report.pk]),
            reverse("admin:directives_taskassignment_change", args=[filled.assignment.pk]),
        ):
            assert client.post(address, {"text": "改", "state": "done"}).status_code == 403
    assert "已形成方案。" in client.get(page_of(filled.issued)).content.decode()
