"""Which states carry a mark: their tone and their icon. Other words are read as plain text."""

from desktop_app.ui.theme import Tone

Mark = tuple[Tone, str]

DONE: Mark = (Tone.GOOD, "check")
WAITING: Mark = (Tone.WARN, "clock")
LATE: Mark = (Tone.WARN, "warning")
STOPPED: Mark = (Tone.BAD, "x")
MOVING: Mark = (Tone.INFO, "play")
RESTING: Mark = (Tone.PLAIN, "pause")
OVER: Mark = (Tone.PLAIN, "minus")
WRITTEN: Mark = (Tone.PLAIN, "pencil-simple")
KEPT: Mark = (Tone.PLAIN, "archive")
HELD: Mark = (Tone.INFO, "lock")

YES: Mark = (Tone.GOOD, "check")
NO: Mark = (Tone.PLAIN, "minus")

MARKS: dict[str, Mark] = {
    **dict.fromkeys(
        ("approved", "completed", "compliant", "confirmed", "paid", "published", "verified"), DONE
    ),
    **dict.fromkeys(("resolved", "available", "success", "succeeded", "low", "done"), DONE),
    **dict.fromkeys(
        ("pending", "planning", "provisioning", "deploying", "processing", "queued", "in_review"),
        WAITING,
    ),
    **dict.fromkeys(("postponed", "expired", "medium", "warning", "decommissioning"), LATE),
    **dict.fromkeys(
        ("rejected", "failed", "non_compliant", "suspended", "high", "critical", "error"), STOPPED
    ),
    **dict.fromkeys(("active", "running", "launched", "open", "in_progress"), MOVING),
    **dict.fromkeys(("paused", "inactive"), RESTING),
    **dict.fromkeys(("cancelled", "deprecated", "refunded", "used", "closed", "revoked"), OVER),
    **dict.fromkeys(("archived",), KEPT),
    **dict.fromkeys(("draft",), WRITTEN),
    **dict.fromkeys(("reserved", "sold", "purchased", "token_sold", "locked"), HELD),
}


def mark(state: object) -> Mark | None:
    return MARKS.get(state.lower()) if isinstance(state, str) else None
