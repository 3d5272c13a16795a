import json
from dataclasses import fields, replace
from pathlib import Path

import pytest

from matching.engine.config import Config
from matching.engine.config_file import changes, config_of, read_config
from matching.engine.files import FileRefused


def test_file_names_what_differs(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    path.write_text('{"bridge_weight": 1, "pair_weights": {"ja": 0.15}, "few": 100}')
    usual = Config()
    expected = replace(usual, bridge_weight=1.0, pair_weights={**usual.pair_weights, "ja": 0.15}, few=100)
    assert read_config(path) == expected


def test_product_of_an_empty_object_is_the_products_own() -> None:
    assert config_of({}) == Config()


def test_changes_lead_from_one_configuration_to_another() -> None:
    values = {"k1": 0.9, "facet_weights": {"ipc": 2.0}, "owner_cap": 2}
    assert changes(config_of(values)) == values
    assert changes(Config()) == {}


def test_every_default_is_inside_its_bounds() -> None:
    values = {field.name: getattr(Config(), field.name) for field in fields(Config)}
    plain = json.loads(json.dumps(values, default=dict))
    assert config_of(plain) == Config()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", ":1: not JSON"),
        ('{"k1": }', ":1: not JSON: Expecting value at character 8"),
        ("[]", ": not a JSON object"),
        ('{"pair_weight": {}}', ': there is no field "pair_weight"; did you mean "pair_weights"?'),
        ('{"xyz": 1}', ': there is no field "xyz"; there are k1, b, '),
        (
            '{"pair_weights": {"jp": 1}}',
            ': there is no part of "pair_weights" "jp"; there are ja, ',
        ),
        ('{"pair_weights": 1}', ': the field "pair_weights" must be an object such as {"ja": '),
        ('{"pair_weights": {"ja": -1}}', ': the field "pair_weights.ja" must be a number of 0 or more'),
        ('{"k1": 0}', ': the field "k1" must be a number above 0'),
        ('{"k1": NaN}', ': the field "k1" must be a number above 0'),
        ('{"k1": Infinity}', ': the field "k1" must be a number above 0'),
        ('{"k1": "1.2"}', ': the field "k1" must be a number above 0'),
        ('{"k1": true}', ': the field "k1" must be a number above 0'),
        ('{"b": 1.5}', ': the field "b" must be a number from 0 to 1'),
        ('{"few": 0.5}', ': the field "few" must be a number of 1 or more'),
        ('{"few": 1.5}', ': the field "few" must be a whole number'),
        ('{"good": 0.9}', ': the fields "possible", "good" and "strong" must rise'),
        (b"\xff", ": not UTF-8 at byte 1"),
    ],
)
def test_wrong_configuration_is_refused_by_name(tmp_path: Path, text: str | bytes, problem: str) -> None:
    path = tmp_path / "c.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(FileRefused) as refused:
        read_config(path)
    assert str(refused.value).startswith(f"{path}{problem}")


def test_configuration_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"none\.json: No such file or directory"):
        read_config(tmp_path / "none.json")
