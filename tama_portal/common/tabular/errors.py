from django.utils.translation import gettext as _


class Refusal(Exception):
    """Why a file, or one row of it, was not taken, and what its owner can do about it.

    `row` is the number the owner sees: the row of the sheet, or the line of a JSON Lines file.
    """

    def __init__(self, reason: str, remedy: str, *, row: int | None = None, column: str = "") -> None:
        super().__init__(reason, remedy, row, column)
        self.reason = reason
        self.remedy = remedy
        self.row = row
        self.column = column

    @property
    def place(self) -> str:
        """Where to look, or nothing when the whole file is meant."""
        if self.row is None:
            return _("column %(column)s") % {"column": self.column} if self.column else ""
        if not self.column:
            return _("row %(row)d") % {"row": self.row}
        return _("row %(row)d, column %(column)s") % {"row": self.row, "column": self.column}

    def __str__(self) -> str:
        said = f"{self.reason} {self.remedy}".strip()
        return f"{self.place}: {said}" if self.place else said


class TableError(Refusal):
    """The file as a whole cannot be read."""


class RowError(Refusal):
    """One row cannot be read; the rows around it can."""

    row: int
