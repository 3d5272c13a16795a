"""tantivy: the library of a search engine."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import tantivy

from tests.benchmarks.speed.agreement import Best
from tests.benchmarks.speed.corpus import Tokens
from tests.benchmarks.speed.engines import THREADS, tidy


class Tantivy:
    """A search engine's library. It rounds lengths to a byte, so its order is only nearly ours."""

    def take(self, seeds: Tokens, needs: Tokens) -> None:
        self.texts = [" ".join(f"t{number}" for number in text) for text in seeds.lists()]
        self.needs = [[f"t{number}" for number in text] for text in needs.lists()]

    def index(self) -> None:
        fields = tantivy.SchemaBuilder()
        fields.add_integer_field("place", fast=True)
        fields.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
        self.schema = fields.build()
        self.engine = tantivy.Index(self.schema)
        writer = self.engine.writer(num_threads=THREADS)
        for place, text in enumerate(self.texts):
            writer.add_document(tantivy.Document(place=place, text=text))
        writer.commit()
        writer.wait_merging_threads()
        self.engine.reload()
        self.searcher = self.engine.searcher()

    def match(self, k: int) -> Any:
        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(lambda words: self._best(words, k), self.needs))

    def _best(self, words: list[str], k: int) -> list[tuple[float, Any]]:
        terms = [tantivy.Query.term_query(self.schema, "text", word, index_option="freq") for word in words]
        either = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        hits: list[tuple[float, Any]] = self.searcher.search(either, k, count=False).hits
        return hits

    def read(self, found: Any, k: int) -> Best:
        seeds, scores = np.full((len(found), k), -1), np.zeros((len(found), k))
        for row, hits in enumerate(found):
            addresses = [address for _, address in hits]
            seeds[row, : len(hits)] = self.searcher.fast_field_values("place", addresses)
            scores[row, : len(hits)] = [score for score, _ in hits]
        return tidy(seeds, scores, k)
