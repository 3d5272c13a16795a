from datetime import date

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation


def render(text, language="ja", **values):
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


@pytest.mark.parametrize(("grade", "width"), [("strong", "7"), ("good", "4"), ("possible", "2"), ("", "2")])
def test_link_line_grows_with_the_grade(grade, width):
    assert f'stroke-width="{width}"/' in render("{% link_line grade %}", grade=grade) or (
        f'stroke-width="{width}" stroke-dasharray' in render("{% link_line grade %}", grade=grade)
    )


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
