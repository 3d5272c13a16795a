"""The glossary in force: what came with the release, and what the office made of it."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils.translation import override

from matching import glossary
from matching.engine.glossary import Glossary
from matching.glossary import collisions, current_glossary, load_glossary
from matching.imports.glossary import import_glossary
from matching.models import GlossaryTerm
from matching.nightly.glossary import glossary_of_tonight
from matching.reasons import Names
from tama_portal.common.importing import Options
from tama_portal.common.tabular import read_table
from tests.factories import NOW, BaseTechnologyFactory

pytestmark = pytest.mark.django_db

RELEASE = [
    {"id": "machining", "ja": "切削加工", "en": "machining", "ko": "절삭가공", "base_tech": "B13"},
    {"id": "lathe", "ja": "旋盤;ろくろ", "en": "lathe", "ko": "선반", "base_tech": "B13"},
]


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def release(monkeypatch):
    """Makes these rows the packaged ones, and loads them."""

    def publish(*rows: dict[str, str]) -> int:
        monkeypatch.setattr(glossary, "packaged_rows", lambda: [dict(row) for row in rows])
        return load_glossary()

    return publish


def term(code: str) -> GlossaryTerm:
    return GlossaryTerm.objects.get(code=code)


def change(code: str, **fields: object) -> GlossaryTerm:
    row = term(code)
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return row


def test_before_it_is_loaded_the_packaged_glossary_is_in_force():
    assert list(current_glossary()) == [concept.id for concept in Glossary.from_csv().concepts]


def test_loading_takes_all_terms_once_and_in_their_order():
    shipped = Glossary.from_csv().concepts

    assert (load_glossary(), load_glossary()) == (len(shipped), 0)
    assert list(current_glossary()) == [concept.id for concept in shipped]


def test_loaded_or_not_the_night_looks_for_the_same_words():
    packaged, tonight = Glossary.from_csv(), glossary_of_tonight()

    assert [(c.id, c.words("ja"), c.words("ko")) for c in tonight.concepts] == [
        (c.id, c.words("ja"), c.words("ko")) for c in packaged.concepts
    ]


def test_a_new_release_changes_what_the_office_left_and_nothing_else(release):
    release(*RELEASE)
    change("lathe", ja="旋盤; 挽き物")
    change("machining", note="よく使う")
    newer = [RELEASE[0] | {"en": "machining;cutting"}, RELEASE[1] | {"ko": "선반; 터닝"}]

    assert release(*newer) == 2
    assert (term("machining").en, term("machining").note) == ("machining; cutting", "よく使う")
    assert (term("lathe").ja, term("lathe").ko) == ("旋盤; 挽き物", "선반")
    assert release(*newer) == 0


def test_a_term_out_of_use_stays_out_of_use(release):
    release(*RELEASE)
    change("lathe", is_active=False)
    release(RELEASE[0], RELEASE[1] | {"ko": "선반; 터닝"})

    assert (term("lathe").is_active, term("lathe").ko) == (False, "선반; 터닝")
    assert [concept.id for concept in glossary_of_tonight().concepts] == ["machining"]


def test_terms_the_release_drops_go_unless_the_office_changed_them(release):
    release(*RELEASE, {"id": "file", "ja": "やすり", "en": "file", "ko": "줄", "base_tech": ""})
    change("lathe", ja="挽き物")
    release(RELEASE[0])

    assert [row.code for row in GlossaryTerm.objects.all()] == ["machining", "lathe"]
    assert term("lathe").packaged == ""


def test_an_own_term_of_the_office_is_not_taken_over(release):
    GlossaryTerm.objects.create(code="lathe", ja="うちの旋盤", en="our lathe")
    release(*RELEASE)

    assert (term("lathe").ja, term("lathe").is_as_packaged) == ("うちの旋盤", False)


def test_base_technologies_come_when_they_are_known(release):
    release(*RELEASE)
    assert term("machining").base_technology_id is None
    BaseTechnologyFactory.create(code="B13")

    assert release(*RELEASE) == 2
    assert term("machining").base_technology_id == "B13"


def test_a_change_is_in_force_at_once(release, django_assert_num_queries):
    release(*RELEASE)
    current_glossary()
    with django_assert_num_queries(1):
        current_glossary()
    change("lathe", ja="挽き物")

    assert current_glossary()["lathe"].ja == "挽き物"


@pytest.mark.parametrize(
    ("language", "label"), [("ja", "旋盤"), ("ko", "선반"), ("en", "lathe"), ("fr", "lathe")]
)
def test_pages_show_the_first_word_of_the_readers_language(release, language, label):
    release(*RELEASE)

    assert current_glossary()["lathe"].label(language) == label


def test_a_concept_is_shown_although_it_is_out_of_use_or_gone(release):
    release(*RELEASE)
    change("lathe", is_active=False)

    names = Names.read()
    assert names.of_concept("no-longer-there") == "no-longer-there"
    assert names.of_concept("lathe") == "lathe"


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({}, "at least two words"),
        ({"ja": "切削"}, "at least two words"),
        ({"ja": " ; ;", "en": "x"}, "at least two words"),
        ({"ja": "切削", "en": "x" * 61}, "too long for a word"),
        ({"ja": "切削", "ko": "절삭"}, "There is no English word"),
        ({"ja": "切削", "en": "lathe"}, "already exists"),
    ],
)
def test_terms_that_make_no_sense_are_refused_with_the_reason(release, fields, refused):
    release(*RELEASE)

    with pytest.raises(ValidationError, match=refused):
        GlossaryTerm(**fields).full_clean()


def test_words_are_tidied_and_a_code_is_made():
    row = GlossaryTerm(ja="  江戸　切子；切子 ", en="Edo kiriko; cut glass")
    row.full_clean()

    assert (row.code, row.ja, row.words) == (
        "edo-kiriko",
        "江戸 切子; 切子",
        ["江戸 切子", "切子", "Edo kiriko", "cut glass"],
    )


def test_words_that_another_term_has_are_named(release):
    release(*RELEASE)
    row = GlossaryTerm.objects.create(code="turning", ja="旋盤; 旋削", en="Lathe")

    assert collisions(row) == [("旋盤", "lathe"), ("Lathe", "lathe")]
    change("lathe", is_active=False)
    assert collisions(row) == []


def import_csv(text: str):
    table = read_table(BytesIO(text.encode()), name="glossary.csv")
    return import_glossary(table=table, options=Options(at=NOW))


def test_terms_come_in_from_a_file(release):
    release(*RELEASE)
    report = import_csv("code,ja,en,ko,in_use\nlathe,旋盤,lathe,선반,no\nkiriko,切子,cut glass,컷글라스,\n")

    assert (report.created, report.updated, report.refused) == (1, 1, [])
    assert (term("lathe").is_active, term("kiriko").ko) == (False, "컷글라스")


@pytest.mark.parametrize(
    "row",
    [
        "kiriko,切子,cut glass,컷,B99",
        ",切子,cut glass,컷,",
        "no good,切子,cut glass,컷,",
        f"k,{'あ' * 61},x,,",
    ],
)
def test_rows_that_cannot_be_are_refused_and_nothing_changes(row):
    report = import_csv(f"code,ja,en,ko,base_technology\n{row}\n")

    assert (len(report.refused), report.is_written, GlossaryTerm.objects.count()) == (1, False, 0)


def test_command_loads(capsys):
    call_command("load_glossary")
    call_command("load_glossary")

    first, second = capsys.readouterr().out.splitlines()
    assert (first, second) == (f"{len(Glossary.from_csv().concepts)} terms changed", "0 terms changed")
