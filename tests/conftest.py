"""Real servers for the tests: one local stack a run, migrated once, stopped at the end."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from logging import WARNING
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from desktop_app.services import sample
from desktop_app.stack import Places, Stack
from tests.preparing import STORE, folder, lay_schema, with_sample
from tests.services.act_people import People
from tests.services.act_rows import Rows

TOLD_AT_THE_END = "told at the end"
# Nothing here asserts times: a machine that is busy is not a test that fails.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
os.environ.setdefault("COUNTINGHOUSE_KEYRING", "file")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for name in ("POSTGRES_URL", "MONGODB_URL", "REDIS_URL", "DATA_DIR"):
    os.environ.pop(f"COUNTINGHOUSE_{name}", None)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ[STORE] = tempfile.mkdtemp(prefix="countinghouse-tests-", dir="/var/tmp")
        Path(os.environ[STORE]).chmod(0o755)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ[STORE], ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long figures may take as long as they need."""
    for item in items:
        if item.get_closest_marker("long") or item.get_closest_marker("sample"):
            item.add_marker(pytest.mark.timeout(0))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests have to tell about what they saw, whichever process they ran in."""
    reports = [each for some in terminalreporter.stats.values() for each in some]
    for each in reports:
        for name, told in getattr(each, "user_properties", ()):
            if name == TOLD_AT_THE_END and each.when == "call":
                terminalreporter.write_line(str(told))


@pytest.fixture(scope="session")
def data_dir() -> Iterator[Path]:
    with folder() as made:
        lay_schema(made)
        yield made


@pytest.fixture(scope="session")
def sampled() -> Iterator[Places]:
    """Servers of their own with the small sample, for who looks at data and changes little."""
    with with_sample() as started:
        yield started


@pytest.fixture(scope="session")
def places(data_dir: Path) -> Iterator[Places]:
    """The three servers with the whole schema, no rows and the two sample logins."""
    with Stack(data_dir).join() as started:
        sample.enrol(started)
        yield started


@pytest.fixture(scope="session")
def people(places: Places) -> Iterator[People]:
    made = People(places)
    yield made
    made.close()


@pytest.fixture(scope="session")
def rows(places: Places) -> Iterator[Rows]:
    made = Rows(places.postgres)
    yield made
    made.close()


@pytest.fixture
def administrator(places: Places) -> Iterator[psycopg.Connection]:
    """A connection as the stack's superuser; what a test does on it is rolled back."""
    with psycopg.connect(places.postgres) as connection:
        yield connection
        connection.rollback()


@pytest.fixture(autouse=True)
def no_logged_warning(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """A logged warning is a failure, unless the test is about one (marker `warns`)."""
    yield
    if request.node.get_closest_marker("warns") is None:
        told = [record for record in caplog.get_records("call") if record.levelno >= WARNING]
        assert not told, [record.getMessage() for record in told]
