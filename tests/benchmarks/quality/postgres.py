"""PostgreSQL's full-text search as a peer: `ts_rank` over the right morphemes."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count

import psycopg2
from psycopg2 import extensions
from psycopg2.extras import execute_values

from matching.engine.evaluation import DEPTH, Quality, evaluate
from matching.engine.labelled import LabelledSet
from tests.benchmarks.quality.peers import Result, Tokens
from tests.servers.postgres import any_postgres

# How ts_rank may take lengths into account: not at all, by the logarithm, in proportion.
NORMALISATIONS = (0, 1, 2)


class Codes:
    """Morphemes as words that no parser takes apart, as it would C++ or ISO-13485."""

    def __init__(self) -> None:
        self._next = count()
        self._codes: dict[str, str] = {}

    def __call__(self, tokens: Iterable[str]) -> list[str]:
        return [self._codes.setdefault(token, f"t{next(self._next)}") for token in tokens]


@contextmanager
def connection_for_peers() -> Iterator[extensions.cursor]:
    """A server's connection that leaves nothing behind; raises ServerFailed where none can run."""
    with any_postgres() as url:
        connection = psycopg2.connect(url)
        try:
            yield connection.cursor()
        finally:
            connection.close()


def ts_rank(labelled: LabelledSet, seeds: Tokens, needs: Tokens, cursor: extensions.cursor) -> Result:
    """The best of three ways to take lengths into account, for this very set."""
    codes = Codes()
    _fill(cursor, [codes(tokens) for tokens in seeds])
    coded = [sorted(set(codes(tokens))) for tokens in needs]
    tried = [(_evaluated(labelled, coded, way, cursor), f"normalization {way}") for way in NORMALISATIONS]
    quality, settings = max(tried, key=lambda each: each[0].ndcg10)
    return Result(quality, settings)


def _fill(cursor: extensions.cursor, seeds: Sequence[Sequence[str]]) -> None:
    cursor.execute("DROP TABLE IF EXISTS pg_temp.peer")
    cursor.execute("CREATE TEMPORARY TABLE peer (place int, words tsvector)")
    rows = [(place, " ".join(tokens)) for place, tokens in enumerate(seeds)]
    execute_values(
        cursor, "INSERT INTO peer VALUES %s", rows, template="(%s, to_tsvector('simple', %s))", page_size=500
    )


def _evaluated(
    labelled: LabelledSet, needs: Sequence[Sequence[str]], way: int, cursor: extensions.cursor
) -> Quality:
    run = {
        need.text.id: _found(labelled, tokens, way, cursor)
        for need, tokens in zip(labelled.needs, needs, strict=True)
    }
    return evaluate(run, labelled.judgements)


def _found(labelled: LabelledSet, tokens: Sequence[str], way: int, cursor: extensions.cursor) -> list[str]:
    if not tokens:
        return []
    cursor.execute(
        "SELECT place FROM peer, to_tsquery('simple', %(any)s) asked WHERE words @@ asked"
        " ORDER BY ts_rank(words, asked, %(way)s) DESC, place LIMIT %(depth)s",
        {"any": " | ".join(tokens), "way": way, "depth": DEPTH},
    )
    return [labelled.seeds[place].text.id for (place,) in cursor.fetchall()]
