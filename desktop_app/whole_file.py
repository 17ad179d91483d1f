"""Small files are replaced as a whole: a crash leaves the old content or the new, never half."""

import os
import threading
from collections.abc import Callable
from pathlib import Path


def write_whole(
    path: Path,
    content: str | bytes,
    given: Callable[[Path], None] = lambda _: None,
    *,
    durable: bool = True,
) -> None:
    """Its owner alone may read it; `given` may hand the file over before it takes its place.

    What is not `durable` may be the old content again after a power cut, and keeps nobody waiting.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
        given(part)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
