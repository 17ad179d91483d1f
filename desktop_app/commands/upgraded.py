"""Servers with this program's schema: what most commands begin with."""

from collections.abc import Iterator
from contextlib import contextmanager

from desktop_app import panels
from desktop_app.services import schema
from desktop_app.services.servers import joined
from desktop_app.stack import Places


@contextmanager
def upgraded(data_dir: str | None) -> Iterator[Places]:
    with joined(data_dir) as places:
        schema.ensure(places, panels.load())
        yield places
