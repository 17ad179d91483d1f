"""A workstation is enrolled once by a file; a copy of it opens nothing afterwards."""

from pathlib import Path

import pytest

from desktop_app.domain.errors import Gone, Invalid, NotAllowed
from desktop_app.services import enrolment, sign_in
from desktop_app.stack import Places
from tests.services.identity_people import PASSWORD, Keeper, hired


def test_a_file_enrols_one_workstation_once(places: Places, tmp_path: Path) -> None:
    person = hired(places, "mover", "operator")
    file, copy = tmp_path / "mover.json", tmp_path / "copy.json"
    enrolment.issue(places, person.login, file)
    assert file.stat().st_mode & 0o777 == 0o600
    copy.write_text(file.read_text())
    with pytest.raises(NotAllowed):  # what the earlier workstation keeps is over
        person.sign_in()
    with pytest.raises(Invalid, match="cannot be written"):
        enrolment.issue(places, person.login, copy)
    here, there = Keeper(), Keeper()
    assert enrolment.take(places, file, here) == person.login
    assert not file.exists()
    with pytest.raises(NotAllowed, match="used before"):
        enrolment.take(places, copy, there)
    assert there == {}
    session = sign_in.enrolled(places.postgres, person.login, PASSWORD, here)
    assert session.actor.name == person.login
    with pytest.raises(NotAllowed):
        sign_in.enrolled(places.postgres, person.login, "not my password at all", here)


def test_what_is_no_enrolment_is_refused(places: Places, tmp_path: Path) -> None:
    with pytest.raises(Gone, match="no active member"):
        enrolment.issue(places, "never_hired", tmp_path / "x")
    for content in ("", "{}", '{"kind": "other"}', "[]"):
        file = tmp_path / "bad.json"
        file.write_text(content)
        with pytest.raises(Invalid, match="no enrolment file"):
            enrolment.take(places, file, Keeper())
