"""What to look at twice before a release: words and numbers that often may not be public. They never block."""

from collections.abc import Iterable

from directives.models import Task, TaskSource
from documents.secrecy import secrecy_signs

SHOWN = 6


def signs_in(texts: Iterable[tuple[str, str]]) -> list[str]:
    """A sentence for each text, given with its name, that holds a sign of secrecy or of personal data."""
    return [
        f"{name}里有{''.join(f'“{word}”' for word in words[:SHOWN])}{'等' if len(words) > SHOWN else ''}。"
        for name, text in texts
        if (words := list(dict.fromkeys(found for _, _, found in secrecy_signs(text))))
    ]


def signs_of_task(task: Task, sources: Iterable[TaskSource] = ()) -> list[str]:
    """The same for what the public would read of a task; `sources` come with their directives."""
    quoted = [source.quotation or source.directive.quotation or source.directive.text for source in sources]
    return signs_in([("任务名称", task.title), ("措施", task.measures), ("原文", "\n".join(quoted))])
