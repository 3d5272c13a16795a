"""All changes of a run at once, in four statements that SQLite and PostgreSQL both understand."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from matching.models import ChangeKind, Match, MatchRun, Need

_CREATE = """
    INSERT INTO matching_match (need_id, seed_id, first_seen_in_id, first_seen_at,
                                score, coverage, grade, place, basis, reasons)
    SELECT need_id, seed_id, run_id, %s, score, coverage, grade, place, basis, reasons
    FROM matching_matchchange WHERE run_id = %s AND kind = %s
    ORDER BY need_id, place
"""
_UPDATE = """
    UPDATE matching_match
    SET score = c.score, coverage = c.coverage, grade = c.grade, place = c.place, basis = c.basis,
        reasons = c.reasons
    FROM matching_matchchange c
    WHERE c.run_id = %s AND c.kind = %s
      AND c.need_id = matching_match.need_id AND c.seed_id = matching_match.seed_id
"""
_MOVE = """
    UPDATE matching_match SET place = c.place
    FROM matching_matchchange c
    WHERE c.run_id = %s AND c.kind = %s
      AND c.need_id = matching_match.need_id AND c.seed_id = matching_match.seed_id
"""
_WITHDRAW = """
    DELETE FROM matching_match WHERE EXISTS (
        SELECT 1 FROM matching_matchchange c
        WHERE c.run_id = %s AND c.kind = %s
          AND c.need_id = matching_match.need_id AND c.seed_id = matching_match.seed_id)
"""


def apply_changes(run: MatchRun, *, at: datetime) -> Mapping[str, int]:
    """Bring the stored matches to what the slices decided; returns the counts the run is to show.

    Needs and seeds that were deleted meanwhile have taken their changes with them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WITHDRAW, [run.pk, ChangeKind.WITHDRAW])
        withdrawn = cursor.rowcount
        cursor.execute(_UPDATE, [run.pk, ChangeKind.UPDATE])
        updated = cursor.rowcount
        cursor.execute(_MOVE, [run.pk, ChangeKind.MOVE])
        cursor.execute(_CREATE, [at, run.pk, ChangeKind.CREATE])
        created = cursor.rowcount
    return {
        "created": created,
        "updated": updated,
        "withdrawn": withdrawn,
        "matches": Match.objects.filter(need__in=Need.objects.open(at)).count(),
    }
