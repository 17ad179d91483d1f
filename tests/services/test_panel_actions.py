"""A wrong action is named when the panels are loaded, not when somebody presses it."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table

from desktop_app import panels
from desktop_app.domain.kyc import LIFE
from desktop_app.services.panel import Action, Field
from desktop_app.storage.sql import act_functions
from desktop_app.storage.sql.acts import Act
from desktop_app.storage.tables import lives

KYC = panels.load()["openmineral.kyc_records"]
GOOD = Action(name="approve", title="Approve", state="status", life=LIFE)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": "write"}, "“write” cannot name an action"),
        ({"name": "two words"}, "“two words” cannot name"),
        ({"title": ""}, "“approve” has no title"),
        ({"reason": "perhaps"}, "asks for a reason “perhaps”"),
        ({"state": ""}, "only one of life-cycle and state column"),
        ({"state": "mood"}, "moves “mood”, which is not there"),
        ({"name": "escalate"}, "“escalate” is no step of a KYC record"),
        ({"fields": (Field("note"), Field("note"))}, "asks twice for"),
    ],
)
def test_a_wrong_action_is_named(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=f"OpenMineral KYC: .*{says}"):
        replace(KYC, actions=(replace(GOOD, **change),))


def test_an_action_is_declared_once() -> None:
    with pytest.raises(ValueError, match=r"\['approve'\] are declared twice"):
        replace(KYC, actions=(GOOD, GOOD))


@pytest.mark.parametrize(
    ("declared", "says"),
    [
        ((Act(step="escalate"),), "“escalate” is no step of a KYC record"),
        ((Act(step="approve"), Act(step="approve")), "“approve” is declared twice"),
        ((Act(step="approve", stamps={"mood": "1"}),), r"stamps \['mood'\]"),
        ((Act(step="approve", reason="perhaps"),), "asks for a reason"),
    ],
)
def test_a_wrong_act_is_named(declared: tuple[Act, ...], says: str) -> None:
    table = Table(
        "cases",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("status", String(20), info=lives(LIFE)),
        schema="openmineral",
        info={"acts": declared},
    )
    with pytest.raises(ValueError, match=says):
        list(act_functions.of(table))


def test_a_table_without_a_life_cycle_has_no_acts() -> None:
    columns = Column("id", Integer, primary_key=True)
    info = {"acts": (Act(step="approve"),)}
    table = Table("cases", MetaData(), columns, schema="openmineral", info=info)
    with pytest.raises(ValueError, match="0 life-cycles"):
        list(act_functions.of(table))
