"""Secrets in forms: typed unseen, replaced only when typed, in nobody's sight once written."""

from uuid import uuid4

from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app import panels
from desktop_app.domain.query import Query
from desktop_app.services import forms
from desktop_app.ui.form_row import FormRow
from desktop_app.ui.office import Office
from desktop_app.ui.record_new import RecordNew
from desktop_app.ui.record_page import RecordPage
from tests.ui.conftest import Run
from tests.ui.record_ground import opened, some_key, type_in
from tests.ui.waiting import until

WALLETS, KYC = "passa.wallets", "openmineral.kyc_records"
BY_HAND = (
    "multiverse.users", "openmineral.users", KYC, "passa.users", WALLETS, "user_data.users",
    "prismicx.tenants",
)  # fmt: skip


def line(row: FormRow) -> QLineEdit:
    worn = row.editor.wears()
    assert isinstance(worn, QLineEdit)
    return worn


def told(page: RecordPage | RecordNew) -> str:
    return "\n".join(each.text() for each in page.findChildren(QLabel))


def test_what_holds_secrets_can_be_made_by_hand() -> None:
    loaded = panels.load()
    for key in BY_HAND:
        assert forms.why_no_new(loaded[key], forms.inputs(loaded[key])) == "", key
        secrets = {each.name: each.closed for each in forms.inputs(loaded[key]) if each.secret}
        assert all(why == "" for name, why in secrets.items() if name != "password_hash"), secrets


def test_a_stored_secret_is_kept_unless_another_is_typed(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    address = f"G{uuid4().hex.upper()}"

    async def work() -> None:
        page = await opened(office, WALLETS, await some_key(office, WALLETS))
        qtbot.addWidget(page)
        mask = page.row["address"]
        page.body.edit()
        row = page.body.form.rows["address"]  # type: ignore[union-attr]
        assert line(row).text() == ""
        assert line(row).placeholderText().startswith(mask)
        assert line(row).echoMode() == QLineEdit.EchoMode.Password
        type_in(row, address)
        assert page.unsaved() == 1
        type_in(row, "")
        assert page.unsaved() == 0
        type_in(row, address)
        page.body.writing.save()
        await until(lambda: page.body.writing.review.go.isEnabled())
        assert address not in told(page)
        page.body.writing.write()
        await until(lambda: not page.unsaved() and page.row["address"] != mask)
        assert page.row["address"] == f"••••{address[-4:]}"
        assert address not in repr(page.body.changes.base)
        assert address not in told(page)

    run(work)


def test_a_person_of_kyc_is_made_with_all_their_secrets(
    qtbot: QtBot, run: Run, office: Office
) -> None:
    typed = {
        "full_name": "Ana Prata", "date_of_birth": "1980-02-29", "nationality": "PT",
        "address": f"{uuid4()} Rua da Prata", "id_number": f"P{uuid4().hex[:12].upper()}",
    }  # fmt: skip

    async def work() -> None:
        page = RecordNew(office, office.desk.panels[KYC])
        qtbot.addWidget(page)
        page.show()
        rows = page.body.form.rows  # type: ignore[union-attr]
        type_in(rows["date_of_birth"], "someday")
        assert rows["date_of_birth"].told()
        for name, text in typed.items():
            type_in(rows[name], text)
        type_in(rows["id_type"], "passport")
        type_in(rows["risk_level"], "low")
        page.body.writing.save()
        await until(lambda: page.body.writing.review.go.isEnabled())
        assert typed["id_number"] not in told(page)
        page.body.writing.write()
        await until(lambda: not page.unsaved())
        panel = office.desk.panels[KYC]
        found = await office.desk.list(panel, Query(sort="id", descending=True, limit=1))
        assert found.rows[0]["full_name"] == "Ana Prata"
        assert found.rows[0]["id_number"] == f"••••{typed['id_number'][-4:]}"

    run(work)
