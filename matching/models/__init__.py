from matching.models.digests import Digest
from matching.models.glossary import GlossaryTerm
from matching.models.kinds import ANSWERS, NeedKind, SeedKind
from matching.models.matches import DismissalReason, Grade, Judgement, Match, MatchQuerySet, Side, Verdict
from matching.models.needs import Need
from matching.models.questions import PairQuestion, QuestionState
from matching.models.runs import MatchRun, RunState, RunTrigger
from matching.models.seeds import Seed, TextTokens
from matching.models.slices import ChangeKind, MatchChange, RunSlice, SliceState

__all__ = [
    "ANSWERS",
    "ChangeKind",
    "Digest",
    "DismissalReason",
    "GlossaryTerm",
    "Grade",
    "Judgement",
    "Match",
    "MatchChange",
    "MatchQuerySet",
    "MatchRun",
    "Need",
    "NeedKind",
    "PairQuestion",
    "QuestionState",
    "RunSlice",
    "RunState",
    "RunTrigger",
    "Seed",
    "SeedKind",
    "Side",
    "SliceState",
    "TextTokens",
    "Verdict",
]
