"""Documents set as GB/T 9704-2012 asks: A4, 22 lines of 28 characters, the standard's fonts by name."""

from .elements import plain
from .paper import Official
from .table import Column, add_boxes, add_table

__all__ = ["Column", "Official", "add_boxes", "add_table", "plain"]
