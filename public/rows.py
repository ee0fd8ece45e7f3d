"""What public templates receive: plain values, already in words; never a model instance."""

from dataclasses import dataclass
from datetime import date

from directives.clocks import PublicState

from .addresses import department_url, task_url, theme_url


@dataclass(frozen=True, slots=True)
class UnitLink:
    slug: str
    name: str

    @property
    def href(self) -> str:
        return department_url(self.slug)


@dataclass(frozen=True, slots=True)
class Share:
    """One unit's part in one task."""

    unit: UnitLink
    role: str
    role_word: str
    via: str
    basis_word: str
    original_due_on: date | None
    due_on: date | None
    finished_on: date | None
    done: bool


@dataclass(frozen=True, slots=True)
class Due:
    """When a task is to be finished; `original` only where the date was changed since."""

    current: date
    original: date | None
    basis_word: str
    differs: bool

    @property
    def words(self) -> str:
        notes = [f"原定 {self.original}"] if self.original else []
        notes += ["各单位不同"] if self.differs else [self.basis_word]
        return f"{self.current}（{'，'.join(notes)}）"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task in a list."""

    pk: int
    number: str
    title: str
    state: PublicState
    theme: str
    theme_slug: str
    facts: tuple[str, ...]
    sample: bool

    @property
    def href(self) -> str:
        return task_url(self.number)

    @property
    def theme_href(self) -> str:
        return theme_url(self.theme_slug) if self.theme_slug else ""


@dataclass(frozen=True, slots=True)
class StatePart:
    """How many tasks stand one way; the parts of a bar."""

    state: PublicState
    count: int

    @property
    def word(self) -> str:
        return self.state.word

    @property
    def shape(self) -> str:
        return self.state.shape

    @property
    def tint(self) -> str:
        return self.state.tint


@dataclass(frozen=True, slots=True)
class Entry:
    """One public act in a timeline."""

    day: date
    title: str
    by: str = ""
    body: str = ""
    done: bool = False
    href: str = ""
    link: str = ""
