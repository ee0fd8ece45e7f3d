#!/usr/bin/env python
"""Command line of the portal."""

import os
import sys

# Commands that work on a file alone need neither secrets nor a database.
OFFLINE_COMMANDS = {"parse_report"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiaolan_portal.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OFFLINE_COMMANDS:
        os.environ["PORTAL_MODE"] = "offline"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
