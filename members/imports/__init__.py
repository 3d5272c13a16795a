"""Members come in from a file: `import_members`; and what every import looks up by name."""

from members.imports.references import References
from members.imports.services import import_members

__all__ = ["References", "import_members"]
