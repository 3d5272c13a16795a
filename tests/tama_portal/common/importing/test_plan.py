from tama_portal.common.importing import Draft, Recipe
from tama_portal.common.importing.cells import text
from tama_portal.common.importing.plan import plan_records
from tlo.models import ResearchTheme

RECIPE = Recipe(model=ResearchTheme, fields={"title": text("title"), "field": text("field")})


def draft(row: int, **values: str) -> Draft:
    return Draft(row, RECIPE, values, {})


def test_plan_names_what_must_change_and_touches_nothing() -> None:
    same = ResearchTheme(pk=1, title="a", field="x")
    other = ResearchTheme(pk=2, title="a", field="x")

    plan = plan_records([draft(2, title="a"), draft(3, title="b", field="x"), draft(4)], {2: same, 3: other})

    assert [each.row for each in plan.create] == [4]
    assert [(each.record.pk, each.fields) for each in plan.update] == [(2, frozenset({"title"}))]
    assert plan.unchanged == 1
    assert (other.title, other.field) == ("a", "x")


def test_field_that_the_row_does_not_speak_of_is_left_alone() -> None:
    stored = ResearchTheme(pk=1, title="a", field="written by hand")

    assert plan_records([draft(2, title="a")], {2: stored}).unchanged == 1
