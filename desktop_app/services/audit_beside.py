"""Verifying the trail beside the window: in a process of its own, with the person's own logins."""

import asyncio
from multiprocessing import get_context
from multiprocessing.connection import Connection

import psycopg

from desktop_app.domain.errors import NotAllowed, Refusal, Unreachable
from desktop_app.services.audit_heads import FOLDER
from desktop_app.services.audit_report import Report
from desktop_app.services.audit_verify import Places as Trail
from desktop_app.services.audit_verify import verify
from desktop_app.services.audit_walk import Progress, unheard
from desktop_app.services.sign_in import Session, with_login
from desktop_app.stack import Places


def of(session: Session, places: Places) -> Trail:
    """The trail as this person may read it."""
    mongodb = with_login(places.mongodb, session.actor.name, session.mongodb_secret)
    return Trail(session.postgres, mongodb, places.data_dir / FOLDER, session.token)


async def verified(trail: Trail, progress: Progress = unheard) -> Report:
    """`progress` hears on the caller's loop how many entries are done, of how many."""
    context = get_context("spawn")
    mine, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(trail, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        while True:
            said = await asyncio.to_thread(mine.recv)
            if isinstance(said, Report):
                return said
            if isinstance(said, Refusal):
                raise said
            progress(*said)
    except EOFError as error:
        raise Unreachable("Verifying the audit trail was cut short. Try again.") from error
    finally:
        process.kill()
        await asyncio.to_thread(process.join)


def _work(trail: Trail, told: "Connection[object, object]") -> None:
    try:
        told.send(verify(trail, lambda done, everything: told.send((done, everything))))
    except Refusal as refusal:
        told.send(refusal)
    except psycopg.errors.InsufficientPrivilege:
        told.send(NotAllowed("Only those who may read the audit trail can verify it."))
    except psycopg.Error:
        told.send(Unreachable("PostgreSQL stopped answering while the trail was verified."))
