"""The one place of the command line that writes to standard output."""

import json
import sys


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def say_json(value: object) -> None:
    say(json.dumps(value, indent=2, default=str))
