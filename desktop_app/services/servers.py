"""Which servers this run works with: a company's, by URL, or the local stack, started."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from desktop_app import config, paths
from desktop_app.domain.errors import Invalid
from desktop_app.domain.profiles import verified
from desktop_app.stack import Places, Stack


def quiet(_sentence: str) -> None:
    """For those who do not want to hear how it goes."""


def named(data_dir: str | Path | None) -> Places | None:
    """A company's servers, where the settings name them; all three or none."""
    settings = config.load(paths.config_file(data_dir))
    urls = (settings.postgres_url, settings.mongodb_url, settings.redis_url)
    if not any(urls):
        return None
    if not all(urls):
        raise Invalid(
            "Name all three servers or none: COUNTINGHOUSE_POSTGRES_URL, "
            "COUNTINGHOUSE_MONGODB_URL and COUNTINGHOUSE_REDIS_URL."
        )
    postgres, mongodb, redis = map(verified, urls)
    folder = paths.data_dir(data_dir)
    return Places(postgres, mongodb, redis, folder, False, settings.keys_url)


def is_new(data_dir: str | Path | None) -> bool:
    """Neither are servers named, nor was a local stack ever made here."""
    return named(data_dir) is None and Stack(paths.data_dir(data_dir)).is_new


@contextmanager
def joined(data_dir: str | Path | None, say: Callable[[str], None] = quiet) -> Iterator[Places]:
    """The servers, answering, for as long as they are needed.

    A company's are used as named. The local ones are started if need be, shared with whoever
    uses them too, and stopped by the last one out.
    """
    if elsewhere := named(data_dir):
        yield elsewhere
        return
    keys = config.load(paths.config_file(data_dir)).keys_url
    with Stack(paths.data_dir(data_dir)).join(say=say) as places:
        yield replace(places, keys=keys)
