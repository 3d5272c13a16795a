from datetime import date

import pytest

from members.models import OrganisationKind
from tama_portal.common.importing.cells import (
    CellRefused,
    as_choice,
    as_day,
    as_number,
    as_yes_or_no,
    constant,
    items,
    several,
    text,
    web_address,
    whole_number,
)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-24",
        "20261124",
        "2026/11/24",
        "2026.11.24",
        "2026年11月24日",
        "２０２６－１１－２４",
        "2026-11-24T00:00:00",
    ],
)
def test_day_is_read_as_people_write_it(written: str) -> None:
    assert as_day(written) == date(2026, 11, 24)


@pytest.mark.parametrize("written", ["2026-13-01", "2026-02-30", "tomorrow", "24.11.2026", "0000-01-01"])
def test_other_day_is_refused_with_how_to_write_it(written: str) -> None:
    with pytest.raises(CellRefused) as caught:
        as_day(written)

    assert caught.value.remedy == "Write it as 2026-11-24."


@pytest.mark.parametrize(("written", "number"), [("", None), ("12,000", 12000), ("１２", 12)])
def test_number_is_read_as_people_write_it(written: str, number: int | None) -> None:
    assert as_number(written, most=20_000) == number


@pytest.mark.parametrize("written", ["12.5", "about 3", "九", "9" * 30, "1e3", "-3", "20001"])
def test_other_number_is_refused(written: str) -> None:
    with pytest.raises(CellRefused):
        as_number(written, most=20_000)


@pytest.mark.parametrize(("written", "answer"), [("Yes", True), ("○", True), ("いいえ", False), ("", False)])
def test_yes_and_no_are_read_in_three_languages(written: str, answer: bool) -> None:
    assert as_yes_or_no(written) is answer


def test_unclear_answer_is_refused() -> None:
    with pytest.raises(CellRefused):
        as_yes_or_no("perhaps")


@pytest.mark.parametrize("written", ["large_firm", "LARGE_FIRM", "Large firm", " large  firm "])
def test_choice_is_read_by_code_and_by_name(written: str) -> None:
    assert as_choice(written, OrganisationKind) == OrganisationKind.LARGE_FIRM


def test_unknown_choice_names_the_choices() -> None:
    with pytest.raises(CellRefused) as caught:
        as_choice("club", OrganisationKind)

    assert "product_sme, base_sme" in caught.value.remedy


def test_list_is_split_at_every_kind_of_semicolon() -> None:
    assert items("C02F 3/10; B01D；\nH01M ;;") == ["C02F 3/10", "B01D", "H01M"]
    assert several("ipc").value({"ipc": "a;b"}) == "a; b"


def test_cell_says_nothing_where_the_row_lacks_its_columns() -> None:
    assert not text("a", "b").is_in({"c": "1"})
    assert text("a", "b").is_in({"b": "1"})
    assert text("a", required=True).is_in({})
    assert constant(1).is_in({})


def test_first_column_with_text_counts() -> None:
    assert text("a", "b").value({"a": "", "b": "x"}) == "x"


def test_web_address_may_lack_its_scheme() -> None:
    assert web_address("url").value({"url": "www.firm.example"}) == "https://www.firm.example"
    assert web_address("url").value({"url": "http://firm.example"}) == "http://firm.example"


def test_refusal_names_the_column() -> None:
    with pytest.raises(CellRefused) as caught:
        whole_number("employees", most=9).value({"employees": "many"})

    assert caught.value.column == "employees"
