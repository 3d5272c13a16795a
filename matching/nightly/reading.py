"""Texts of the market to tokens and evidence, over several processes."""

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

from django.conf import settings

from matching.engine.evidence import Evidence
from matching.engine.glossary import Glossary
from matching.engine.reading import Reader, portions, read_portion
from matching.engine.text import Text
from matching.engine.tokens import Progress, cache_key, language_of, tokenise
from matching.models import TextTokens
from matching.nightly.crew import spread
from matching.nightly.tokens import StoredTokens

# Texts tokenised between two signs of progress.
PORTION = 250
# With fewer texts the processes cost more than they save.
WORTH_A_CREW = 2_000


def processes_for(texts: Sequence[Text]) -> int:
    return settings.MATCHING_PROCESSES if len(texts) >= WORTH_A_CREW else 1


def tokenise_new(texts: Sequence[Text], *, progress: Progress) -> None:
    """Tokenise the texts that are not in the store. Korean's big analyser is loaded in one process only."""
    known = set(TextTokens.objects.values_list("pk", flat=True).iterator())
    by_key = {cache_key(text): text for text in texts}
    missing = [text for key, text in by_key.items() if key not in known]
    processes = processes_for(missing)
    work = list(lanes(missing, processes))
    done = 0

    def analyse(nth: int) -> int:
        tokenise(work[nth], cache=StoredTokens())
        return len(work[nth])

    for count in spread(analyse, len(work), processes=processes):
        done += count
        progress(done, len(missing))


def lanes(texts: Sequence[Text], processes: int) -> Iterator[Sequence[Text]]:
    """Portions in the order in which `spread` deals them out: Korean ones to the first process alone."""
    korean = [text for text in texts if language_of(text) == "ko"]
    others = [text for text in texts if language_of(text) != "ko"]
    if processes < 2 or not korean:
        yield from cut([*korean, *others])
        return
    rest = [others[nth :: processes - 1] for nth in range(processes - 1)]
    dealt = zip_longest(*(cut(lane) for lane in [korean, *rest]), fillvalue=())
    yield from chain.from_iterable(dealt)


def cut(texts: Sequence[Text]) -> Iterator[Sequence[Text]]:
    for first in range(0, len(texts), PORTION):
        yield texts[first : first + PORTION]


def crew_reader(glossary: Glossary, *, progress: Progress) -> Reader:
    """Read evidence in several processes, in the order of the texts."""

    def read(texts: Sequence[Text]) -> Iterator[Evidence]:
        cut_up, done = portions(texts), 0
        found = spread(
            lambda nth: read_portion(cut_up[nth], glossary, StoredTokens()),
            len(cut_up),
            processes=processes_for(texts),
        )
        for portion, evidence in zip(cut_up, found, strict=True):
            yield evidence
            done += len(portion)
            progress(done, len(texts))

    return read
