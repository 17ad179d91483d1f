"""A process that has imported everything, from which workers are forked: starting one is quick."""

import multiprocessing
from multiprocessing.context import ForkServerContext

from desktop_app import app, panels

panels.load()


def context() -> ForkServerContext:
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload([__name__, "desktop_app.commands.worker"])
    return made


def work(data_dir: str) -> None:
    """What `countinghouse worker` does, in a process of its own."""
    raise SystemExit(app.main(["worker", "--data-dir", data_dir]))
