"""Addresses of the staff face, all under /office/."""

from django.urls import path, register_converter

from .views import (
    anchors,
    approvals,
    assignments,
    batches,
    comments,
    documents,
    downloads,
    editing,
    entrance,
    home,
    intake,
    meetings,
    releasing,
    reports,
    tasks,
    uploads,
    workbench,
)

app_name = "office"


class TableFormat:
    """How a table can be had."""

    regex = "docx|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TableFormat, "table")

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", entrance.sign_in, name="sign-in"),
    path("sign-out/", entrance.sign_out, name="sign-out"),
    path("intake/", intake.drafts, name="intake-list"),
    path("intake/<int:pk>/", workbench.draft, name="intake"),
    path("intake/<int:pk>/hold/", workbench.hold, name="intake-hold"),
    path("intake/<int:pk>/discard/", intake.discard, name="intake-discard"),
    path("intake/<int:pk>/breakdown.<table:kind>", downloads.draft_breakdown, name="intake-breakdown"),
    path("intake/<int:pk>/approval.docx", downloads.draft_approval, name="intake-approval"),
    path("batches/", batches.batches, name="batches"),
    path("batches/new/", batches.prepare, name="batch-new"),
    path("batches/<int:pk>/", batches.batch, name="batch"),
    path("batches/<int:pk>/rename/", batches.rename, name="batch-rename"),
    path("batches/<int:pk>/join/", batches.join, name="batch-join"),
    path("batches/<int:pk>/leave/", batches.leave, name="batch-leave"),
    path("batches/<int:pk>/dissolve/", batches.dissolve, name="batch-dissolve"),
    path("batches/<int:pk>/approve/", approvals.approve_on_paper, name="batch-approve"),
    path("batches/<int:pk>/cancel-approval/", approvals.cancel, name="batch-cancel-approval"),
    path("batches/<int:pk>/decide/", approvals.decide, name="batch-decide"),
    path("batches/<int:pk>/issue/", batches.issue, name="batch-issue"),
    path("batches/<int:pk>/breakdown.<table:kind>", downloads.batch_breakdown, name="batch-breakdown"),
    path("batches/<int:pk>/approval.docx", downloads.batch_approval, name="batch-approval"),
    path("batches/<int:pk>/comments/", comments.comments, name="batch-comments"),
    path("batches/<int:pk>/comments/ask/", comments.ask, name="batch-ask"),
    path("comment-rounds/<int:pk>/ask-more/", comments.ask_more, name="comment-ask-more"),
    path("comment-rounds/<int:pk>/close/", comments.close, name="comment-close"),
    path("proposals/<int:pk>/settle/", comments.settle, name="comment-settle"),
    path("comments/<int:pk>/general/", comments.settle_general, name="comment-general"),
    path("comments/<int:pk>/", comments.reply, name="comment-reply"),
    path("comments/<int:pk>/answer/", comments.answer, name="comment-answer"),
    path("comments/<int:pk>/returned/", comments.returned, name="comment-returned"),
    path("comments/<int:pk>/table.xlsx", comments.workbook, name="comment-workbook"),
    path("batches/<int:pk>/orders.zip", downloads.orders, name="batch-orders"),
    path("batches/<int:pk>/orders/<slug:slug>.docx", downloads.order, name="batch-order"),
    path("batches/<int:pk>/release/", releasing.batch_release, name="batch-release"),
    path("batches/<int:pk>/preview/", releasing.batch_preview, name="batch-preview"),
    path("notices/<int:pk>/seen/", batches.notice_seen, name="notice-seen"),
    path("uploads/<int:pk>/", uploads.upload, name="upload"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/<slug:slug>/", meetings.meeting, name="meeting"),
    path("meetings/<slug:slug>/batch/", meetings.prepare, name="meeting-batch"),
    path("meetings/<slug:slug>/report/", anchors.report, name="meeting-report"),
    path("meetings/<slug:slug>/anchors/", anchors.anchors, name="meeting-anchors"),
    path("meetings/<slug:slug>/release/", meetings.release, name="meeting-release"),
    path("meetings/<slug:slug>/withdraw/", meetings.withdraw, name="meeting-withdraw"),
    path("documents/", documents.documents, name="documents"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/batch/", documents.prepare, name="document-batch"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<int:pk>/", tasks.task, name="task"),
    path("tasks/<int:pk>/edit/", editing.edit, name="task-edit"),
    path("tasks/<int:pk>/release/", tasks.release, name="task-release"),
    path("tasks/<int:pk>/preview/", releasing.preview, name="task-preview"),
    path("tasks/<int:pk>/publicity/", tasks.set_publicity, name="task-publicity"),
    path("tasks/<int:pk>/withdraw/", tasks.withdraw, name="task-withdraw"),
    path("assignments/<int:pk>/", assignments.assignment, name="assignment"),
    path("assignments/<int:pk>/acknowledge/", assignments.acknowledge, name="acknowledge"),
    path("assignments/<int:pk>/report/", assignments.report, name="report"),
    path("assignments/<int:pk>/hand-in/", assignments.hand_in, name="hand-in"),
    path("assignments/<int:pk>/accept/", assignments.accept, name="accept"),
    path("assignments/<int:pk>/send-back/", assignments.send_back, name="send-back"),
    path("reports/<int:pk>/", reports.page, name="progress-report"),
    path("reports/<int:pk>/accept/", reports.accept, name="accept-report"),
    path("reports/<int:pk>/send-back/", reports.send_back, name="send-back-report"),
    path("reports/<int:pk>/release/", reports.release, name="release-report"),
    path("reports/<int:pk>/withdraw/", reports.withdraw, name="withdraw-report"),
    path("password/", entrance.password, name="password"),
]
