"""Acts of the workflow as actions of the admin: the page that asks for their words, and their answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from departments.models import Role
from xiaolan_portal.admin_models import PortalModelAdmin, change_address

from ..errors import ActError
from ..events import Actor
from ..workflow.rules import OFFICE, may

AT_ONCE = 200


def actor_of(request: HttpRequest) -> Actor:
    """The account together with the address it acts from, as the log keeps them."""
    return Actor(request.user, request.META.get("REMOTE_ADDR", ""))


class ReasonForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class ReleaseForm(forms.Form):
    secrecy_review = forms.CharField(
        label="保密审查意见",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明由谁审查、结论如何，例如：经审查不涉密，同意公开。",
    )


class ReportReleaseForm(ReleaseForm):
    public_text = forms.CharField(
        label="公开文字",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="公众看到的文字；单位报送的原文另行保留，不公开。",
    )


class PrepareForm(forms.Form):
    """The name of a new batch."""

    title = forms.CharField(label="批次名称", max_length=160)


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its words on the page and how it is done, for one object at a time or for all together."""

    name: str
    title: str
    button: str
    done: str
    one: Callable[[Any, dict[str, Any], Actor], Any] | None = None
    together: Callable[[Sequence[Any], dict[str, Any], Actor], Any] | None = None
    form: type[forms.Form] | None = None
    note: str = ""


class ActAdmin(PortalModelAdmin):
    """Pages with acts. Who may is asked of the workflow's own table, before the form and again in the act."""

    change_form_template = "admin/directives/change_form_with_acts.html"
    acts: Sequence[Act] = ()

    def has_issue_permission(self, request: HttpRequest) -> bool:
        return may(request.user, OFFICE)

    def has_review_permission(self, request: HttpRequest) -> bool:
        return may(request.user, (Role.SUPERVISOR,))

    def has_release_permission(self, request: HttpRequest) -> bool:
        return may(request.user, (Role.RELEASER,))

    def open_acts(self, request: HttpRequest, obj: Any) -> frozenset[str]:
        """Names of the actions that lead on from the state the object is in."""
        return frozenset()

    def initial(self, act: Act, objects: Sequence[Any]) -> dict[str, Any]:
        """What an act's form can be filled with beforehand."""
        return {}

    def problems(self, act: Act, objects: Sequence[Any]) -> list[str]:
        """What stands in the way already, to be read before anything is typed."""
        return []

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        obj = kwargs.get("obj")
        if obj is not None:
            allowed = self.open_acts(request, obj) & self.get_actions(request).keys()
            context["acts"] = [act for act in self.acts if act.name in allowed]
        return super().render_change_form(request, context, *args, **kwargs)

    def perform(self, request: HttpRequest, queryset: models.QuerySet, act: Act) -> HttpResponse | None:
        """Ask for the act's words if it needs any, then do it and say what came of it."""
        objects = list(queryset[: AT_ONCE + 1])
        if len(objects) > AT_ONCE:
            self.message_user(request, f"一次最多处理 {AT_ONCE} 条，请分批选择。", messages.ERROR)
            return None
        form = self._form(request, act, objects)
        if form is None or (form.is_bound and form.is_valid()):
            problems = self._do(request, objects, act, form.cleaned_data if form else {})
            if not problems:
                return self._back(request, objects)
            if form is None:
                for problem in problems:
                    self.message_user(request, problem, messages.ERROR)
                return self._back(request, objects)
            for problem in problems:
                form.add_error(None, problem)
        return self._page(request, act, objects, form)

    def _form(self, request: HttpRequest, act: Act, objects: Sequence[Any]) -> forms.Form | None:
        if act.form is None:
            return None
        if "confirmed" in request.POST:
            return act.form(request.POST)
        return act.form(initial=self.initial(act, objects))

    def _do(self, request: HttpRequest, objects: Sequence[Any], act: Act, words: dict[str, Any]) -> list[str]:
        """Problems if nothing could be done; what failed beside something that succeeded becomes messages."""
        by, failed, count = actor_of(request), [], 0
        if act.together:
            try:
                act.together(objects, words, by)
            except ActError as error:
                return getattr(error, "problems", None) or [str(error)]
            count = len(objects)
        elif act.one:
            for obj in objects:
                try:
                    act.one(obj, words, by)
                except ActError as error:
                    failed.append(f"{obj}：{error}" if len(objects) > 1 else str(error))
                else:
                    count += 1
        if not count:
            return failed
        self.message_user(request, act.done.format(count=count), messages.SUCCESS)
        for problem in failed:
            self.message_user(request, problem, messages.ERROR)
        return []

    def _back(self, request: HttpRequest, objects: Sequence[Any]) -> HttpResponse | None:
        if "from_page" in request.POST and len(objects) == 1:
            return HttpResponseRedirect(change_address(objects[0]))
        return None

    def _page(
        self, request: HttpRequest, act: Act, objects: Sequence[Any], form: forms.Form | None
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": act.title,
            "opts": self.opts,
            "act": act,
            "form": form,
            "objects": objects,
            "problems": self.problems(act, objects),
            "from_page": "from_page" in request.POST,
            "checkbox_name": ACTION_CHECKBOX_NAME,
            "media": self.media + (form.media if form else forms.Media()),
        }
        return TemplateResponse(request, "admin/directives/act.html", context)
