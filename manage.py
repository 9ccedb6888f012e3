#!/usr/bin/env python
"""The command line: commands that change tables connect as the owner, all others as the app."""

import os
import sys

from django.core.management import execute_from_command_line

OWNER_COMMANDS = {
    *("migrate", "createcachetable", "sqlmigrate", "showmigrations", "archive_events"),
    *("rotate_keys", "forget_network", "backup", "restore"),
}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if OWNER_COMMANDS.intersection(sys.argv[1:2]):
        os.environ.setdefault("AS_OWNER", "1")
    execute_from_command_line(sys.argv)
