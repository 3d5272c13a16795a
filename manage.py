#!/usr/bin/env python3
import os
import secrets
import sys

from django.core.management import execute_from_command_line

# Commands that sign nothing and read no database work on a machine that has no settings.
WITHOUT_SETTINGS = {"match_files"}

if __name__ == "__main__":
    if WITHOUT_SETTINGS.intersection(sys.argv[1:2]):
        os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(64))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tama_portal.settings")
    execute_from_command_line(sys.argv)
