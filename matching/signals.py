from django.dispatch import Signal

match_judged = Signal()
"""Sent after a side has judged a pair: `judgement`. Apps to the right tell whom it concerns."""
