"""The key formats of the documents, and that every kind knows what makes it stale."""

import pytest

from desktop_app import panels
from desktop_app.domain import cached


def test_the_keys_read_as_the_documents_say() -> None:
    assert cached.session_key("abc") == "session:abc"
    key = cached.KINDS["openmineral:deals"].key(3, "17")
    assert key == "cache:openmineral:deals:3:17"


@pytest.mark.parametrize("kind", cached.KINDS.values(), ids=lambda kind: kind.name)
def test_a_kind_expires_and_names_real_tables(kind: cached.Kind) -> None:
    places = {panel.source.place for panel in panels.load().values()}
    assert 0 < kind.ttl.total_seconds() <= 3600
    assert set(kind.stale_by) <= places
