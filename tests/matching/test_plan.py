from hypothesis import given
from hypothesis import strategies as st

from matching.plan import plan

states = st.dictionaries(st.integers(0, 9), st.integers(0, 3))


@given(states, states, st.sets(st.integers(0, 9)))
def test_carrying_out_a_plan_leaves_what_is_proposed_and_what_is_kept(proposed, stored, kept):
    found = plan(proposed, stored, kept=kept)

    after = {key: value for key, value in stored.items() if key not in found.withdraw}
    after |= {key: proposed[key] for key in found.create | found.update}
    assert after == {key: value for key, value in stored.items() if key in kept} | proposed


@given(states, states, st.sets(st.integers(0, 9)))
def test_a_plan_carried_out_leaves_nothing_to_do(proposed, stored, kept):
    found = plan(proposed, stored, kept=kept)
    after = {key: value for key, value in stored.items() if key not in found.withdraw} | proposed

    assert plan(proposed, after, kept=kept).is_empty
    assert not found.create & found.update
    assert not found.withdraw & proposed.keys()


def test_nothing_changed_is_an_empty_plan():
    assert plan({1: "a"}, {1: "a"}).is_empty


def test_each_change_has_its_name():
    found = plan({1: "a", 2: "b", 3: "c"}, {2: "b", 3: "old", 4: "d", 5: "e"}, kept={5})

    assert [set(found.create), set(found.update), set(found.withdraw)] == [{1}, {3}, {4}]
