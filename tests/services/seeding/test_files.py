"""Files behind the rows: there, whole, sealed where they are private, and told by their SHA-256."""

import zlib
from hashlib import sha256
from typing import Any

import psycopg
from gridfs import GridFSBucket
from sqlalchemy import Connection

from desktop_app.services import sealed_files
from desktop_app.services.seeding import drawing, load
from desktop_app.services.vault_keys import StackSecretsKeys, read_keys
from desktop_app.stack import Places, Secrets
from desktop_app.storage.files import DATABASE, PRIVATE
from tests.services.seeding.ground import Mongo

BEGINNINGS = {"pdf": b"%PDF-1.4", "png": b"\x89PNG"}
NAMED = """
SELECT bucket, path, sha256, size_bytes FROM nexus_mint.property_documents
UNION ALL
SELECT 'investment-documents', path, sha256, NULL FROM nexus_mint.tokenization_reports
WHERE path IS NOT NULL
"""


def stored(mongo: Mongo, bucket: str, **by: Any) -> tuple[str, dict[str, Any], bytes]:
    (found,) = GridFSBucket(mongo[DATABASE], bucket).find(by)
    return str(found._id), dict(found.metadata or {}), found.read()


def test_every_file_that_a_row_names_is_there(
    sql: psycopg.Connection, mongo: Mongo, seeded: Places, alchemy: Connection
) -> None:
    vault = read_keys(alchemy, StackSecretsKeys(Secrets(seeded.data_dir)))
    rows = sql.execute(NAMED).fetchall()
    assert len(rows) > 100
    for bucket, path, digest, size in rows:
        key, about, held = stored(mongo, bucket, filename=path)
        assert about["sha256"] == sha256(held).hexdigest()
        private = bucket in PRIVATE
        plain = sealed_files.unseal(vault, bucket, key, held) if private else held
        assert digest == sha256(plain).hexdigest()
        assert plain.startswith(BEGINNINGS[path[-3:]])
        assert about["sealed"] is private
        assert size in (None, len(plain))


def test_every_paper_of_a_deal_opens(seeded: Places, mongo: Mongo, alchemy: Connection) -> None:
    vault = read_keys(alchemy, StackSecretsKeys(Secrets(seeded.data_dir)))
    papers = mongo["openmineral"]["documents"].find().to_list()
    assert len(papers) > 50
    for paper in papers:
        key, _, held = stored(mongo, "deal-documents", _id=paper["file_id"])
        page = sealed_files.unseal(vault, "deal-documents", key, held)
        assert page.startswith(BEGINNINGS["pdf"])


def test_seeding_again_leaves_one_of_each_and_those_of_people(seeded: Places, mongo: Mongo) -> None:
    images = GridFSBucket(mongo[DATABASE], "property-images")
    mine = images.upload_from_stream("mine.png", b"mine")
    entries = mongo[DATABASE]["investment-documents.files"]
    before = entries.count_documents({})
    load.seed(seeded, "small", 1)
    assert entries.count_documents({}) == before > 50
    assert images.open_download_stream(mine).read() == b"mine"
    images.delete(mine)


def test_a_page_says_where_its_parts_begin() -> None:
    page = drawing.pdf("A (deed) \\", ["Zürich, № 1"])
    table = int(page.rpartition(b"startxref\n")[2].split(b"\n")[0])
    assert page[table:].startswith(b"xref\n0 6\n")
    for number, line in enumerate(page[table:].split(b"\n")[3:8], 1):
        assert page[int(line[:10]) :].startswith(b"%d 0 obj" % number)
    assert b"(A \\(deed\\) \\\\)" in page
    assert "Zürich, ? 1".encode("cp1252") in page


def test_a_picture_has_all_its_points() -> None:
    for draw in range(0, 40_000, 97):
        picture = drawing.png(draw)
        start = picture.index(b"IDAT")
        length = int.from_bytes(picture[start - 4 : start])
        points = zlib.decompress(picture[start + 4 : start + 4 + length])
        assert len(points) == drawing.HEIGHT * (1 + 3 * drawing.WIDTH)
