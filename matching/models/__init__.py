from matching.models.digests import Digest
from matching.models.glossary import GlossaryTerm
from matching.models.kinds import ANSWERS, NeedKind, SeedKind
from matching.models.matches import DismissalReason, Grade, Judgement, Match, MatchQuerySet, Side, Verdict
from matching.models.needs import Need
from matching.models.runs import MatchRun, RunState, RunTrigger
from matching.models.seeds import Seed, TextTokens

__all__ = [
    "ANSWERS",
    "Digest",
    "DismissalReason",
    "GlossaryTerm",
    "Grade",
    "Judgement",
    "Match",
    "MatchQuerySet",
    "MatchRun",
    "Need",
    "NeedKind",
    "RunState",
    "RunTrigger",
    "Seed",
    "SeedKind",
    "Side",
    "TextTokens",
    "Verdict",
]
