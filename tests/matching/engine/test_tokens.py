from collections.abc import Mapping, Sequence

import pytest

from matching.engine.evidence import Kind, gather, salted
from matching.engine.glossary import Glossary
from matching.engine.hashing import hash_terms
from matching.engine.places import Places
from matching.engine.text import Text, content_hash
from matching.engine.tokens import Tokens, cache_key, tokenise


class Shelf(dict[str, bytes]):
    """A token cache that counts what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.stored = 0

    def get_many(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        return {key: self[key] for key in keys if key in self}

    def set_many(self, blobs: Mapping[str, bytes]) -> None:
        self.stored += len(blobs)
        self.update(blobs)


def words(text: Text, kind: Kind = Kind.TERM) -> list[str]:
    """Original words behind the evidence of a kind, in order."""
    evidence = gather([text], tokenise([text]), Glossary())
    found = Places([text], evidence).of(0, evidence.terms[evidence.kinds == kind])
    spans = sorted({span for spans in found.values() for span in spans})
    return [span.of(text) for span in spans]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("ＡＩで㎜単位の切削をする", ["ＡＩ", "㎜", "単位", "切削"]),
        ("😀ｶﾞｽの金型", ["ｶﾞｽ", "金型"]),
        ("😀 금형을 정밀하게 절삭", ["금형", "정밀", "절삭"]),
        ("AI/IoT 센서와 C++", ["AI", "IoT", "센서", "C++"]),
        ("Li-ion batteries, ISO-13485", ["Li", "ion", "batteries", "ISO", "13485"]),
        ("±0.005 mm in 3 days", ["0.005 mm", "3 days"]),
        ("よって、トを用いた切削", ["切削"]),
        ("폴리카보네이트를 쓰는 이물질 제거", ["폴리카보네이트", "쓰", "이물질", "제거"]),
        ("прецизионная обработка", ["прецизионная", "обработка"]),
        ("", []),
        ("金", ["金"]),
        ("😀", []),
    ],
)
def test_words_are_found_in_the_original(body: str, expected: list[str]) -> None:
    assert words(Text("t", body=body)) == expected


def test_title_and_body_have_their_own_places() -> None:
    assert words(Text("t", "金型", "金型の切削")) == ["金型", "金型", "切削"]


def test_bigrams_leave_hiragana_out() -> None:
    assert words(Text("t", body="金型加工です"), Kind.BIGRAM) == ["金型", "型加", "加工"]


def test_spelling_variants_share_a_term() -> None:
    one, other = tokenise([Text("a", body="コンピュータ"), Text("b", body="コンピューター")])
    assert one.terms.tolist() == other.terms.tolist()


def test_english_word_is_bridged_to_katakana() -> None:
    english, japanese = tokenise([Text("a", body="platforms"), Text("b", body="プラットフォーム")])
    assert english.bridges.tolist() == japanese.bridges.tolist() != [0]


def test_kinds_of_evidence_never_meet() -> None:
    terms = hash_terms(["金型"])
    assert len({int(salted(terms, kind)[0]) for kind in Kind}) == len(Kind)


def test_tokens_survive_bytes() -> None:
    (tokens,) = tokenise([Text("t", "精密金型", "platform 센서")])
    read = Tokens.from_bytes(tokens.to_bytes())
    assert read.lang == tokens.lang
    for column in ("terms", "bridges", "fields", "starts", "ends"):
        assert getattr(read, column).tolist() == getattr(tokens, column).tolist()


@pytest.mark.parametrize("blob", [b"", b"\x00" * 6, b"\x01\x00\x05\x00\x00\x00junk"])
def test_damaged_tokens_are_refused(blob: bytes) -> None:
    with pytest.raises(ValueError, match="tokens"):
        Tokens.from_bytes(blob)


def test_only_changed_texts_are_analysed() -> None:
    shelf, texts = Shelf(), [Text("a", "金型"), Text("b", "센서"), Text("c", "gear")]
    first = tokenise(texts, cache=shelf)
    again = tokenise([*texts[:2], Text("c", "gears")], cache=shelf)
    assert shelf.stored == 4
    assert again[0].terms.tolist() == first[0].terms.tolist()


def test_damaged_cache_entry_is_analysed_again() -> None:
    shelf, text = Shelf(), Text("a", "金型")
    shelf[cache_key(text)] = b"damaged"
    assert len(tokenise([text], cache=shelf)[0].terms) == 1


def test_content_hash_ignores_id_and_facets_but_not_fields() -> None:
    assert content_hash(Text("a", "x", "y")) == content_hash(
        Text("b", "x", "y", facets=frozenset({"base:B01"}))
    )
    assert content_hash(Text("a", "xy")) != content_hash(Text("a", "x", "y"))
