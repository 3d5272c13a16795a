from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest

from matching.imports import import_needs, import_seeds
from matching.models import Need
from members.models import BaseTechnology, Organisation, Process, Product
from tama_portal.common.importing import Options, Report
from tama_portal.common.tabular import TableError, read_table
from tlo.models import Patent, ResearchTheme

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
SEED_HEADER = "kind,id,title,text,organisation,base_technologies,licence,credit\n"
NEED_HEADER = "owner,id,title,text,language,expires_on\n"


@pytest.fixture
def firm() -> Organisation:
    return Organisation.objects.create(name="見本精機", kind="base_sme", corporate_number="5835678256246")


@pytest.fixture(autouse=True)
def _technologies() -> None:
    for code, name in (("B07", "鍛造"), ("B13", "切削加工")):
        BaseTechnology.objects.create(code=code, name_ja=name, name_ko=f"{name}-ko", name_en=f"{name}-en")


def seeds(content: str) -> Report:
    table = read_table(BytesIO(content.encode()), name="seeds.csv")
    return import_seeds(table=table, options=Options(AT))


def needs(content: str) -> Report:
    table = read_table(BytesIO(content.encode()), name="needs.csv")
    return import_needs(table=table, options=Options(AT))


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.created, report.updated, report.unchanged, len(report.refused)


def test_each_kind_of_seed_goes_to_its_shelf(firm: Organisation) -> None:
    report = seeds(
        SEED_HEADER
        + "patent,1,歪みの少ない切削,薄肉部品を切削する。,,B13;鍛造,CC BY 4.0,某大学\n"
        + "Research theme,1,박막 절삭 연구,박막 부품의 절삭을 연구한다.,見本精機,,,\n"
        + "product,1,Precision vice,A vice for thin parts.,5835678256246,B13,,\n"
        + "process,1,五軸加工,五軸で加工する。,見本精機,切削加工,,\n"
    )

    assert counts(report) == (4, 0, 0, 0)
    patent, theme = Patent.objects.get(), ResearchTheme.objects.get()
    product, process = Product.objects.get(), Process.objects.get()
    assert {each.pk for each in patent.base_technologies.all()} == {"B07", "B13"}
    assert (patent.source, patent.source_id, patent.licence, patent.credit) == (
        "office", "1", "CC BY 4.0", "某大学",
    )  # fmt: skip
    assert [each.language for each in (patent, theme, product, process)] == ["ja", "ko", "en", "ja"]
    assert (patent.organisation, theme.organisation, product.organisation) == (None, firm, firm)
    assert process.base_technology_id == "B13"


def test_second_import_of_seeds_changes_nothing_and_a_changed_row_one(firm: Organisation) -> None:
    first = SEED_HEADER + "patent,1,a,text a,,,,\nprocess,1,b,text b,見本精機,B13,,\n"
    seeds(first)
    before = Patent.objects.values().get()

    assert counts(seeds(first)) == (0, 0, 2, 0)
    assert Patent.objects.values().get() == before
    assert counts(seeds(first.replace("text b", "text c").replace("B13", "B07"))) == (0, 1, 1, 0)
    assert Process.objects.values_list("description", "base_technology").get() == ("text c", "B07")


def test_language_corrected_by_hand_survives_the_next_import() -> None:
    content = SEED_HEADER + "patent,1,金属材料,金属材料,,,,\n"
    seeds(content)
    Patent.objects.update(language="ko")

    assert counts(seeds(content)) == (0, 0, 1, 0)
    assert counts(seeds(content.replace("金属材料,,,,", "金属材料 改,,,,"))) == (0, 1, 0, 0)
    assert Patent.objects.get().language == "ko"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("idea,1,a,b,,,,\n", "kind"),
        (",1,a,b,,,,\n", "kind"),
        ("patent,,a,b,,,,\n", "id"),
        ("patent,1,,b,,,,\n", "title"),
        ("patent,1,a,,,,,\n", "text"),
        (f"patent,1,a,{'長' * 20_001},,,,\n", "text"),
        (f"patent,1,{'長' * 501},b,,,,\n", "title"),
        ("patent,1,a,b,誰か,,,\n", "organisation"),
        ("product,1,a,b,,,,\n", "organisation"),
        ("process,1,a,b,見本精機,,,\n", "base_technologies"),
        ("process,1,a,b,見本精機,B07;B13,,\n", "base_technologies"),
        ("theme,1,a,b,,錬金術,,\n", "base_technologies"),
    ],
)
def test_bad_seed_is_refused_by_its_column(firm: Organisation, row: str, column: str) -> None:
    report = seeds(SEED_HEADER + row)

    assert [(each.row, each.column) for each in report.refused] == [(2, column)]
    assert all(each.reason and each.remedy for each in report.refused)
    assert not any(model.objects.exists() for model in (Patent, ResearchTheme, Product, Process))


