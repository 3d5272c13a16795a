"""From texts to evidence, a portion at a time, so that memory does not grow with the market."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from matching.engine.evidence import Evidence, gather
from matching.engine.glossary import Glossary
from matching.engine.text import Text
from matching.engine.tokens import Progress, TokenCache, tokenise

PORTION: Final = 2_048

# Evidence of texts, in portions and in order.
Reader = Callable[[Sequence[Text]], Iterator[Evidence]]


def portions(texts: Sequence[Text]) -> list[Sequence[Text]]:
    return [texts[first : first + PORTION] for first in range(0, len(texts), PORTION)]


def read_portion(texts: Sequence[Text], glossary: Glossary, cache: TokenCache | None) -> Evidence:
    return gather(texts, tokenise(texts, cache=cache), glossary)


def reader(
    glossary: Glossary, *, cache: TokenCache | None = None, progress: Progress | None = None
) -> Reader:
    """Read in this process. ``progress(done, total)`` is called after each portion."""

    def read(texts: Sequence[Text]) -> Iterator[Evidence]:
        done = 0
        for portion in portions(texts):
            yield read_portion(portion, glossary, cache)
            done += len(portion)
            if progress is not None:
                progress(done, len(texts))

    return read
