"""The addresses of public things, and how a task's number stands in one."""

from django.urls import reverse


class TaskNumber:
    """2024-015; anything else, null characters included, is no task's address and never reaches the database."""

    regex = "[0-9]{4}-[0-9]{3,9}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def task_url(number: str) -> str:
    return reverse("public:task", args=[number])


def meeting_url(slug: str) -> str:
    return reverse("public:meeting", args=[slug])


def theme_url(slug: str) -> str:
    return reverse("public:theme", args=[slug])


def department_url(slug: str) -> str:
    return reverse("public:department", args=[slug])
