"""Settings: the order of places, and what each place may not say."""

import os
from pathlib import Path
from typing import Any

import pytest

from desktop_app.config import GIB, Settings, declared, load, save
from desktop_app.domain.errors import Invalid


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_without_anything_the_defaults_hold(file: Path) -> None:
    assert load(file, environment={}) == Settings()
    assert Settings().low_disk_bytes == GIB
    assert not file.exists()


def test_argument_before_environment_before_file(file: Path) -> None:
    file.write_text("page_rows = 100\n")
    variables = {"COUNTINGHOUSE_PAGE_ROWS": "300"}
    assert load(file, environment={}).page_rows == 100
    assert load(file, environment=variables).page_rows == 300
    assert load(file, {"page_rows": 400}, variables).page_rows == 400
    assert load(file, {"page_rows": None}, variables).page_rows == 300
    assert load(file, environment={"COUNTINGHOUSE_PAGE_ROWS": ""}).page_rows == 100


def test_the_real_environment_is_asked(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "COUNTINGHOUSE_THEME", "dark")
    assert load(file).theme == "dark"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ('page_rows = "many"', "page_rows"),
        ("page_rows = true", "page_rows"),
        ("page_rows = 200.0", "page_rows"),
        ("page_rows = 1", "page_rows"),
        ("low_disk_bytes = 99999999999999999999", "low_disk_bytes"),
        ("theme = 1", "theme"),
        ('theme = "pink"', "theme"),
        ('environment = "production"', "environment"),
        ('mongodb_url = "postgresql://host/db"', "mongodb_url"),
        ('redis_url = "host:6379"', "redis_url"),
        ('thme = "dark"', "thme"),
        ("[theme]\na = 1", "theme"),
    ],
)
def test_a_wrong_value_names_key_and_file(file: Path, written: str, key: str) -> None:
    file.write_text(written)
    with pytest.raises(Invalid) as refused:
        load(file, environment={})
    assert refused.value.field == key
    assert f"“{key}”" in str(refused.value)
    assert str(file) in str(refused.value)


def test_an_overridden_wrong_value_is_still_refused(file: Path) -> None:
    file.write_text("page_rows = 1")
    with pytest.raises(Invalid):
        load(file, {"page_rows": 200}, {})


def test_a_near_miss_is_suggested(file: Path) -> None:
    file.write_text('thme = "dark"')
    with pytest.raises(Invalid, match="did you mean “theme”"):
        load(file, environment={})


def test_an_amount_of_bytes_may_be_given_in_words(file: Path) -> None:
    given = {"COUNTINGHOUSE_LOW_DISK_BYTES": "2 GiB"}
    assert load(file, environment=given).low_disk_bytes == 2**31
    with pytest.raises(Invalid, match="must be at least 64 MiB"):
        load(file, environment={"COUNTINGHOUSE_LOW_DISK_BYTES": "1 MiB"})


@pytest.mark.parametrize("spoken", ["many", "1.5", "0x10", "9" * 400])
def test_a_wrong_variable_names_itself(file: Path, spoken: str) -> None:
    with pytest.raises(Invalid, match="COUNTINGHOUSE_PAGE_ROWS"):
        load(file, environment={"COUNTINGHOUSE_PAGE_ROWS": spoken})


@pytest.mark.parametrize(
    "content", [b"theme = ", b"\xff\xfe", b'theme = "dark"\ntheme = "dark"', b"\x00"]
)
def test_a_broken_file_is_named(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(Invalid) as refused:
        load(file, environment={})
    assert str(file) in str(refused.value)


def test_a_folder_in_its_place_is_named(file: Path) -> None:
    file.mkdir()
    with pytest.raises(Invalid, match=r"config\.toml"):
        load(file, environment={})
    with pytest.raises(Invalid, match=r"config\.toml"):
        save(file, {"theme": "dark"})


@pytest.mark.parametrize(
    ("key", "url"),
    [
        ("postgres_url", "postgresql://ada:pw-hunter2@host/db"),
        ("postgres_url", "postgresql://ada:pw-hunter2/?#@host/db"),
        ("postgres_url", "postgresql://host/db?password=pw-hunter2"),
        ("postgres_url", "postgresql://host/db?sslmode=require&sslpassword=pw-hunter2"),
        ("postgres_url", "postgresql://host/db?pass%77ord=pw-hunter2"),
        ("postgres_replica_url", "postgresql://ada%3Apw-hunter2@host/db"),
        ("mongodb_url", "mongodb://ada:pw-hunter2@one:1,two:2/?tls=true"),
        ("mongodb_url", "mongodb://h/?authMechanismProperties=AWS_SESSION_TOKEN:pw-hunter2"),
        ("redis_url", "rediss://:pw-hunter2@host:6379/0"),
    ],
)
def test_the_file_may_hold_no_password(file: Path, key: str, url: str) -> None:
    file.write_text(f'{key} = "{url}"')
    with pytest.raises(Invalid, match="holds a password") as refused:
        load(file, environment={})
    assert "hunter2" not in str(refused.value)
    with pytest.raises(Invalid, match="holds a password"):
        save(file.with_name("other.toml"), {key: url})
    assert not file.with_name("other.toml").exists()


@pytest.mark.parametrize(
    ("key", "url"),
    [
        ("postgres_url", "postgresql://host:5432/db?sslmode=verify-full&passfile=/x"),
        ("postgres_url", "postgresql://ada@host:5432/db"),
        ("mongodb_url", "mongodb://one:1,two:2/?replicaSet=main&tls=true"),
        ("redis_url", "unix:///run/valkey.sock"),
        ("redis_url", ""),
    ],
)
def test_a_place_without_a_password_is_kept(file: Path, key: str, url: str) -> None:
    save(file, {key: url})
    assert getattr(load(file, environment={}), key) == url


def test_the_environment_may_carry_one_but_it_is_not_printed(file: Path) -> None:
    url = "postgresql://ada:pw-hunter2@host/db"
    settings = load(file, environment={"COUNTINGHOUSE_POSTGRES_URL": url})
    assert settings.postgres_url == url
    assert "hunter2" not in repr(settings)
    assert "theme='system'" in repr(settings)


def test_a_refused_url_is_not_quoted(file: Path) -> None:
    with pytest.raises(Invalid) as refused:
        load(file, environment={"COUNTINGHOUSE_REDIS_URL": "http://ada:pw-hunter2@host"})
    assert "hunter2" not in str(refused.value)


def test_saving_changes_only_what_is_named(file: Path) -> None:
    save(file, {"theme": "dark", "page_rows": 100})
    save(file, {"page_rows": None})
    assert load(file, environment={}) == Settings(theme="dark")
    assert "page_rows" not in file.read_text()
    assert [each.name for each in file.parent.iterdir()] == ["config.toml"]


@pytest.mark.parametrize("change", [{"thme": "dark"}, {"theme": "pink"}, {"page_rows": "1"}])
def test_saving_refuses_what_loading_would(file: Path, change: dict[str, Any]) -> None:
    save(file, {"theme": "dark"})
    before = file.read_text()
    with pytest.raises(Invalid):
        save(file, change)
    assert file.read_text() == before


def test_every_setting_has_words_and_a_default_that_holds() -> None:
    for setting in declared():
        assert setting.words.endswith(".")
        assert isinstance(setting.default, setting.type)
        assert setting.variable == f"COUNTINGHOUSE_{setting.key.upper()}"
        assert not setting.choices or setting.default in setting.choices
