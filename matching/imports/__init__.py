"""Needs and seeds come in from files: `import_needs`, `import_seeds`."""

from matching.imports.services import (
    NEED_MAPPINGS,
    SEED_MAPPINGS,
    import_needs,
    import_seeds,
)

__all__ = ["NEED_MAPPINGS", "SEED_MAPPINGS", "import_needs", "import_seeds"]
