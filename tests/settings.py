"""The portal's settings as the tests see them: pytest and mypy read these before any file of the project runs."""

import os

os.environ.setdefault("PORTAL_MODE", "test")
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")

from xiaolan_portal.settings import *  # noqa: F403
