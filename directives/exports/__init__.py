"""Documents as bytes: the breakdown table, the draft for approval, each unit's 交办单. No HTTP here."""

from .approval import approval_docx
from .breakdown import breakdown_docx, breakdown_xlsx
from .comment_workbook import ReturnedProblems, comment_xlsx, read_returned
from .order import Order, OrderLine, order_docx, order_of

__all__ = [
    "Order",
    "OrderLine",
    "ReturnedProblems",
    "approval_docx",
    "breakdown_docx",
    "breakdown_xlsx",
    "comment_xlsx",
    "order_docx",
    "order_of",
    "read_returned",
]
