"""An Excel file is a zip archive from a stranger: it is unpacked under our limits before it is understood."""

import struct
import zlib
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from tama_portal.common.tabular.errors import TableError
from tama_portal.common.tabular.limits import MIB, Limits

ZIP_MAGIC = b"PK"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")

DAMAGE = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What zipfile raises on archives that are cut off, mixed up or packed in an unknown way."""

CHUNK = 64 * 1024
SMALL_ARCHIVE = 10 * MIB
"""Below this unpacked size the ratio does not matter: short repetitive sheets do compress a hundredfold."""

STREAMED_PARTS = ("/worksheets/", "/sharedstrings.xml")
MAX_TREE_BYTES = 8 * MIB
"""For parts that are read as one tree (styles, workbook): a tree takes many times its text."""


def refuse_old_excel(head: IO[bytes]) -> None:
    """Raises TableError saying which of the two things an OLE container is."""
    if ENCRYPTED_STREAM in head.read(MIB):
        raise TableError(
            _("The workbook is protected by a password."),
            _("Remove the password in Excel and save it again."),
        )
    raise TableError(
        _("The file is in the old Excel format (.xls)."), _("Save it as an Excel workbook (.xlsx).")
    )


def unpacked(raw: IO[bytes], limits: Limits) -> IO[bytes]:
    """A copy of the archive's XML parts, uncompressed, in which every size is true.

    The sizes an archive declares are only claims, and openpyxl trusts them. Raises TableError if the
    archive is damaged, encrypted, or larger when unpacked than `limits` allow.
    """
    try:
        with ZipFile(raw) as archive:
            entries = archive.infolist()
            _require_modest(entries, limits)
            return _copied(archive, entries, limits)
    except DAMAGE as error:
        raise damaged() from error


def _require_modest(entries: list[ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.max_entries:
        raise _bomb(_("it has more than %(limit)d parts") % {"limit": limits.max_entries})
    if any(entry.flag_bits & 1 for entry in entries):
        raise TableError(_("The archive is encrypted."), _("Remove the password and save the file again."))
    declared = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if declared > limits.max_unpacked_bytes:
        raise _too_large(limits)
    if declared > SMALL_ARCHIVE and declared / packed > limits.max_unpacked_ratio:
        raise _bomb(_("it grows more than %(limit)d-fold") % {"limit": limits.max_unpacked_ratio})


def _copied(archive: ZipFile, entries: list[ZipInfo], limits: Limits) -> IO[bytes]:
    copy: IO[bytes] = SpooledTemporaryFile(max_size=SMALL_ARCHIVE)  # noqa: SIM115 -- the table keeps it open
    left = limits.max_unpacked_bytes
    with ZipFile(copy, "w", ZIP_STORED) as into:
        for entry in entries:
            if not entry.filename.lower().endswith((".xml", ".rels")):
                continue
            with into.open(ZipInfo(entry.filename), "w") as part:
                for chunk in _chunks(archive, entry, limits):
                    left -= len(chunk)
                    if left < 0:
                        raise _too_large(limits)
                    part.write(chunk)
    return copy


def _chunks(archive: ZipFile, entry: ZipInfo, limits: Limits) -> Iterator[bytes]:
    """The part in bounded pieces: zipfile stops at the declared size and checks the sum at the end."""
    streamed = any(name in f"/{entry.filename}".lower() for name in STREAMED_PARTS)
    if not streamed and entry.file_size > MAX_TREE_BYTES:
        raise _bomb(_("its part %(part)s is too large") % {"part": entry.filename})
    with archive.open(entry) as part:
        while chunk := part.read(CHUNK):
            yield chunk


def damaged() -> TableError:
    return TableError(
        _("The workbook is damaged."), _("Open it in Excel, save it again as .xlsx, and retry.")
    )


def _too_large(limits: Limits) -> TableError:
    return _bomb(_("it is larger than %(limit)d MB") % {"limit": limits.max_unpacked_bytes // MIB})


def _bomb(why: str) -> TableError:
    return TableError(
        _("The workbook is too large when unpacked: %(why)s.") % {"why": why},
        _("Copy the rows into a new workbook, or save them as CSV."),
    )
