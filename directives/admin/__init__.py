"""DO in the admin, one module for each theme; also what this app adds to the pages of meetings and releases."""

from . import assignments, batches, log, meetings, releases, requirements, tasks, themes

__all__ = ["assignments", "batches", "log", "meetings", "releases", "requirements", "tasks", "themes"]
