"""Which encoding a file is in: by its mark, else by strict decoding, else by what reads as language."""

import codecs
import re
from codecs import IncrementalDecoder
from collections.abc import Iterator, Mapping
from typing import IO

from django.utils.translation import gettext as _

from tama_portal.common.tabular import plausibility
from tama_portal.common.tabular.errors import TableError
from tama_portal.common.tabular.limits import MIB

MARKS: Mapping[bytes, str] = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
UTF_32_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
LEGACY = {"cp932": plausibility.japanese, "cp949": plausibility.korean}
READ_AS = {
    "utf-8": "utf-8-sig",
    "utf_8_sig": "utf-8-sig",
    "shift_jis": "cp932",
    "cp932": "cp932",
    "euc_kr": "cp949",
    "cp949": "cp949",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}
"""Python's name of an encoding to the one we read it as: the supersets that Windows writes."""

LONG_ASCII = re.compile(r"([\x00-\x7f])[\x00-\x7f]*([\x00-\x7f])")
ACCENT_IN_WORD = re.compile(r"[A-Za-z][\x80-\u024f]|[\x80-\u024f][A-Za-z]")

SAMPLE_CHARS = 100_000
CHANCE_CHARS = 8
FIRST_THREE_BYTE = "\u0800"
CERTAIN = 0.9
PLAUSIBLE = 0.4
CLEAR_LEAD = 0.15
BINARY_SHARE = 1 / 8


class Trial:
    """One candidate encoding, fed the whole file; keeps a sample of its text, long ASCII left out."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self.decoder: IncrementalDecoder = codecs.getincrementaldecoder(encoding)("strict")
        self.lines = 1
        self.failed = False
        self.sample = ""

    def feed(self, chunk: bytes, *, final: bool = False) -> None:
        if self.failed:
            return
        try:
            text = self.decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            self.failed = True
            self.lines += error.object[: error.start].count(b"\n")
            return
        self.lines += text.count("\n")
        if len(self.sample) < SAMPLE_CHARS:
            self.sample += LONG_ASCII.sub(r"\1\2", text)[:SAMPLE_CHARS]


def encoding_of(raw: IO[bytes], chosen: str | None) -> str:
    """The codec to read the file with: the chosen one, else the detected one.

    Raises TableError if the file cannot be read with it to its last byte, or none can be told.
    """
    encoding = codec_of(chosen) if chosen else _marked(raw.read(4))
    if encoding is None:
        return _detected(raw)
    trial = Trial(encoding)
    _feed(raw, [trial])
    if trial.failed:
        raise TableError(
            _("The text is not readable as %(encoding)s.") % {"encoding": encoding},
            _("Name the encoding the file was saved in, or save it again as UTF-8."),
            row=trial.lines,
        )
    return encoding


def codec_of(chosen: str) -> str:
    """Raises TableError if `chosen` is no encoding we read."""
    try:
        return READ_AS[codecs.lookup(chosen).name]
    except LookupError:
        raise TableError(
            _("The encoding %(encoding)s is not one we read.") % {"encoding": chosen},
            _("Choose UTF-8, CP932 (Shift_JIS), EUC-KR (CP949) or UTF-16."),
        ) from None


def _marked(head: bytes) -> str | None:
    if head in UTF_32_MARKS:
        raise TableError(_("The file is in UTF-32."), _("Save it as UTF-8."))
    return next((encoding for mark, encoding in MARKS.items() if head.startswith(mark)), None)


def _detected(raw: IO[bytes]) -> str:
    trials = {encoding: Trial(encoding) for encoding in ("utf-8", *LEGACY)}
    size, nuls = _feed(raw, list(trials.values()))
    if nuls > size * BINARY_SHARE:
        raise TableError(
            _("The file is not text: it is full of NUL bytes."),
            _("Save it as UTF-8, CSV or XLSX. UTF-16 is read if the file begins with its mark."),
        )
    utf_8 = trials.pop("utf-8")
    legacy = {
        encoding: LEGACY[encoding](trial.sample) for encoding, trial in trials.items() if not trial.failed
    }
    if not utf_8.failed and not _is_chance_utf_8(utf_8.sample, legacy):
        return "utf-8-sig"
    return _most_plausible(legacy, utf_8)


def _is_chance_utf_8(sample: str, legacy: Mapping[str, float]) -> bool:
    """Whether bytes that happen to be UTF-8 are rather Korean: 창 and â are the same two bytes.

    Only two-byte sequences collide so, in a text of a few syllables, and no accent stands inside a word.
    """
    beyond_ascii = [char for char in sample if char > "\x7f"]
    return (
        0 < len(beyond_ascii) <= CHANCE_CHARS
        and max(beyond_ascii) < FIRST_THREE_BYTE
        and not ACCENT_IN_WORD.search(sample)
        and legacy.get("cp949", 0) >= CERTAIN
    )


def _most_plausible(scores: Mapping[str, float], utf_8: Trial) -> str:
    ranked = sorted(((score, encoding) for encoding, score in scores.items()), reverse=True)
    best, encoding = ranked[0] if ranked else (0.0, "")
    second = ranked[1][0] if len(ranked) > 1 else -1.0
    if best >= PLAUSIBLE and best - second >= CLEAR_LEAD:
        return encoding
    raise TableError(
        _("The encoding of the file cannot be told; as UTF-8 it is unreadable here."),
        _("Save the file as UTF-8, or name its encoding."),
        row=utf_8.lines,
    )


def _feed(raw: IO[bytes], trials: list[Trial]) -> tuple[int, int]:
    """Size of the file, and how many of its bytes are NUL."""
    size = nuls = 0
    for chunk in _chunks(raw):
        size += len(chunk)
        nuls += chunk.count(0)
        for trial in trials:
            trial.feed(chunk)
    for trial in trials:
        trial.feed(b"", final=True)
    return size, nuls


def _chunks(raw: IO[bytes]) -> Iterator[bytes]:
    raw.seek(0)
    while chunk := raw.read(MIB):
        yield chunk
