"""Matching without a database: two files in, a ranking out (`manage.py match_files`)."""

from matching.files.matching import Job, Outcome, match_files

__all__ = ["Job", "Outcome", "match_files"]
