"""What an association could pick instead, tuned on each set: BM25 and TF-IDF in memory."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import bm25s
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.engine.analysers import analyse
from matching.engine.evaluation import DEPTH, Quality, Run, evaluate
from matching.engine.hashing import FloatArray
from matching.engine.labelled import LabelledSet
from matching.engine.normalise import normalise
from matching.engine.text import Text
from matching.engine.tokens import language_of

USUAL_K1 = 1.2
SOME_B = (0.3, 0.5, 0.75, 0.9, 1.0)
OTHER_K1 = (0.6, 0.9, 1.6, 2.0)

_WORD = re.compile(r"\w+")
_HAN_KANA_HANGUL = re.compile(r"[\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7ff]+")

Tokens = list[list[str]]


@dataclass(frozen=True)
class Result:
    """A peer's quality, and how it was set."""

    quality: Quality
    settings: str = ""


def words(texts: Sequence[Text]) -> Tokens:
    """Between blanks and punctuation, in lower case: what an engine does out of the box."""
    return [_WORD.findall(_whole(text)) for text in texts]


def morphemes(texts: Sequence[Text]) -> Tokens:
    """Sudachi's, Kiwi's and Porter's, without function words: the right analyser for each language."""
    by_language: defaultdict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        by_language[language_of(text)].append(place)
    tokens: Tokens = [[] for _ in texts]
    for lang, places in by_language.items():
        for place, found in zip(
            places, analyse([_whole(texts[place]) for place in places], lang), strict=True
        ):
            tokens[place] = [morpheme.term for morpheme in found]
    return tokens


def bigrams(texts: Sequence[Text]) -> Tokens:
    """Two neighbouring characters in Han, kana and Hangul, words in other scripts."""
    return [_bigrams(_whole(text)) for text in texts]


def _bigrams(text: str) -> list[str]:
    strings = _HAN_KANA_HANGUL.findall(text)
    pairs = [string[at : at + 2] for string in strings for at in range(max(1, len(string) - 1))]
    return pairs + _WORD.findall(_HAN_KANA_HANGUL.sub(" ", text))


def _whole(text: Text) -> str:
    return normalise(f"{text.title}\n{text.body}").text


TOKENISERS: dict[str, Callable[[Sequence[Text]], Tokens]] = {
    "words": words,
    "morphemes": morphemes,
    "bigrams": bigrams,
}


def tuned_bm25(labelled: LabelledSet, seeds: Tokens, needs: Tokens) -> Result:
    """bm25s with the b, then the k1, that are best for this very set."""
    b, best = max(((b, _bm25(labelled, seeds, needs, USUAL_K1, b)) for b in SOME_B), key=_goodness)
    tried = [(USUAL_K1, best), *((k1, _bm25(labelled, seeds, needs, k1, b)) for k1 in OTHER_K1)]
    k1, best = max(tried, key=_goodness)
    return Result(best, f"k1 {k1}, b {b}")


def _goodness(tried: tuple[float, Quality]) -> float:
    return tried[1].ndcg10


def _bm25(labelled: LabelledSet, seeds: Tokens, needs: Tokens, k1: float, b: float) -> Quality:
    peer = bm25s.BM25(k1=k1, b=b)
    peer.index(seeds, show_progress=False)
    depth = min(DEPTH, len(seeds))
    places, scores = peer.retrieve(needs, k=depth, show_progress=False)
    return evaluate(_run(labelled, places, scores), labelled.judgements)


def tfidf(labelled: LabelledSet) -> Result:
    """scikit-learn's vectoriser and cosines, as installed."""
    vectoriser = TfidfVectorizer()
    try:
        seeds = vectoriser.fit_transform([_whole(text) for text in labelled.seed_texts])
    except ValueError:  # no word at all
        return Result(Quality(0.0, 0.0, 0.0))
    needs = vectoriser.transform([_whole(text) for text in labelled.need_texts])
    run = dict[str, Sequence[str]]()
    for nth, need in enumerate(labelled.need_texts):
        scores = (needs[[nth]] @ seeds.T).toarray()[0]
        places = np.argsort(-scores, kind="stable")[:DEPTH]
        run[need.id] = [labelled.seeds[place].text.id for place in places if scores[place] > 0]
    return Result(evaluate(run, labelled.judgements))


def _run(labelled: LabelledSet, places: FloatArray, scores: FloatArray) -> Run:
    return {
        need.text.id: [
            labelled.seeds[place].text.id for place, score in zip(row, points, strict=True) if score > 0
        ]
        for need, row, points in zip(labelled.needs, places.tolist(), scores.tolist(), strict=True)
    }
