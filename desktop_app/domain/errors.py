"""Every refusal a person may be shown. Anything else that escapes is a bug.

Refusal
├── NotAllowed    the person lacks a right, and the text says which
├── NeedsApproval other people must agree first; `policies` names what demands it
├── NeedsProof    the person must prove the password again first
├── Conflict      somebody was faster, or the record's state does not allow the step
├── DoneBefore    this very command was carried out already, and `answer` is what it came to
├── Gone          the record is no longer there
├── Invalid       a value cannot be accepted; `field` says which one
└── Unreachable   a server does not answer: the environment's fault, not ours
"""


class Refusal(Exception):
    """The request was understood and declined; the text is a sentence fit to be shown."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class NotAllowed(Refusal):
    """The person lacks a right, and the text says which."""


class NeedsApproval(Refusal):
    """Nothing is wrong with it, but other people must agree first: ask with a reason."""

    def __init__(self, sentence: str, *, policies: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.policies = policies


class NeedsProof(Refusal):
    """Nothing is wrong with it, but the password was proved too long ago: ask for it again."""


class Conflict(Refusal):
    """Somebody else moved the record first, or its state does not allow the step."""


class DoneBefore(Refusal):
    """This very command was carried out already: `answer` is what it came to."""

    def __init__(self, sentence: str, *, answer: str = "") -> None:
        super().__init__(sentence)
        self.answer = answer


class Gone(Refusal):
    """The record is no longer there."""


class Invalid(Refusal):
    """A value cannot be accepted; `field` names it."""


class Unreachable(Refusal):
    """A server is not answering: the environment's fault, not ours."""
