"""What stands for a cell that a unit was shown, in its form and in its workbook."""

from django.utils.crypto import salted_hmac

from documents.gb9704 import plain

from ...cells import essence

MARK = 16
_SALT = "comment-workbook"


def mark_of(column: str, words: str) -> str:
    """The mark of a cell; the same for cells that say the same."""
    return salted_hmac(_SALT, f"{column}\n{essence(column, plain(words))}").hexdigest()[:MARK]
