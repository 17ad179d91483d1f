"""Whether one was asked to stop: a driver may answer a cancelled question all the same.

On Python 3.11 `asyncio.wait_for`, which Redis's driver sends by, gives its result and drops the
cancellation when both come at once; others answer with an error of their own.
"""

import asyncio


def stopping() -> bool:
    """This task was cancelled: a loop asks this after its work, or goes on for ever."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
