"""Documents as bytes: the breakdown table, the draft for approval, each unit's 交办单. No HTTP here."""

from .approval import approval_docx, meeting_words, source_of
from .breakdown import breakdown_docx, breakdown_xlsx, title_parts
from .comment_workbook import comment_xlsx
from .order import Order, OrderLine, order_docx, order_of, orders_of
from .returned_workbook import Returned, ReturnedProblems, read_returned

__all__ = [
    "Order",
    "OrderLine",
    "Returned",
    "ReturnedProblems",
    "approval_docx",
    "breakdown_docx",
    "breakdown_xlsx",
    "comment_xlsx",
    "meeting_words",
    "order_docx",
    "order_of",
    "orders_of",
    "read_returned",
    "source_of",
    "title_parts",
]
