from collections.abc import Iterator

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """What is said to people is compared in English, whatever the portal's language."""
    with override("en"):
        yield
