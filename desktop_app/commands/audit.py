"""`countinghouse audit verify [--json]`: is the audit trail unaltered, and is it complete."""

import argparse
import sys

from desktop_app import paths
from desktop_app.commands.say import say, say_json
from desktop_app.commands.upgraded import upgraded
from desktop_app.services import audit_logins
from desktop_app.services.audit_report import Report
from desktop_app.services.audit_verify import verify
from desktop_app.stack import Secrets

SHOWN = 10


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("audit", help="prove the audit trail")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    proof = actions.add_parser("verify", help="is it unaltered, is it complete; where not, first")
    proof.add_argument("--data-dir", metavar="D")
    proof.add_argument("--json", action="store_true")
    proof.set_defaults(run=run_verify)


def run_verify(chosen: argparse.Namespace) -> int:
    with upgraded(chosen.data_dir) as places:
        trail = audit_logins.enrol(places, Secrets(paths.data_dir(chosen.data_dir)))
        report = verify(trail, _tell)
    if chosen.json:
        say_json(report.as_json())
    else:
        say("\n".join(_sentences(report)))
    return 0 if report.unaltered and report.complete else 1


def _tell(done: int, everything: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done:,} of {everything:,} entries")
        sys.stderr.write("\n" if done >= everything else "")


def _sentences(report: Report) -> list[str]:
    told = [
        f"Unaltered: {'yes' if report.unaltered else 'NO'}",
        f"Complete:  {'yes' if report.complete else 'NO'}",
        f"{report.entries:,} entries, {report.bulk:,} of them declared bulk entries, "
        f"{report.erased:,} erased, {report.archived:,} archived; {report.pending:,} rows are "
        "pending: not yet chained, so nothing is proved of them.",
    ]
    counted = {"postgresql": "PostgreSQL", "mongodb": "MongoDB", "file": "the file"}
    copies = (f"{report.heads[name]} in {words}" if report.heads[name] is not None
              else f"{words} could not be asked" for name, words in counted.items())  # fmt: skip
    told.append(f"Signed heads: {', '.join(copies)}.")
    told += [f"Signed by the key {key}." for key in report.keys]
    if report.keys and not report.vouched:
        told.append("No key in this data folder vouches for it: compare it with the worker's.")
    if report.first:
        told.append(f"The first bad entry: {report.first.sentence}")
        faults = sorted(report.faults, key=lambda each: each.entry)[1:SHOWN]
        told += [f"Also: {each.sentence}" for each in faults]
    return told
