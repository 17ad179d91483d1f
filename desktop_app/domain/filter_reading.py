"""From text to a tree: the grammar of the filter line.

line  := group
group := all ("or" all)*
all   := part*                          parts beside each other must all hold
part  := "-"* ( "(" group ")" | field | word )
field := "~"? name ":" test             no space around the colon
test  := compare? value ("," value)*  |  value? ".." value?
"""

from dataclasses import dataclass
from datetime import tzinfo

from desktop_app.domain.filter_columns import Columns, find
from desktop_app.domain.filter_normal import normalised
from desktop_app.domain.filter_parts import (
    Atom,
    FilterError,
    Mistake,
    Part,
    Token,
    tokens,
    unquoted,
)
from desktop_app.domain.filter_tests import test
from desktop_app.domain.query import EVERYTHING, All, Any_, Condition, Not, Words

DEEPEST = 40
LONGEST = 10_000


def parse(text: str, columns: Columns, zone: tzinfo) -> Condition:
    if len(text) > LONGEST:
        raise FilterError(Mistake(LONGEST, len(text), "This filter is too long."))
    reader = _Reader(text, columns, zone)
    condition = reader.group(0)
    if stray := reader.peek():
        raise wrong(stray, "There is no “(” before this “)”.")
    return normalised(condition, columns)


def wrong(token: Token, sentence: str, *suggestions: str) -> FilterError:
    return FilterError(Mistake(token.start, token.end, sentence, suggestions))


@dataclass(slots=True)
class _Reader:
    text: str
    columns: Columns
    zone: tzinfo
    _tokens: tuple[Token, ...] = ()
    _at: int = 0

    def __post_init__(self) -> None:
        self._tokens = tokens(self.text)

    def peek(self, *parts: Part) -> Token | None:
        """The next token, if it is one of these."""
        if self._at == len(self._tokens):
            return None
        token = self._tokens[self._at]
        return token if not parts or token.part in parts else None

    def take(self, *parts: Part) -> Token | None:
        token = self.peek(*parts)
        self._at += token is not None
        return token

    def group(self, depth: int) -> Condition:
        first, joined = self._all(depth)
        groups = [first]
        while join := self.take(Part.OR):
            group, found = self._all(depth)
            if not (joined and found):
                raise wrong(join, "“or” stands between two conditions.", '"or"')
            groups.append(group)
        return Any_(tuple(groups))

    def _all(self, depth: int) -> tuple[Condition, int]:
        parts: list[Condition] = []
        while self.peek() and not self.peek(Part.OR, Part.CLOSE):
            if join := self.take(Part.AND):
                ended = not self.peek() or self.peek(Part.OR, Part.CLOSE, Part.AND)
                if ended or not parts:
                    raise wrong(join, "“and” stands between two conditions.", '"and"')
                continue
            parts.append(self._part(depth))
        return All(tuple(parts)), len(parts)

    def _part(self, depth: int) -> Condition:
        negated = False
        while minus := self.take(Part.NOT):
            negated = not negated
            beside = self.peek()
            if not beside or beside.start != minus.end or beside.part is Part.CLOSE:
                raise wrong(minus, "Say right after the “-” what to leave out.", '"-"')
        made = self._positive(depth)
        return Not(made) if negated else made

    def _positive(self, depth: int) -> Condition:
        if opened := self.take(Part.OPEN):
            return self._inside(opened, depth)
        if word := self.take(Part.WORD, Part.OR, Part.AND):
            text = unquoted(word.text)
            return Words(text) if text.strip() else EVERYTHING
        if broken := self.take(Part.BROKEN):
            raise _broken(broken)
        return self._field()

    def _inside(self, opened: Token, depth: int) -> Condition:
        if depth == DEEPEST:
            raise wrong(opened, "There are too many “(” inside each other.")
        made = self.group(depth + 1)
        if not self.take(Part.CLOSE):
            raise wrong(opened, "This “(” is never closed.")
        return made

    def _field(self) -> Condition:
        like = self.take(Part.LIKE)
        name = self._tokens[self._at]
        colon = self._tokens[self._at + 1]
        self._at += 2
        compare = self._beside(Part.COMPARE, colon)
        given = self._beside(Part.VALUE, compare or colon)
        if broken := self._beside(Part.BROKEN, given or compare or colon):
            raise _broken(broken)
        literal = name.text.startswith('"')
        said = Atom(unquoted(name.text), name.start, name.end, literal)
        named = find(said, self.columns)
        if given is None:
            whole = Token(Part.FIELD, name.start, (compare or colon).end, name.text)
            raise wrong(whole, f'Say what “{named.name}” should be, or "" if it should be empty.')
        return test(named, like, compare, given, self.zone)

    def _beside(self, part: Part, before: Token) -> Token | None:
        """The next token, if it touches the one before: `city: Lisbon` says no city."""
        token = self.peek(part)
        return self.take(part) if token and token.start == before.end else None


def _broken(token: Token) -> FilterError:
    if token.text.startswith('"'):
        return wrong(token, "This quote is never closed.", token.text + '"')
    if token.text.startswith("\\"):
        return wrong(token, "A backslash stands before the character it makes plain.", "\\\\")
    return wrong(token, "There is no field before this colon. Text with a colon goes in quotes.")
