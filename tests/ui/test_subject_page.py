"""Everything about a subject, on the real servers: what belongs together, and nothing else."""

import asyncio
from typing import Any

import psycopg
from pytestqt.qtbot import QtBot

from desktop_app.domain.errors import Unreachable
from desktop_app.domain.query import EVERYTHING, Op, Query, Where
from desktop_app.domain.subjects import SUBJECTS, subject_of
from desktop_app.services import places as where
from desktop_app.services.subject import Joined, Subjects
from desktop_app.stack import Places
from desktop_app.ui.office import Office
from desktop_app.ui.subject_page import SubjectPage
from tests.ui.conftest import Run
from tests.ui.waiting import until

USERS = "multiverse.users"
PEOPLE = ("multiverse.users", "nexus_mint.user_profiles", "auth.users", "passa.users",
          "openmineral.users", "user_data.users")  # fmt: skip
BY_WALLET = """
SELECT u.user_id, w.user_id FROM multiverse.users u
JOIN passa.wallets w ON w.address_index = u.wallet_address_index
WHERE w.status = 'verified' AND w.type <> 'custodial' AND NOT w.is_deleted LIMIT 1"""


async def everything(office: Office, panel: str, where_: Where) -> Joined:
    desk = office.desk
    rows = (await desk.list(desk.panels[panel], Query(panel, where_, desk.panels[panel].sort))).rows
    key = desk.panels[panel].source.key(rows[0])
    subject = subject_of(panel)
    assert subject is not None
    return await Subjects(desk).joined(subject, desk.panels[panel], key)


def keys(found: Joined) -> dict[str, set[str]]:
    return {panel: set(rows) for panel, rows in found.rows.items() if rows}


def test_a_person_is_the_same_from_every_side_and_nobody_else_comes_in(
    run: Run, office: Office, sampled: Places
) -> None:
    count = " + ".join(f"(SELECT count(*) FROM {p} t WHERE t.email = u.email)" for p in PEOPLE)
    asked = f"SELECT u.email, {count} AS n FROM multiverse.users u ORDER BY n DESC, 1 LIMIT 3"
    with psycopg.connect(sampled.postgres) as administrator:
        people = administrator.execute(asked).fetchall()

    async def work() -> None:
        for email, count in people:
            assert count >= 5
            first = await everything(office, USERS, Where("email", Op.EQUAL, email))
            rows = [row for part in first.rows.values() for row in part.values()]
            assert {row["email"] for row in rows} == {email}
            assert len(rows) == count
            for panel in first.rows:
                again = await everything(office, panel, Where("email", Op.EQUAL, email))
                assert keys(again) == keys(first)

    run(work)


def test_a_wallet_joins_whom_no_address_does_and_only_when_it_is_shown_to_be_theirs(
    run: Run, office: Office, sampled: Places
) -> None:
    with psycopg.connect(sampled.postgres) as administrator:
        there = administrator.execute(BY_WALLET).fetchone()
        assert there
        multiverse, passa = there

        def renamed(email: str) -> None:
            change = "UPDATE passa.users SET email = %s WHERE user_id = %s RETURNING email"
            administrator.execute("SET session_replication_role = replica")
            administrator.execute(change, (email, passa))
            administrator.commit()

        def custodial(kind: str) -> None:
            administrator.execute(
                "UPDATE passa.wallets SET type = %s WHERE user_id = %s", (kind, passa)
            )
            administrator.commit()

        before = administrator.execute(
            "SELECT email FROM passa.users WHERE user_id = %s", (passa,)
        ).fetchone()
        kinds = administrator.execute(
            "SELECT wallet_id, type FROM passa.wallets WHERE user_id = %s", (passa,)
        ).fetchall()
        assert before
        start = Where("user_id", Op.EQUAL, multiverse)

        async def found() -> Joined:
            return await everything(office, USERS, start)

        try:
            renamed("somebody.else@example.com")
            joined = run(found)
            assert str(passa) in joined.rows["passa.users"]
            assert joined.by["passa.users"] == {"wallet"}
            custodial("custodial")
            assert "passa.users" not in run(found).rows
        finally:
            renamed(before[0])
            for wallet, kind in kinds:
                administrator.execute(
                    "UPDATE passa.wallets SET type = %s WHERE wallet_id = %s", (kind, wallet)
                )
            administrator.commit()


def test_every_subject_shows_what_its_lists_hold(qtbot: QtBot, run: Run, office: Office) -> None:
    desk = office.desk

    async def work() -> None:
        for subject in SUBJECTS:
            panel = desk.panels[next(part.panel for part in subject.parts if part.door)]
            row = (await desk.list(panel, Query(panel.key, EVERYTHING, panel.sort))).rows[0]
            page = SubjectPage(office, where.written(panel, panel.source.key(row)))
            qtbot.addWidget(page)
            await asked(page)
            for shown in page.cards:
                if shown.card.query is None:
                    assert shown.said == "–"
                    continue
                listed = desk.panels[shown.card.panel]
                count = (await desk.count(listed, shown.card.query, "exact")).rows
                assert shown.said == f"{count:,}"
                assert shown.isEnabled() == (count > 0)

    run(work)


def test_a_silent_store_reads_unavailable_and_never_nothing(
    qtbot: QtBot, run: Run, office: Office, monkeypatch: Any
) -> None:
    desk = office.desk

    async def silent(*_: object) -> None:
        raise Unreachable("MongoDB does not answer.")

    async def work() -> None:
        panel = desk.panels[USERS]
        row = (await desk.list(panel, Query(panel.key, EVERYTHING, panel.sort))).rows[0]
        monkeypatch.setattr(type(desk.panels["multiverse.digital_assets"].source), "page", silent)
        page = SubjectPage(office, where.written(panel, panel.source.key(row)))
        qtbot.addWidget(page)
        await asked(page)
        for shown in page.cards:
            there = desk.panels[shown.card.panel].source.store
            assert (shown.said == "unavailable") == (there == "mongodb")
            if there == "mongodb":
                assert shown.second.startswith("since ")
        monkeypatch.undo()
        await asyncio.sleep(0)

    run(work)


async def asked(page: SubjectPage) -> None:
    await until(lambda: page.cards and not page._reads.names)
