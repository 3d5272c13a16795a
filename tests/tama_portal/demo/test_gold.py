import csv
from collections import defaultdict
from pathlib import Path

from tama_portal.demo.needs import kind_of
from tama_portal.demo.records import ANSWERS, World


def test_needs_without_partners_have_no_rows(world: World) -> None:
    alone = {need.id for need in world.needs if need.idea is None}

    assert len(alone) == 65
    assert alone & {row.need for row in world.gold} == set()


def test_needs_with_partners_have_one_of_the_best_grade(world: World) -> None:
    best = {row.need for row in world.gold if row.grade == 2}

    assert best == {need.id for need in world.needs if need.idea}


def test_grades_follow_the_hidden_ideas(world: World) -> None:
    needs = {need.id: need for need in world.needs}
    offers = {offer.id: offer for offer in world.offers}

    for row in world.gold:
        need, offer = needs[row.need], offers[row.seed]
        assert need.idea is not None
        same = (need.idea.technology, need.idea.material) == (offer.idea.technology, offer.idea.material)
        assert same
        assert (row.grade == 2) == (need.idea.problem == offer.idea.problem)
        assert row.cross_language == (need.language != offer.language)
        assert kind_of(offer) in ANSWERS[need.kind]
        assert offer.owner != need.owner


def test_partners_cross_every_pair_of_languages(world: World) -> None:
    needs = {need.id: need.language for need in world.needs}
    offers = {offer.id: offer.language for offer in world.offers}
    best = {frozenset((needs[r.need], offers[r.seed])) for r in world.gold if r.grade == 2}

    assert best >= {frozenset(pair) for pair in (("ja", "en"), ("ja", "ko"), ("ko", "en"))}


def test_no_need_says_what_a_partner_says(world: World) -> None:
    """Matching must not be a search for the same sentence."""
    said = {sentence for offer in world.offers for sentence in split(offer.text)}

    assert {sentence for need in world.needs for sentence in split(need.text)} & said == set()


def split(text: str) -> list[str]:
    return [part.strip() for part in text.replace("。", ". ").split(". ") if part.strip()]


def test_written_gold_reads_back(world: World, tmp_path: Path) -> None:
    world.write_gold(tmp_path / "gold.tsv")
    with (tmp_path / "gold.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))

    assert [(row["need"], row["seed"], int(row["grade"]), row["cross_language"]) for row in rows] == [
        (p.need, p.seed, p.grade, str(int(p.cross_language))) for p in world.gold
    ]


def test_gold_is_ordered_by_need_and_grade(world: World) -> None:
    grades = defaultdict(list)
    for row in world.gold:
        grades[row.need].append(row.grade)

    assert all(found == sorted(found, reverse=True) for found in grades.values())
