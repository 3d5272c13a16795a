from hypothesis import given
from hypothesis import strategies as st

from matching.models import ChangeKind
from matching.plan import DRIFT, Found, decide

pairs = st.tuples(st.integers(0, 2), st.integers(0, 2))
founds = st.builds(
    Found,
    score=st.sampled_from([1.0, 1.0 + DRIFT / 2, 2.0]),
    coverage=st.just(0.2),
    grade=st.integers(1, 2),
    place=st.integers(1, 2),
    basis=st.integers(0, 1),
)
states = st.dictionaries(pairs, founds)


State = dict[tuple[int, int], Found]


def carried_out(found: State, stored: State, kept: set[tuple[int, int]]) -> State:
    after = dict(stored)
    for pair, kind in decide(found, stored, kept=kept):
        if kind == ChangeKind.WITHDRAW:
            del after[pair]
        elif kind == ChangeKind.MOVE:
            old = after[pair]
            after[pair] = Found(old.score, old.coverage, old.grade, found[pair].place, old.basis)
        else:
            assert (pair in stored) == (kind == ChangeKind.UPDATE)
            after[pair] = found[pair]
    return after


@given(states, states, st.sets(pairs))
def test_carrying_out_leaves_what_was_found_and_what_is_kept(found, stored, kept):
    after = carried_out(found, stored, kept)

    assert after.keys() == found.keys() | (stored.keys() & kept)
    for pair, now in found.items():
        old = after[pair]
        assert (old.grade, old.place, old.basis) == (now.grade, now.place, now.basis)
        assert abs(old.score - now.score) <= DRIFT * old.score


@given(states, states, st.sets(pairs))
def test_what_was_carried_out_leaves_nothing_to_do(found, stored, kept):
    assert list(decide(found, carried_out(found, stored, kept), kept=kept)) == []


def test_each_change_has_its_name():
    def now(*, score: float = 10.0, grade: int = 1, place: int = 1, basis: int = 7) -> Found:
        return Found(score, 0.2, grade, place, basis)

    stored = {(1, seed): now() for seed in range(1, 8)}
    found = {
        (1, 0): now(),
        (1, 1): now(),
        (1, 2): now(score=10.1),
        (1, 3): now(score=11.0),
        (1, 4): now(grade=2),
        (1, 5): now(basis=8),
        (1, 6): now(place=2, score=10.1),
    }

    assert dict(decide(found, stored, kept=())) == {
        (1, 0): ChangeKind.CREATE,
        (1, 3): ChangeKind.UPDATE,
        (1, 4): ChangeKind.UPDATE,
        (1, 5): ChangeKind.UPDATE,
        (1, 6): ChangeKind.MOVE,
        (1, 7): ChangeKind.WITHDRAW,
    }
    assert (1, 7) not in dict(decide(found, stored, kept={(1, 7)}))