def test_name_of_two_organisations_asks_for_the_number(firm: Organisation) -> None:
    Organisation.objects.create(name="見本精機", kind="base_sme")

    report = seeds(SEED_HEADER + "product,1,a,b,見本精機,,,\n")

    assert report.refused[0].remedy == "Write the corporate number instead."


def test_need_is_published_and_open_for_a_year(firm: Organisation) -> None:
    report = needs(NEED_HEADER + "見本精機,1,歪みを抑えたい,薄肉部品の歪みを抑えたい。,,\n")

    need = Need.objects.open(AT).get()
    assert counts(report) == (1, 0, 0, 0)
    assert (need.owner, need.language, need.expires_on) == (firm, "ja", date(2027, 11, 24))
    assert (need.published_at, need.visibility, need.kind) == (AT, "members", "technology")
    assert Need.objects.matching_words("歪み").exists()


def test_imported_need_that_was_withdrawn_stays_withdrawn(firm: Organisation) -> None:
    content = NEED_HEADER + "見本精機,1,a,old words,,2027-03-31\n"
    needs(content)
    Need.objects.update(withdrawn_at=AT + timedelta(days=1))

    needs(content.replace("old", "new"))

    need = Need.objects.get()
    assert (need.withdrawn_at, need.text, need.expires_on) == (
        AT + timedelta(days=1), "new words", date(2027, 3, 31),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language"),
    [("あ", "ja"), ("한", "ko"), ("a", "en"), ("😀😀", "ja"), ("12345", "ja"), ("a" * 20_000, "en")],
)
def test_strange_texts_are_taken(firm: Organisation, text: str, language: str) -> None:
    needs(NEED_HEADER + f"見本精機,1,{text[:50]},{text},,\n")

    assert Need.objects.get().language == language


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("誰か,1,a,b,,\n", "owner"),
        (",1,a,b,,\n", "owner"),
        ("見本精機,,a,b,,\n", "id"),
        ("見本精機,1,a, \u3000 ,,\n", "text"),
        (f"見本精機,1,a,{'長' * 100_000},,\n", "text"),
        ("見本精機,1,a,b,fr,\n", "language"),
        ("見本精機,1,a,b,,someday\n", "expires_on"),
    ],
)
def test_bad_need_is_refused_by_its_column(firm: Organisation, row: str, column: str) -> None:
    report = needs(NEED_HEADER + row)

    assert [(each.row, each.column) for each in report.refused] == [(2, column)]
    assert not Need.objects.exists()


def test_mapping_can_be_named_and_must_fit() -> None:
    table = read_table(BytesIO(b"id,title\n1,x\n"), name="seeds.csv")

    with pytest.raises(TableError, match="abstract, application_number"):
        import_seeds(table=table, options=Options(AT), mapping="kipris")
    with pytest.raises(TableError, match="kaken, kipris, seeds"):
        import_seeds(table=table, options=Options(AT), mapping="other")


def test_large_file_is_taken_in_few_statements(django_assert_max_num_queries) -> None:
    content = SEED_HEADER + "".join(f"theme,{n},theme {n},text {n},,B13,,\n" for n in range(1_000))

    with django_assert_max_num_queries(60):
        assert counts(seeds(content)) == (1_000, 0, 0, 0)
    with django_assert_max_num_queries(20):
        assert counts(seeds(content)) == (0, 0, 1_000, 0)
