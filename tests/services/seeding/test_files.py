"""Files behind the rows: there, whole, sealed where they are private, and told by their SHA-256."""

import json
import zlib
from hashlib import sha256
from typing import Any

import psycopg
from gridfs import GridFSBucket
from sqlalchemy import Connection

from desktop_app.services import sealed_files
from desktop_app.services.seeding import drawing, load, shelf
from desktop_app.services.vault_keys import StackSecretsKeys, read_keys
from desktop_app.stack import Places, Secrets
from desktop_app.storage.files import BUCKETS, DATABASE, PRIVATE
from tests.services.seeding.ground import Mongo, world
from tests.services.seeding.plain_rows import BATCHES, rows_of

BEGINNINGS = {"pdf": b"%PDF-1.4", "png": b"\x89PNG"}
NAMED = """
SELECT bucket, path, sha256, size_bytes FROM nexus_mint.property_documents
UNION ALL
SELECT 'investment-documents', path, sha256, NULL FROM nexus_mint.tokenization_reports
WHERE path IS NOT NULL
UNION ALL
SELECT one ->> 'bucket', one ->> 'path', one ->> 'sha256', (one ->> 'size_bytes')::bigint
FROM nexus_mint.ai_interactions, jsonb_array_elements(attachments) AS one
"""
AVATARS = "SELECT id, raw_user_meta_data ->> 'avatar_url' FROM auth.users"
HANDED_IN = "SELECT id, id_type FROM openmineral.kyc_records"
CHECKED = "SELECT id FROM openmineral.compliance_checks WHERE status <> 'pending'"
PROFILES = "SELECT id, kyc_data_sealed FROM nexus_mint.user_profiles WHERE kyc_data IS NOT NULL"


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


def test_every_report_has_its_file(seeded: Places, mongo: Mongo, alchemy: Connection) -> None:
    vault = read_keys(alchemy, StackSecretsKeys(Secrets(seeded.data_dir)))
    reports = mongo["openmineral"]["reports"].find().to_list()
    assert reports
    for each in reports:
        key, about, held = stored(mongo, "deal-documents", _id=each["file"]["file_id"])
        page = sealed_files.unseal(vault, "deal-documents", key, held)
        assert each["file"]["sha256"] == sha256(page).hexdigest()
        assert about["owner"] == f"openmineral.reports/{each['_id']}"


def test_pictures_of_users_are_open_to_all(sql: psycopg.Connection, mongo: Mongo) -> None:
    shown = {key: where for key, where in sql.execute(AVATARS) if where}
    assert len(shown) > 50
    for key, where in shown.items():
        bucket, path = where.split("/", 1)
        _, about, picture = stored(mongo, bucket, filename=path)
        assert picture.startswith(BEGINNINGS["png"])
        assert about["owner"] == f"auth.users/{key}"


def test_what_a_record_has_is_found_by_its_place_and_key(
    sql: psycopg.Connection, seeded: Places, mongo: Mongo, alchemy: Connection
) -> None:
    vault = read_keys(alchemy, StackSecretsKeys(Secrets(seeded.data_dir)))
    bucket = GridFSBucket(mongo[DATABASE], "kyc-documents")
    for key, kind in sql.execute(HANDED_IN).fetchall():
        of = f"openmineral.kyc_records/{key}"
        found = bucket.find({"metadata.owner": of}).to_list()
        assert {each.filename for each in found} == {f"{of}/{kind}.pdf", f"{of}/portrait.png"}
        for each in found:
            opened = sealed_files.unseal(vault, "kyc-documents", str(each._id), each.read())
            assert opened.startswith(BEGINNINGS[each.filename[-3:]])
    for (key,) in sql.execute(CHECKED).fetchall():
        _, about, held = stored(
            mongo, "evidence", **{"metadata.owner": f"openmineral.compliance_checks/{key}"}
        )
        assert about["sealed"]
        assert b"%PDF" not in held


def test_a_sealed_profile_names_the_paper_that_was_handed_in(
    sql: psycopg.Connection, seeded: Places, mongo: Mongo, alchemy: Connection
) -> None:
    vault = read_keys(alchemy, StackSecretsKeys(Secrets(seeded.data_dir)))
    handed_in = sql.execute(PROFILES).fetchall()
    assert len(handed_in) > 20
    for key, closed in handed_in:
        kyc = vault.open("kyc", "nexus_mint.user_profiles.kyc_data", key, closed)
        file = json.loads(kyc)["document"]["file"]
        name, _, held = stored(mongo, file["bucket"], filename=file["path"])
        paper = sealed_files.unseal(vault, file["bucket"], name, held)
        assert file["sha256"] == sha256(paper).hexdigest()


def test_no_bucket_is_empty(seeded: Places, mongo: Mongo) -> None:
    assert [each for each in BUCKETS if not mongo[DATABASE][f"{each}.files"].find_one()] == []


def test_larger_seeds_draw_no_picture_for_everybody() -> None:
    large = world("large")
    batch = BATCHES["auth.users"]
    assert all('"avatar_url"' not in row[7] for row in rows_of(batch, large, shelf.MOST))
    assert not large.shelf.waiting


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
        assert len(points(drawing.png(draw))) == drawing.HEIGHT * (1 + 3 * drawing.WIDTH)
        assert len(points(drawing.portrait(draw))) == drawing.SIDE * (1 + 3 * drawing.SIDE)


def points(picture: bytes) -> bytes:
    start = picture.index(b"IDAT")
    length = int.from_bytes(picture[start - 4 : start])
    return zlib.decompress(picture[start + 4 : start + 4 + length])
