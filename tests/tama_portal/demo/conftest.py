import pytest

from tama_portal.demo.records import World
from tama_portal.demo.world import build_world


@pytest.fixture(scope="session")
def world() -> World:
    return build_world()
