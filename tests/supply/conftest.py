"""What the product needs, looked up once."""

import pytest

from supply.distributions import Needed, needed
from supply.project import project


@pytest.fixture(scope="session")
def packages() -> dict[str, Needed]:
    return needed(project())
