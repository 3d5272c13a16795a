"""A module imports only from its left (docs/architecture.md)."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.source import APPS, ROOT, module_name, place, python_files, syntax, written_by_hand

LAYERS = (
    "tama_portal.common",
    "tama_portal.mail",
    "members",
    "tlo",
    "matching",
    "coordinators",
    "events",
    "tama_portal",  # what is left of it: urls, api, celery, views, demo
)
# Inside an app, from the ground up; a room not named here stands where its author put it.
FLOORS = {"models": 0, "services": 1, "access": 1, "tasks": 2, "forms": 2, "api": 2, "views": 3, "admin": 3}
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
HEAVY = ("sudachipy", "kiwipiepy", "scipy", "numpy")


def layer(module: str) -> int:
    return next(i for i, name in enumerate(LAYERS) if f"{module}.".startswith(f"{name}."))


def floor(module: str) -> int | None:
    inside = module.removeprefix(LAYERS[layer(module)]).lstrip(".")
    return FLOORS.get(inside.split(".", maxsplit=1)[0])


def imports(path: Path) -> Iterator[tuple[str, ast.stmt]]:
    """Every module of ours that a file imports, wherever in the file, with the statement."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from ((name, node) for name in names if name.split(".", maxsplit=1)[0] in APPS)


def related_models(path: Path) -> Iterator[tuple[str, ast.Constant]]:
    """The models that a file's relations name as text, as in ForeignKey("members.Organisation")."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in RELATIONS and node.args:
            target = node.args[0]
            if isinstance(target, ast.Constant) and "." in str(target.value):
                yield str(target.value), target


def loaded_after(statement: str) -> list[str]:
    """Which modules a fresh interpreter holds after the statement."""
    command = [sys.executable, "-c", f"{statement}; import sys; print(*sys.modules)"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()


def test_imports_point_to_the_left() -> None:
    assert [
        f"{place(path, node)} imports {name}"
        for path in python_files()
        for name, node in imports(path)
        if layer(name) > layer(module_name(path))
    ] == []


def test_relations_point_to_the_left() -> None:
    assert [
        f"{place(path, node)} relates to {name}"
        for path in written_by_hand()
        for name, node in related_models(path)
        if name.split(".", maxsplit=1)[0] in APPS and layer(name) > layer(module_name(path))
    ] == []


def test_rooms_of_an_app_import_from_lower_floors() -> None:
    assert [
        f"{place(path, node)} imports {name}"
        for path in written_by_hand()
        for name, node in imports(path)
        if layer(name) == layer(module_name(path)) and _is_above(name, module_name(path))
    ] == []


def test_imports_are_absolute() -> None:
    assert [
        place(path, node)
        for path in python_files()
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ] == []


def test_engine_runs_without_django() -> None:
    modules = [module_name(path) for path in (ROOT / "matching" / "engine").rglob("*.py")]

    assert "django" not in loaded_after(f"import {', '.join(['ast', *modules])}")


def test_web_process_starts_without_tokenisers() -> None:
    started = loaded_after("import tama_portal.wsgi, tama_portal.urls")

    assert [name for name in HEAVY if name in started] == []


def _is_above(imported: str, importer: str) -> bool:
    high, low = floor(imported), floor(importer)
    return high is not None and low is not None and high > low
