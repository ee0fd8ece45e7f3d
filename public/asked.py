"""What an address asks for, read strictly: each condition once.

Conditions that a page knows are never guessed at: of two values of one name neither is taken. Names that a page
does not know are ignored on purpose: addresses that travel through messages and search engines pick up foreign
ones (`from=…`, `utm_source=…`), and these must not turn a working link into a refusal.
"""

from django.forms import Form
from django.http import QueryDict

ONLY_ONE = "网址中给了不止一个，请只选一个。"


def is_repeated(data: QueryDict, name: str) -> bool:
    return len(data.getlist(name)) > 1


def understood(form: Form, data: QueryDict) -> bool:
    """Whether the form is valid and the address gives each of its fields once; what is wrong stands at the field."""
    for name in form.fields:
        if is_repeated(data, name) and name not in form.errors:
            form.add_error(name, ONLY_ONE)
    return form.is_valid()
