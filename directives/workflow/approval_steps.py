"""呈批 by setting: the steps that a batch goes through before it can be issued, in their order."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class ApprovalStep:
    """`titles` are words of the posts whose holders may approve in the portal; without them it is the leader in
    charge (分管) of one of the batch's tasks."""

    number: int
    name: str
    titles: tuple[str, ...]

    def fits(self, posts: Iterable[str]) -> bool:
        """Whether one of the posts has a title of the step: 镇党委书记 has 书记; a deputy or an assistant has not."""
        wanted = re.compile("(?<!副)(?:" + "|".join(map(re.escape, self.titles)) + ")(?!助理)")
        return any(wanted.search(post) for post in posts)

    def signed_by(self, posts: Collection[str]) -> bool:
        """Whether who holds these posts can have approved the step on paper: a post with one of its titles; where it
        has none, any post."""
        return bool(posts) and (not self.titles or self.fits(posts))


def approval_steps() -> list[ApprovalStep]:
    """The steps of the setting `APPROVAL_STEPS`, numbered from one."""
    return [
        ApprovalStep(number, name, tuple(titles))
        for number, (name, titles) in enumerate(settings.APPROVAL_STEPS, 1)
    ]
