"""What verifying may find, in sentences that name the entry."""

from typing import Any

from desktop_app.domain.chain import Fault


def stranger(row: dict[str, Any]) -> Fault:
    said = (
        f"The row {row['id']} ({row['place']}, {row['row_key']}) lies before the chain's end, "
        "and the worker never saw it: it was inserted later."
    )
    return Fault(0, str(row["id"]), "inserted", said)


def gone(first: int, last: int) -> Fault:
    which = f"Entry {first} is" if first == last else f"Entries {first} to {last} are"
    return Fault(first, "", "missing", f"{which} missing in the chain.")


def unlinked(number: int, row_id: bytes) -> Fault:
    row = row_id.decode()
    said = f"Entry {number} (row {row}) does not follow from the one before it."
    return Fault(number, row, "altered", said, "chain")


def not_the_head(number: int, where: str) -> Fault:
    said = f"The chain at entry {number} is not the one whose head was signed ({where})."
    return Fault(number, "", "altered", said, "head")


def no_head(number: int, where: str) -> Fault:
    return Fault(number, "", "missing", f"The head of entry {number} is missing in {where}.")


def cut(number: int, end: int, where: str) -> Fault:
    said = f"{where[0].upper()}{where[1:]} knows entry {number}, the chain ends at {end}."
    return Fault(end + 1, "", "cut", f"The tail of the trail was cut: {said}")
