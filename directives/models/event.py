"""The log: one chain of acts per subject, written by `directives.events`, changed by nobody."""

from django.conf import settings
from django.db import models

from departments.models.guarded import guarded


@guarded
class Event(models.Model):
    class Subject(models.TextChoices):
        TASK = "task", "任务"
        BATCH = "batch", "交办批次"
        MEETING = "meeting", "会议"
        UNIT = "unit", "单位"

    class Kind(models.TextChoices):
        INTAKE = "intake", "录入"
        NEW_VERSION = "new_version", "修订报道"
        EDIT = "edit", "修改草稿"
        SETTLE_ANCHOR = "settle_anchor", "重新定位原文"
        ASK_COMMENTS = "ask_comments", "征求意见"
        COMMENT = "comment", "反馈意见"
        SETTLE_COMMENT = "settle_comment", "处理意见"
        CLOSE_COMMENTS = "close_comments", "结束征求意见"
        APPROVE = "approve", "登记审批"
        RETURN_APPROVAL = "return_approval", "退回呈批"
        CANCEL_APPROVAL = "cancel_approval", "撤销审批登记"
        ISSUE = "issue", "交办"
        CORRECT = "correct", "更正"
        ACKNOWLEDGE = "acknowledge", "签收"
        REPORT = "report", "报送进展"
        ACCEPT_REPORT = "accept_report", "采用反馈"
        SEND_BACK_REPORT = "send_back_report", "退回反馈"
        HAND_IN = "hand_in", "申请办结"
        ACCEPT = "accept", "同意办结"
        SEND_BACK = "send_back", "退回补充"
        CLOSE = "close", "办结销号"
        SET_PUBLICITY = "set_publicity", "确定公开属性"
        RELEASE = "release", "对外公开"
        WITHDRAW = "withdraw", "撤回公开"

    subject_kind = models.CharField("对象种类", max_length=20, choices=Subject)
    subject_id = models.BigIntegerField("对象编号")
    seq = models.PositiveIntegerField("序号")
    kind = models.CharField("行为", max_length=30, choices=Kind)
    data = models.JSONField("内容")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="经手人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    by_name = models.CharField("经手人姓名", max_length=60)
    at = models.DateTimeField("时间")
    origin = models.CharField("来自", max_length=60)
    format = models.PositiveSmallIntegerField("格式", default=1)
    previous = models.CharField("上一条校验值", max_length=64, blank=True)
    hash = models.CharField("校验值", max_length=64, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "办理记录"
        ordering = ["subject_kind", "subject_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "seq"], name="directives_event_seq")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.by_name}"
