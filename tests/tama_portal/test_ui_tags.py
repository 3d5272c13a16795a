from datetime import date

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation


def render(text: str, /, language: str = "ja", **values: object) -> str:
    with translation.override(language):
        return Template("{% load ui %}" + text).render(Context(values)).strip()


def test_long_date_of_nothing_is_empty():
    assert render("{{ day|long_date }}", day=None) == ""


def test_when_marks_up_the_day():
    assert (
        render("{% when day relative=False %}", day=date(2026, 11, 24), language="ko")
        == '<time datetime="2026-11-24">2026년 11월 24일 (화)</time>'
    )


@pytest.mark.parametrize(("language", "attribute"), [("ja", ""), ("ko", 'lang="ja"')])
def test_lang_attr_only_where_the_language_differs(language, attribute):
    assert render("{{ 'ja'|lang_attr }}", language=language) == attribute


def test_lang_attr_escapes_what_it_is_given():
    assert render("{{ code|lang_attr }}", code='x"><b>') == 'lang="x&quot;&gt;&lt;b&gt;"'


def test_language_name_of_an_unknown_code_is_the_code():
    assert render("{{ 'xx'|language_name }}") == "xx"


@pytest.mark.parametrize(
    ("grade", "line"),
    [
        ("strong", 'stroke-width="7"/>'),
        (3, 'stroke-width="7"/>'),
        ("good", 'stroke-width="4"/>'),
        (1, 'stroke-width="2" stroke-dasharray="5 4"/>'),
        ("none", 'stroke-width="2" stroke-dasharray="1 6"/>'),
    ],
)
def test_link_line_grows_with_the_grade(grade, line):
    assert f'<line x1="13" y1="8" x2="60" y2="8" {line}' in render("{% link_line grade %}", grade=grade)


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        ([], "a&lt;b&gt;c"),
        ([(1, 4)], "a<mark>&lt;b&gt;</mark>c"),
        ([(3, 5), (0, 2), (1, 2)], "<mark>a&lt;</mark>b<mark>&gt;c</mark>"),
        ([(0, 3), (2, 4)], "<mark>a&lt;b</mark><mark>&gt;</mark>c"),
    ],
)
def test_marked_escapes_the_text_and_keeps_its_order(spans, shown):
    assert render("{{ text|marked:spans }}", text="a<b>c", spans=spans) == shown


def test_link_line_without_words_is_read_aloud():
    assert 'role="img" aria-label="Strong match"' in render(
        "{% link_line 'strong' label=False %}", language="en"
    )


def test_icon_is_hidden_from_readers_unless_labelled():
    assert "aria-hidden" in render("{% icon 'search' %}")
    assert 'aria-label="&lt;b&gt;"' in render("{% icon 'search' label %}", label="<b>")


@pytest.mark.parametrize(
    ("path", "current"),
    [("/health/", ' aria-current="page"'), ("/health/deep/", ' aria-current="true"'), ("/", "")],
)
def test_nav_item_marks_where_one_is(path, current):
    found = render("{% nav_item 'health' 'Health' %}", request=RequestFactory().get(path))

    assert found == f'<li><a href="/health/"{current}>Health</a></li>'


def test_nav_item_without_an_address_is_absent():
    assert render("{% nav_item 'no_such_page' 'Nothing' %}") == ""


def test_query_changes_and_removes_values():
    request = RequestFactory().get("/?kind=a&kind=b&page=3&q=x")

    assert render("{% query page='' q='y' %}", request=request) == "?kind=a&amp;kind=b&amp;q=y"
