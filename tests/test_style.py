"""The rules of the house that can be measured."""

import ast
import re
from pathlib import Path

from tests.source import ROOT, functions, length, place, python_files, syntax, templates, written_by_hand

FORBIDDEN_NAMES = {"utils.py", "helpers.py", "managers.py", "selectors.py"}
WRITES = {"save", "create", "bulk_create", "bulk_update", "delete"}
LOADERS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404"}

# A data block is not code: type="application/json" runs nothing.
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*\btype=.application/(?:ld\+)?json)", re.I)
INLINE_STYLE = re.compile(r"<style\b|\sstyle\s*=", re.I)
EVENT_HANDLER = re.compile(r"\s(?:on[a-z]+|hx-on[:\w-]*)\s*=|=\s*[\"']?\s*javascript:", re.I)
OUTSIDE_REQUEST = re.compile(r"<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=.(?:https?:)?//", re.I)


def test_functions_are_short() -> None:
    lengths = sorted(length(node) for path in written_by_hand() for node in functions(path))

    assert _quantile(lengths, 0.5) <= 8
    assert _quantile(lengths, 0.9) <= 30


def test_no_function_is_over_60_lines() -> None:
    assert _functions_over(60, written_by_hand()) == []


def test_tasks_are_at_most_15_lines() -> None:
    assert _functions_over(15, [path for path in written_by_hand() if _room(path) == "tasks"]) == []


def test_no_module_is_over_400_lines() -> None:
    assert [place(path) for path in written_by_hand() if _lines(path) > 400] == []


def test_no_template_is_over_130_lines() -> None:
    assert [place(path) for path in templates() if _lines(path) > 130] == []


def test_files_are_named_for_what_they_hold() -> None:
    assert [place(path) for path in written_by_hand() if path.name in FORBIDDEN_NAMES] == []


def test_migrations_are_named() -> None:
    assert [place(path) for path in python_files() if re.match(r"\d+_auto_", path.name)] == []


def test_views_and_serializers_never_write() -> None:
    assert _calls(WRITES, rooms={"views", "api"}) == []


def test_only_access_loads_by_a_given_id() -> None:
    elsewhere = {_room(path) for path in written_by_hand()} - {"access"}

    assert _calls(LOADERS, rooms=elsewhere) == []


def test_templates_hold_no_script_of_their_own() -> None:
    assert _matches(INLINE_SCRIPT) == []


def test_templates_hold_no_style_of_their_own() -> None:
    assert _matches(INLINE_STYLE) == []


def test_templates_hold_no_event_handler() -> None:
    assert _matches(EVENT_HANDLER) == []


def test_templates_ask_nothing_of_other_hosts() -> None:
    assert _matches(OUTSIDE_REQUEST) == []


def _quantile(ordered: list[int], share: float) -> int:
    return ordered[int(share * (len(ordered) - 1))]


def _lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def _room(path: Path) -> str:
    """`members/api/views.py` and `tama_portal/api.py` both stand in the room `api`."""
    inside = path.relative_to(ROOT).with_suffix("").parts
    return inside[2] if inside[1] in {"mail", "common"} else inside[1]


def _functions_over(limit: int, paths: list[Path]) -> list[str]:
    return [
        f"{place(path, node)} {node.name}"
        for path in paths
        for node in functions(path)
        if length(node) > limit
    ]


def _calls(names: set[str], *, rooms: set[str]) -> list[str]:
    """Where a function or method of one of these names is called, in files of these rooms."""
    return [
        f"{place(path, node)} {name}"
        for path in written_by_hand()
        if _room(path) in rooms
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call)
        for name in [getattr(node.func, "attr", getattr(node.func, "id", ""))]
        if name in names
    ]


def _matches(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in templates():
        text = path.read_text(encoding="utf-8")
        found += [
            f"{place(path)}:{text.count(chr(10), 0, hit.start()) + 1}" for hit in pattern.finditer(text)
        ]
    return found
