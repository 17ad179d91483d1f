"""Whether one was asked to stop: drivers answer a cancelled question with an error of their own."""

import asyncio


def stopping() -> bool:
    """This task was cancelled: a loop that forgives errors asks this, or goes on for ever."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
