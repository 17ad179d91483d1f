"""The filter line: what it says, what it refuses and where, and that it says it back."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.filter_line import (
    Column,
    FilterError,
    Part,
    chips,
    complete,
    normalised,
    parse,
    replaced,
    tokens,
    write,
)
from desktop_app.domain.geo import Area, Circle, Point
from desktop_app.domain.moments import Ago, Day, Period
from desktop_app.domain.query import (
    EVERYTHING,
    NOTHING,
    All,
    Any_,
    Condition,
    Kind,
    Not,
    Op,
    Where,
    Words,
)
from tests.domain.strategies import COLUMNS, conditions

HALF_PAST = datetime(2026, 11, 1, 10, 30, tzinfo=UTC)
TRIANGLE = Area((Point(1, 2), Point(3, 4), Point(5, 6)))

SAID = [
    ("", EVERYTHING),
    ("  ", EVERYTHING),
    ("()", EVERYTHING),
    ("-()", NOTHING),
    ("status:pending", Where("status", Op.EQUAL, "pending")),
    ("Status:PENDING", Where("status", Op.EQUAL, "pending")),
    ("stat:pending", Where("status", Op.EQUAL, "pending")),
    ('"created at":today', Where("created", Op.EQUAL, Day())),
    ('status:"token sold"', Where("status", Op.EQUAL, "token_sold")),
    ("status:pending,approved", Where("status", Op.IN, ("pending", "approved"))),
    ("status:pending or status:approved", Where("status", Op.IN, ("pending", "approved"))),
    ("status:!=pending", Not(Where("status", Op.EQUAL, "pending"))),
    ("-status:pending", Not(Where("status", Op.EQUAL, "pending"))),
    ("--status:pending", Where("status", Op.EQUAL, "pending")),
    ("risk:>=7", Where("risk", Op.FROM, 7)),
    ("risk:-3", Where("risk", Op.EQUAL, -3)),
    ("risk:<-3.50", Where("risk", Op.BELOW, Decimal("-3.50"))),
    ("city:Lisbon", Where("city", Op.EQUAL, "Lisbon")),
    ('city:"New York"', Where("city", Op.EQUAL, "New York")),
    (r"city:New\ York", Where("city", Op.EQUAL, "New York")),
    (r'city:"a\"b\\c"', Where("city", Op.EQUAL, 'a"b\\c')),
    ("city:a..b", Where("city", Op.EQUAL, "a..b")),
    ('city:"a".."b"', Where("city", Op.BETWEEN, ("a", "b"))),
    ('city:""', Where("city", Op.EMPTY)),
    ("city:none", Where("city", Op.EMPTY)),
    ("-city:none", Not(Where("city", Op.EMPTY))),
    ('city:"none"', Where("city", Op.EQUAL, "none")),
    ("city:=none", Where("city", Op.EQUAL, "none")),
    ('city:=""', Where("city", Op.EQUAL, "")),
    ("city:Porto,none", Any_((Where("city", Op.EQUAL, "Porto"), Where("city", Op.EMPTY)))),
    ("-tag:vip", Not(Where("tag", Op.HAS, "vip"))),
    ("tag:vip,gold", Where("tag", Op.IN, ("vip", "gold"))),
    ("created:<30d", Where("created", Op.ABOVE, Ago(30, "d"))),
    ("created:>=6mo", Where("created", Op.UNTIL, Ago(6, "mo"))),
    ("created:7d..30d", Where("created", Op.BETWEEN, (Ago(30, "d"), Ago(7, "d")))),
    ("created:<now", Where("created", Op.BELOW, Ago(0, "m"))),
    ("created:yesterday", Where("created", Op.EQUAL, Day(-1))),
    ("born:<=today+3", Where("born", Op.UNTIL, Day(3))),
    ("created:2026", Where("created", Op.EQUAL, Period(2026))),
    ("created:2026-11", Where("created", Op.EQUAL, Period(2026, 11))),
    ("created:>=2026-11-01", Where("created", Op.FROM, date(2026, 11, 1))),
    ("created:<2026-11-01T10:30Z", Where("created", Op.BELOW, HALF_PAST)),
    ("~name:al", Where("name", Op.CONTAINS, "al")),
    ("~name:^al", Where("name", Op.STARTS, "al")),
    ('~name:"^al"', Where("name", Op.CONTAINS, "^al")),
    ("~name:a,^b", Any_((Where("name", Op.CONTAINS, "a"), Where("name", Op.STARTS, "b")))),
    ("price:100..500", Where("price", Op.BETWEEN, (100, 500))),
    ("price:.5..1.5", Where("price", Op.BETWEEN, (Decimal("0.5"), Decimal("1.5")))),
    ("price:100..", Where("price", Op.FROM, 100)),
    ("price:..500", Where("price", Op.UNTIL, 500)),
    ("price:>1,000,000.50", Where("price", Op.ABOVE, Decimal("1000000.50"))),
    ("price:1,000..2,000", Where("price", Op.BETWEEN, (1000, 2000))),
    ("price:1'000", Where("price", Op.EQUAL, 1000)),
    ('price:"1,000"', Where("price", Op.EQUAL, 1000)),
    ('price:"100","500"', Where("price", Op.IN, (100, 500))),
    ("price:1,2", Where("price", Op.IN, (1, 2))),
    ("verified:yes", Where("verified", Op.EQUAL, True)),
    ("verified:No", Where("verified", Op.EQUAL, False)),
    ("data.kyc.level:3", Where("data.kyc.level", Op.EQUAL, 3)),
    ('data.kyc.level:"3"', Where("data.kyc.level", Op.EQUAL, "3")),
    ("place:@38.72,-9.14,5km", Where("place", Op.WITHIN, Circle(Point(38.72, -9.14), 5000.0))),
    ("place:@1,2;3,4;5,6", Where("place", Op.INSIDE, TRIANGLE)),
    ("ana lisbon", All((Words("ana"), Words("lisbon")))),
    ('"ana lisbon"', Words("ana lisbon")),
    ('"or"', Words("or")),
    ("-ana", Not(Words("ana"))),
    ("a-b", Words("a-b")),
    ("risk:7 and ana", All((Where("risk", Op.EQUAL, 7), Words("ana")))),
    ("a (b or c d)", All((Words("a"), Any_((Words("b"), All((Words("c"), Words("d")))))))),
    ("-(a b)", Not(All((Words("a"), Words("b"))))),
]  # fmt: skip

REFUSED = [
    ("status:pendin", "pendin", "Did you mean “pending”", "pending"),
    ("statsu:pending", "statsu", "no field", "status"),
    ("risk:7 s:1", "s", "“status”, “score”", "status"),
    ("risk:high", "high", "not a number", ""),
    ("risk:$70", "$70", "not a number", "70"),
    ("city:", "city:", "Say what “city” should be", ""),
    ("city: Lisbon", "city:", "Say what “city” should be", ""),
    ("risk:>= 7", "risk:>=", "Say what “risk” should be", ""),
    ('a city:"Lis', '"Lis', "never closed", '"Lis"'),
    ('city:Lis"bon"', 'Lis"bon"', "in quotes", ""),
    ("a (b", "(", "never closed", ""),
    ("a) b", ")", "no “(”", ""),
    ("a or", "or", "between two", '"or"'),
    ("or a", "or", "between two", '"or"'),
    ("a and", "and", "between two", '"and"'),
    ("a - b", "-", "right after", ""),
    ("a -", "-", "right after", ""),
    (":x", ":", "no field before", ""),
    ("a\\", "\\", "backslash", ""),
    ("price:100,500", "100,500", "one number or several", "100500"),
    ("price:500..100", "500..100", "backwards", "100..500"),
    ("price:..", ".", "missing", ""),
    ("price:1,,2", ",", "missing", ""),
    ("price:>1..2", "1..2", "one value", ""),
    ("price:1e9999", "1e9999", "longer than any", ""),
    ("status:>pending", ">", "no order", ""),
    ("verified:maybe", "maybe", "neither yes nor no", "yes"),
    ("created:30d", "30d", "<30d", "<30d"),
    ("created:2026-13", "2026-13", "not in the calendar", ""),
    ("created:2026-02-30", "2026-02-30", "not in the calendar", ""),
    ("created:soon", "soon", "not a time", ""),
    ("created:tomorow", "tomorow", "not a time", "tomorrow"),
    ("~risk:7", "~", "looks inside text", ""),
    ("~name:>a", ">", "do not go together", ""),
    ("data:x", "x", "inside “data”", ""),
    ("place:Lisbon", "Lisbon", "latitude", ""),
    ("place:@91,0,1km", "@91,0,1km", "between -90 and 90", ""),
]


@pytest.mark.parametrize(("text", "meant"), SAID)
def test_what_a_line_says(text: str, meant: Condition) -> None:
    assert parse(text, COLUMNS) == meant
    assert parse(write(meant), COLUMNS) == meant


@pytest.mark.parametrize(("text", "place", "sentence", "suggestion"), REFUSED)
def test_a_mistake_is_marked_and_explained(
    text: str, place: str, sentence: str, suggestion: str
) -> None:
    with pytest.raises(FilterError) as caught:
        parse(text, COLUMNS)
    mistake = caught.value.mistake
    assert text[mistake.start : mistake.end] == place
    assert sentence in mistake.sentence
    assert not suggestion or suggestion in mistake.suggestions


def test_a_time_of_day_is_the_readers() -> None:
    zone = timezone(timedelta(hours=2))
    said = parse("created:<2026-11-01T10:30", COLUMNS, zone)
    assert said == Where("created", Op.BELOW, datetime(2026, 11, 1, 10, 30, tzinfo=zone))
    assert parse(write(said), COLUMNS) == said


@given(conditions())
def test_what_is_written_is_read_as_the_same(condition: Condition) -> None:
    plain = normalised(condition, COLUMNS)
    assert normalised(plain, COLUMNS) == plain
    assert parse(write(plain), COLUMNS) == plain
    assert repr(parse(write(plain), COLUMNS)) == repr(plain)


PIECES = [*(text for text, _ in SAID), *(text for text, *_ in REFUSED), *'":()\\-~,.^@=<> ', "or"]
lines = st.text() | st.text(':"()\\-~<>=,.^@ ascity17') | st.lists(
    st.sampled_from(PIECES) | st.text(max_size=3), max_size=6
).map("".join)  # fmt: skip


@given(lines)
def test_any_text_is_a_tree_or_a_mistake_within_it(text: str) -> None:
    try:
        condition = parse(text, COLUMNS)
    except FilterError as refusal:
        mistake = refusal.mistake
        assert 0 <= mistake.start < mistake.end <= len(text)
        assert mistake.sentence
    else:
        assert parse(write(condition), COLUMNS) == condition


@given(lines, st.integers(0, 30))
def test_colouring_and_completion_bear_any_text(text: str, position: int) -> None:
    pieces = tokens(text)
    assert all(text[piece.start : piece.end] == piece.text for piece in pieces)
    assert all(a.end <= b.start for a, b in pairwise(pieces))
    between = [text[a.end : b.start] for a, b in pairwise(pieces)]
    assert not "".join(between).strip()
    for offer in complete(text, position, COLUMNS):
        assert 0 <= offer.start <= offer.end <= len(text)


def test_deep_and_long_lines_are_refused() -> None:
    for text in ("(" * 5000, "a " * 9000, "-" * 5000, "a:" * 4000):
        with pytest.raises(FilterError):
            parse(text, COLUMNS)


def test_tokens_for_colouring() -> None:
    parts = [(piece.part, piece.text) for piece in tokens('-(~name:^al or risk:>=7) "x y"')]
    assert parts == [
        (Part.NOT, "-"),
        (Part.OPEN, "("),
        (Part.LIKE, "~"),
        (Part.FIELD, "name"),
        (Part.COLON, ":"),
        (Part.VALUE, "^al"),
        (Part.OR, "or"),
        (Part.FIELD, "risk"),
        (Part.COLON, ":"),
        (Part.COMPARE, ">="),
        (Part.VALUE, "7"),
        (Part.CLOSE, ")"),
        (Part.WORD, '"x y"'),
    ]


def test_chips_can_be_taken_off_and_turned() -> None:
    condition = parse("status:pending -tag:vip (risk:>7 or ana)", COLUMNS)
    made = chips(condition)
    assert [chip.text for chip in made] == ["status:pending", "-tag:vip", "risk:>7 or ana"]
    assert write(made[1].rest) == "status:pending (risk:>7 or ana)"
    assert write(replaced(condition, 0, Not(made[0].part))).startswith("-status:pending -tag")
    assert chips(EVERYTHING) == ()
    (only,) = chips(parse("ana", COLUMNS))
    assert only.rest == EVERYTHING


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("", "status:"),
        ("sta", "status:"),
        ("full", "name:"),
        ("-st", "status:"),
        ("status:", "pending"),
        ("status:tok", "token_sold"),
        ("status:pending,app", "approved"),
        ("status:", "none"),
        ("risk:", ">="),
        ("verified:y", "yes"),
        ("created:", "today"),
    ],
)
def test_completion_offers(text: str, offered: str) -> None:
    found = {offer.text: offer for offer in complete(text, len(text), COLUMNS)}
    assert offered in found
    offer = found[offered]
    line = text[: offer.start] + offer.text + text[offer.end :]
    assert line.startswith(text[: offer.start])


def test_a_word_named_none_is_not_emptiness() -> None:
    columns = {"risk": Column(Kind.STATE, ("none", "high"))}
    assert parse("risk:none", columns) == Where("risk", Op.EQUAL, "none")
    assert parse(write(Where("risk", Op.EMPTY)), columns) == Where("risk", Op.EMPTY)
