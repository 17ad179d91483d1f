"""`countinghouse doctor`: what is well, what is not, and what to do about it.

It looks and changes nothing: no server is started, no folder and no secret made. A check that
fails or hangs is a finding like any other. Drivers and servers' code are imported by the check
that needs them: the command line loads this file at every start.
"""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial

from desktop_app.commands.doctor_checks import CHECKS, Machine
from desktop_app.commands.doctor_findings import NOTHING, Finding, attempt
from desktop_app.commands.say import say, say_json


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("doctor", help="say what is well, what is not, what to do")
    parser.add_argument("--data-dir", metavar="D", help="the data folder")
    parser.add_argument("--json", action="store_true", help="print JSON for other programs")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    findings = examine(Machine(args.data_dir))
    stops = any(finding.stops for finding in findings)
    if args.json:
        say_json({"ok": not stops, "findings": [asdict(finding) for finding in findings]})
    else:
        say(report(findings))
    return 1 if stops else 0


def report(findings: Sequence[Finding]) -> str:
    lines = []
    for each in findings:
        mark = "STOPS" if each.stops else "ok" if each.ok else "look"
        lines.append(f"{mark:<6}{each.name:<14}{each.words}")
        lines += [f"{'':<20}{each.advice}"] if each.advice != NOTHING else []
    stopping = sum(each.stops for each in findings)
    last = f"{stopping} of these would stop the program." if stopping else "Nothing stops it."
    return "\n".join((*lines, last))


def examine(machine: Machine) -> list[Finding]:
    """Every check's findings; one cause that several checks stumble over is told once."""
    findings: list[Finding] = []
    told: set[str] = set()
    for name, check in CHECKS:
        for finding in attempt(name, partial(check, machine)):
            if finding.ok or finding.words not in told:
                findings.append(finding)
                told.add(finding.words)
    return findings
