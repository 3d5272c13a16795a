"""The glossary as the engine reads it."""

from matching.engine.glossary import Concept, Glossary
from matching.glossary import current_glossary, load_glossary
from matching.nightly.tokens import StoredTokens


def glossary_of_tonight() -> Glossary:
    """The terms in use, after those of a new release have come in."""
    load_glossary()
    return stored_glossary()


def stored_glossary() -> Glossary:
    """The terms in use as the last night left them."""
    terms = current_glossary().values()
    concepts = (
        Concept(term.code, term.ja, term.en, term.ko, term.base_technology or "")
        for term in terms
        if term.is_active
    )
    return Glossary(concepts, cache=StoredTokens())
