"""The environment the tests run in, set before Django reads its settings."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("DEBUG", "true")
# Tests live in one transaction, which no second process sees.
os.environ.setdefault("MATCHING_PROCESSES", "1")
os.environ.setdefault("MATCHING_KEPT_IN", "none")
