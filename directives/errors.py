"""Why an act was refused. The text of each error is a Chinese sentence that says what to do next."""


class ActError(Exception):
    """An act of the workflow or of intake that was refused; nothing was written."""


class NotAllowed(ActError):
    """The person may see the subject but not do this."""

    def __init__(self, message: str = "您没有权限进行这项操作，请联系党政综合办。") -> None:
        super().__init__(message)


class WrongState(ActError):
    """The subject is not in a state from which the act leads on."""


class Incomplete(ActError):
    """Something the act needs is missing; `problems` lists it, a sentence each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("；".join(problems))


class Conflict(ActError):
    """Somebody else acted first."""
