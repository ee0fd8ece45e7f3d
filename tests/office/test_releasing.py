"""公开审查 of a batch: decided for several tasks at once, and seen before as the public would see it."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directives import workflow
from directives.models import Basis, Batch, Event, Task, TaskSource, Theme
from documents.models import NumberSeries
from publishing.models import Release
from tests import work
from tests.cast import Cast

pytestmark = pytest.mark.django_db
REVIEW = "经审查，可以主动公开"
REASON = "涉及企业商业秘密"


@pytest.fixture
def batch(cast: Cast) -> Batch:
    """Two issued tasks of a released meeting: one with all that the public reads of a task, one for villages."""
    meeting = work.meeting()
    rich = work.task(
        lead="gongkeshang",
        supporting=("chengjian",),
        source=work.directive(meeting),
        title="办好消费季",
        measures="拟定方案\n组织商户",
        theme=Theme.objects.get(name="激活消费"),
        due_on=work.in_days(30),
        due_basis=Basis.OFFICE,
    )
    villages = work.task(unit_set="ge-cun-shequ", title="常态走访企业")
    batch = work.issue(rich, villages, by=cast.clerk)
    workflow.release_meeting(meeting, secrecy_review=REVIEW, by=work.actor(cast.releaser))
    return batch


def address(batch: Batch, page: str = "release") -> str:
    return f"/office/batches/{batch.pk}/{page}/"


def tasks_of(batch: Batch) -> list[Task]:
    return list(batch.tasks.order_by("pk"))


def ticked(*tasks: Task) -> list[int]:
    return [task.pk for task in tasks]


def main_of(response: Any) -> str:
    [main] = re.findall(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    return str(main)


# The page of a batch


def test_ticked_tasks_are_released_under_one_review(signed_in: Any, cast: Cast, batch: Batch) -> None:
    one, two = tasks_of(batch)
    sent = {"act": "release", "task": ticked(one, two), "secrecy_review": REVIEW}
    answer = signed_in(cast.releaser).post(address(batch), sent, follow=True)
    assert "已公开 2 项任务" in answer.content.decode()
    assert set(Task.objects.public()) == {one, two}


def test_what_cannot_be_released_is_named_and_the_rest_goes_on(
    signed_in: Any, cast: Cast, batch: Batch
) -> None:
    one, two = tasks_of(batch)
    workflow.set_publicity([one], Release.Publicity.NOT_PUBLIC, REASON, by=work.actor(cast.releaser))
    sent = {"act": "release", "task": ticked(one, two), "secrecy_review": REVIEW}
    page = signed_in(cast.releaser).post(address(batch), sent, follow=True).content.decode()
    assert "已公开 1 项任务" in page
    assert "任务“办好消费季”的公开属性是“不予公开”，不能对外公开" in page
    assert list(Task.objects.public()) == [two]


def test_publicity_is_decided_for_several(signed_in: Any, cast: Cast, batch: Batch) -> None:
    one, two = tasks_of(batch)
    workflow.release_task(one, secrecy_review=REVIEW, by=work.actor(cast.releaser))
    sent = {"act": "publicity", "task": ticked(one, two), "publicity": "on_request", "reason": REASON}
    page = signed_in(cast.releaser).post(address(batch), sent, follow=True).content.decode()
    assert "已确定 1 项任务的公开属性" in page
    assert "任务“办好消费季”已经公开。请先撤回，再改为“依申请公开”" in page
    assert [task.publicity for task in tasks_of(batch)] == ["on_initiative", "on_request"]


def test_several_are_withdrawn_with_one_reason(signed_in: Any, cast: Cast, batch: Batch) -> None:
    one, two = tasks_of(batch)
    workflow.release_task(one, secrecy_review=REVIEW, by=work.actor(cast.releaser))
    sent = {"act": "withdraw", "task": ticked(one, two), "withdraw-reason": "须更正"}
    page = signed_in(cast.releaser).post(address(batch), sent, follow=True).content.decode()
    assert "已撤回 1 项任务" in page
    assert "任务“常态走访企业”没有公开，无需撤回" in page
    assert not Task.objects.public().exists()


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"act": "release", "secrecy_review": " "}, "请填写保密审查意见"),
        ({"act": "withdraw", "withdraw-reason": ""}, "请填写原因"),
        ({"act": "publicity", "publicity": ""}, "请选择公开属性"),
        ({"act": "publicity", "publicity": "not_public"}, "请填写理由"),
        ({"act": "withdraw", "withdraw-reason": "须更正"}, "没有公开，无需撤回"),
    ],
)
def test_a_refusal_keeps_ticks_and_words(
    signed_in: Any, cast: Cast, batch: Batch, sent: dict[str, str], told: str
) -> None:
    one, _ = tasks_of(batch)
    answer = signed_in(cast.releaser).post(address(batch), {**sent, "task": one.pk})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert f'value="{one.pk}" checked' in page
    typed = [words for words in sent.values() if words.strip()]
    assert [words for words in typed if f'value="{words}"' not in page and f">\n{words}<" not in page] == []


def test_nothing_ticked_is_told(signed_in: Any, cast: Cast, batch: Batch) -> None:
    answer = signed_in(cast.releaser).post(address(batch), {"act": "release", "secrecy_review": REVIEW})
    assert answer.status_code == 422
    assert "请先勾选任务" in answer.content.decode()


def test_tasks_of_another_batch_are_not_touched(signed_in: Any, cast: Cast, batch: Batch) -> None:
    other = work.task(lead="chengjian")
    work.issue(other, by=cast.clerk)
    sent = {"act": "release", "task": ticked(other), "secrecy_review": REVIEW}
    assert signed_in(cast.releaser).post(address(batch), sent).status_code == 422
    assert not Task.objects.public().exists()


def test_readers_see_the_page_without_its_acts(signed_in: Any, cast: Cast, batch: Batch) -> None:
    for who in (cast.leader, cast.clerk):
        page = signed_in(who).get(address(batch)).content.decode()
        assert "公开属性未定" in page
        assert 'name="act"' not in page
        assert "先勾选任务" not in page
        assert "公开审查由公开审查人办理" in page
        assert "请告诉公开审查人（公开审查人甲）" in page


def test_withdrawal_is_offered_once_something_is_public(signed_in: Any, cast: Cast, batch: Batch) -> None:
    client = signed_in(cast.releaser)
    assert 'value="withdraw"' not in client.get(address(batch)).content.decode()
    workflow.release_task(tasks_of(batch)[0], secrecy_review=REVIEW, by=work.actor(cast.releaser))
    assert 'value="withdraw"' in client.get(address(batch)).content.decode()


def test_the_page_takes_the_same_queries_for_any_number_of_tasks(
    signed_in: Any, cast: Cast, batch: Batch
) -> None:
    client = signed_in(cast.releaser)
    client.get(address(batch))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address(batch))
    source = tasks_of(batch)[0].sources.get().directive
    many = work.issue(
        *(work.task(lead="gongkeshang", source=source, title=f"任务{n}") for n in range(12)), by=cast.clerk
    )
    with CaptureQueriesContext(connection) as more:
        client.get(address(many))
    assert len(more) == len(few)


def test_no_button_means_no_act(signed_in: Any, cast: Cast, batch: Batch) -> None:
    one, _ = tasks_of(batch)
    sent = {"act": "", "task": ticked(one), "secrecy_review": REVIEW}
    assert "没有办理" in signed_in(cast.releaser).post(address(batch), sent, follow=True).content.decode()
    assert not Task.objects.public().exists()


@pytest.mark.parametrize("page", ["batch", "meeting"])
def test_both_pages_release_what_is_undecided_and_refuse_what_was_decided_otherwise(
    signed_in: Any, cast: Cast, batch: Batch, page: str
) -> None:
    undecided, kept = tasks_of(batch)
    meeting = undecided.sources.get().directive.meeting
    TaskSource.objects.create(task=kept, directive=undecided.sources.get().directive)
    workflow.set_publicity([kept], Release.Publicity.ON_REQUEST, REASON, by=work.actor(cast.releaser))
    place = address(batch) if page == "batch" else f"/office/meetings/{meeting.slug}/"
    client = signed_in(cast.releaser)
    assert "公开属性未定的任务，公开时即定为“主动公开”" in client.get(place).content.decode()
    sent = {"act": "release", "task": ticked(undecided, kept), "secrecy_review": REVIEW}
    answer = client.post(place if page == "batch" else f"{place}release/", sent, follow=True)
    assert "的公开属性是“依申请公开”，不能对外公开" in answer.content.decode()
    assert list(Task.objects.public()) == [undecided]
    undecided.refresh_from_db()
    assert undecided.publicity == Release.Publicity.ON_INITIATIVE


# What to look at twice


def test_signs_of_secrecy_are_told_and_do_not_block(signed_in: Any, cast: Cast, batch: Batch) -> None:
    one, _ = tasks_of(batch)
    Task.objects.filter(pk=one.pk).update(measures="联系张先生13800138000，内部掌握")
    client = signed_in(cast.releaser)
    for page in (address(batch), f"/office/tasks/{one.pk}/", "/office/meetings/2024-07-01/"):
        assert "措施里有“13800138000”“内部”。" in client.get(page).content.decode(), page
    client.post(address(batch), {"act": "release", "task": ticked(one), "secrecy_review": REVIEW})
    assert list(Task.objects.public()) == [one]


def test_words_without_signs_are_not_warned_of(signed_in: Any, cast: Cast, batch: Batch) -> None:
    assert "请再核对" not in signed_in(cast.releaser).get(address(batch)).content.decode()


def test_signs_in_the_public_words_of_a_report_are_told_after_its_release(
    signed_in: Any, cast: Cast, batch: Batch
) -> None:
    one, _ = tasks_of(batch)
    workflow.release_task(one, secrecy_review=REVIEW, by=work.actor(cast.releaser))
    share = workflow.acknowledge(work.assignment(one, "gongkeshang"), by=work.actor(cast.liaison))
    report = workflow.send_report(share, workflow.ReportContent(text="已谈妥"), by=work.actor(cast.liaison))
    workflow.accept_report(report, by=work.actor(cast.supervisor))
    sent = {"public_text": "请打13800138000", "secrecy_review": REVIEW}
    answer = signed_in(cast.releaser).post(f"/office/reports/{report.pk}/release/", sent, follow=True)
    assert "公开文字里有“13800138000”。请再核对" in answer.content.decode()


# 公开属性 of one task


def test_the_publicity_of_a_task_is_set_on_its_page_and_stands_in_its_record(
    signed_in: Any, cast: Cast, batch: Batch
) -> None:
    one, _ = tasks_of(batch)
    client = signed_in(cast.releaser)
    sent = {"publicity": "not_public", "reason": REASON}
    page = client.post(f"/office/tasks/{one.pk}/publicity/", sent, follow=True).content.decode()
    assert "确定公开属性：不予公开" in page
    assert REASON in page
    assert "公开这项任务" not in page
    assert "请先改为“主动公开”" in page


# Previews


def rows() -> dict[str, Any]:
    """All that a preview could have left behind."""
    return {
        "tasks": list(Task.objects.order_by("pk").values()),
        "releases": list(Release.objects.values()),
        "events": Event.objects.count(),
        "numbers": list(NumberSeries.objects.values()),
    }


def test_a_preview_shows_exactly_what_a_release_shows_and_leaves_nothing_behind(
    signed_in: Any, cast: Cast, batch: Batch
) -> None:
    client = signed_in(cast.clerk)
    for task in tasks_of(batch):
        before = rows()
        preview = client.get(f"/office/tasks/{task.pk}/preview/")
        assert rows() == before
        assert Client().get(f"/tasks/{task.number}/").status_code == 404
        workflow.release_task(task, secrecy_review=REVIEW, by=work.actor(cast.releaser))
        released = Client().get(f"/tasks/{task.number}/")
        assert main_of(preview) == main_of(released)
        shown = preview.content.decode()
        bar = re.search(r"\s*<aside class=\"preview-bar\".*?</aside>", shown, re.DOTALL)
        assert bar is not None
        assert re.sub(r"\s+", " ", shown.replace(bar[0], "")) == re.sub(
            r"\s+", " ", released.content.decode()
        )


def test_a_preview_says_that_it_is_one_and_is_kept_nowhere(signed_in: Any, cast: Cast, batch: Batch) -> None:
    one, _ = tasks_of(batch)
    answer = signed_in(cast.leader).get(f"/office/tasks/{one.pk}/preview/")
    assert "预览：尚未公开。" in answer.content.decode()
    assert answer.headers["X-Robots-Tag"].startswith("noindex")
    assert "no-store" in answer.headers["Cache-Control"]
    assert cast.leader.name not in answer.content.decode()


def test_the_list_preview_holds_the_ticked_tasks_as_the_public_list_would(
    signed_in: Any, cast: Cast, batch: Batch
) -> None:
    one, two = tasks_of(batch)
    client, before = signed_in(cast.releaser), rows()
    answer = client.post(address(batch), {"act": "preview", "task": ticked(one)})
    assert answer.status_code == 302
    preview = client.get(answer.headers["Location"])
    assert rows() == before
    assert (one.title in main_of(preview), two.title in main_of(preview)) == (True, False)
    assert f'href="/office/tasks/{one.pk}/preview/"' in preview.content.decode()
    workflow.release_task(one, secrecy_review=REVIEW, by=work.actor(cast.releaser))
    assert main_of(preview) == main_of(Client().get("/tasks/"))


def test_nothing_from_outside_makes_a_public_page_a_preview(batch: Batch) -> None:
    one, _ = tasks_of(batch)
    client = Client(headers={"preview": "1", "x-preview": "1"})
    client.cookies["preview"] = "1"
    assert client.get(f"/tasks/{one.number}/?preview=1").status_code == 404
    assert "preview-bar" not in client.get("/tasks/?preview=1").content.decode()


def test_a_preview_says_why_there_is_none(signed_in: Any, cast: Cast, batch: Batch) -> None:
    one, two = tasks_of(batch)
    by, client = work.actor(cast.releaser), signed_in(cast.releaser)
    draft = work.task(lead="gongkeshang", title="草稿")
    answer = client.get(f"/office/tasks/{draft.pk}/preview/")
    assert (answer.status_code, "尚未交办，交办后才能公开" in answer.content.decode()) == (409, True)
    workflow.set_publicity([one], Release.Publicity.NOT_PUBLIC, REASON, by=by)
    for place in (f"/office/tasks/{one.pk}/preview/", f"{address(batch, 'preview')}?task={one.pk}"):
        answer = client.get(place)
        assert (answer.status_code, "不能对外公开" in answer.content.decode()) == (409, True), place
    workflow.release_task(two, secrecy_review=REVIEW, by=by)
    answer = client.get(f"/office/tasks/{two.pk}/preview/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/tasks/{two.number}/")


def test_units_see_no_preview_of_their_own_tasks(signed_in: Any, cast: Cast, batch: Batch) -> None:
    one, _ = tasks_of(batch)
    assert signed_in(cast.liaison).get(f"/office/tasks/{one.pk}/preview/").status_code == 403
    assert signed_in(cast.other_liaison).get(f"/office/tasks/{one.pk}/preview/").status_code == 403
    assert signed_in(cast.stranger).get(f"/office/tasks/{one.pk}/preview/").status_code == 404


def test_a_preview_takes_the_same_queries_for_one_task_as_for_many(
    signed_in: Any, cast: Cast, batch: Batch
) -> None:
    client = signed_in(cast.releaser)
    source = tasks_of(batch)[0].sources.get().directive
    many = work.issue(
        *(work.task(lead="gongkeshang", source=source, title=f"任务{n}") for n in range(12)), by=cast.clerk
    )

    def queries(page: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        return len(asked)

    one, other = tasks_of(batch)[0], tasks_of(many)[0]
    assert queries(f"/office/tasks/{other.pk}/preview/") == queries(f"/office/tasks/{one.pk}/preview/")
