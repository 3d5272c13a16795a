from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file we are willing to take in.

    `max_field_chars` cannot usefully exceed 131,072: that is where the csv module itself stops.
    The `unpacked` figures guard against archives that grow when opened.
    """

    max_bytes: int = 200 * MIB
    max_rows: int = 200_000
    max_columns: int = 256
    max_field_chars: int = 131_072
    max_unpacked_bytes: int = 300 * MIB
    max_unpacked_ratio: int = 200
    max_entries: int = 2_000
