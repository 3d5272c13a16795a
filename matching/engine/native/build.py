"""Compile the sources in this folder into one library, where there is a C compiler."""

import os
import shutil
import subprocess
from hashlib import blake2b
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
SOURCES: Final = (FOLDER / "terms.c", FOLDER / "ranking.c")
LIBRARY: Final = FOLDER / "kernel.so"

# Without fused operations the sums are the same to the last bit as those of the portable kernel.
_FLAGS = ("-O3", "-std=gnu11", "-ffp-contract=off", "-fPIC", "-shared")


class NoCompiler(Exception):
    """This machine has no C compiler; the portable kernel does the work."""


def sources_number() -> int:
    """A number for the sources' content, 31 bits; the library says which it was built from."""
    digest = blake2b(b"".join(path.read_bytes() for path in SOURCES), digest_size=4).digest()
    return int.from_bytes(digest, "little") >> 1


def build() -> Path:
    """Compile, and put the library in place in one step, so that a running worker never meets half of it.

    Raises
    ------
    NoCompiler
        If neither $CC nor cc nor gcc nor clang is to be found.
    subprocess.CalledProcessError
        If the compiler fails; its messages are in ``stderr``.
    """
    compiler = next(filter(None, map(shutil.which, (os.environ.get("CC", ""), "cc", "gcc", "clang"))), None)
    if compiler is None:
        raise NoCompiler
    fresh = LIBRARY.with_suffix(f".{os.getpid()}.tmp")
    command = [
        compiler,
        *_FLAGS,
        f"-DSOURCES={sources_number()}",
        "-o",
        str(fresh),
        *map(str, SOURCES),
        "-lm",
    ]
    subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 -- our own sources
    fresh.replace(LIBRARY)
    return LIBRARY
