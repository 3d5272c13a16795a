"""What the engine reads: a text with its facets, and places inside it."""

import hashlib
from dataclasses import dataclass, field
from typing import Literal

FieldName = Literal["title", "body"]
FIELDS: tuple[FieldName, ...] = ("title", "body")


@dataclass(frozen=True, slots=True)
class Text:
    """One need or one seed, as the engine sees it.

    Parameters
    ----------
    id : str
        Unique among the needs, or among the seeds, of one call.
    title, body : str
        Any Unicode text, empty included.
    lang : {"ja", "ko", "en", "und"} or None
        None lets the engine detect it.
    facets : frozenset of str
        ``scheme:code``, such as ``base:B13`` or ``ipc:B23C``; the schemes are weighed in `Config`.
    """

    id: str
    title: str = ""
    body: str = ""
    lang: str | None = None
    facets: frozenset[str] = field(default_factory=frozenset)

    def field(self, name: FieldName) -> str:
        return self.title if name == "title" else self.body


@dataclass(frozen=True, slots=True)
class Span:
    """Code points ``[start, end)`` of a field of the original text."""

    field: FieldName
    start: int
    end: int

    def of(self, text: Text) -> str:
        return text.field(self.field)[self.start : self.end]

    def __lt__(self, other: "Span") -> bool:
        """Reading order: the title comes before the body."""
        return self._place() < other._place()

    def _place(self) -> tuple[int, int, int]:
        return FIELDS.index(self.field), self.start, self.end

    def covers(self, other: "Span") -> bool:
        return self.field == other.field and self.start <= other.start and other.end <= self.end


def content_hash(text: Text) -> str:
    """Name the content the tokens depend on: title, body and language, but neither id nor facets."""
    digest = hashlib.blake2b(digest_size=16)
    for part in (text.lang or "", text.title, text.body):
        # Lengths keep ("ab", "c") and ("a", "bc") apart; lone surrogates must not raise.
        digest.update(f"{len(part)}:".encode())
        digest.update(part.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
