from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import SEEK_END, TextIOWrapper
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from tama_portal.common.tabular.errors import TableError
from tama_portal.common.tabular.limits import MIB, Limits


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be read from its beginning as often as needed: a path, or an open binary file."""

    origin: Path | IO[bytes]
    name: str

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        if isinstance(self.origin, Path):
            with self.origin.open("rb") as opened:
                yield opened
        else:
            self.origin.seek(0)
            yield self.origin

    @contextmanager
    def open_text(self, encoding: str) -> Iterator[TextIOWrapper]:
        """Decoded text with its line ends as they are; the binary file stays open for its owner."""
        with self.open() as raw:
            text = TextIOWrapper(raw, encoding=encoding, newline="")
            try:
                yield text
            finally:
                text.detach()

    def size(self) -> int:
        if isinstance(self.origin, Path):
            return self.origin.stat().st_size
        return self.origin.seek(0, SEEK_END)


def source_of(path_or_file: str | Path | IO[bytes], *, name: str, limits: Limits) -> Source:
    """Raises TableError if there is nothing to read, or more than `limits` allows: before reading it."""
    origin = Path(path_or_file) if isinstance(path_or_file, str) else path_or_file
    if isinstance(origin, Path):
        _require_file(origin)
    source = Source(origin, name or Path(str(getattr(origin, "name", ""))).name)
    _require_size(source.size(), limits)
    return source


def _require_file(path: Path) -> None:
    if not path.exists():
        raise TableError(_("There is no file at this path."), _("Check the name and the folder."))
    if not path.is_file():
        raise TableError(_("This is not a file."), _("Name a file, not a folder or a device."))


def _require_size(size: int, limits: Limits) -> None:
    if size == 0:
        raise TableError(
            _("The file is empty."), _("Save it with a header row and at least one row below it.")
        )
    if size > limits.max_bytes:
        raise TableError(
            _("The file has %(size)d MB; at most %(limit)d MB can be read.")
            % {"size": size // MIB, "limit": limits.max_bytes // MIB},
            _("Split it into smaller files."),
        )
