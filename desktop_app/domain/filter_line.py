"""The filter line: `status:pending risk:>=7 city:Lisbon -tag:vip created:<30d ~name:^al`.

status:pending,approved    one of these; words as stored or as spoken, `"token sold"`
risk:>=7  price:100..500   ordered; `100..` and `..500` are open at one end
price:1'000                thousands with ' or _ (or a comma where no list can be meant)
city:""  city:none         nothing there; `city:="none"` is the text
created:<30d  >2w  <6mo    younger, older than that (m h d w mo y)
created:today  2026-11  due:<=today+3  at:>=2026-11-01T10:30
~name:al  ~name:^al        contains, begins with; case does not matter
near:@38.72,-9.14,5km      within a radius; corners with “;” between them are an area
-tag:vip                   not; rows without any tag are among them
a:1 (b:2 or c:3) lisbon    all of it; the word is sought in the list's text fields
"two words"  city:a\\,b     quotes and backslashes make plain
"""

from datetime import UTC, tzinfo

from desktop_app.domain import filter_reading
from desktop_app.domain.filter_columns import Columns
from desktop_app.domain.filter_help import Suggestion, complete
from desktop_app.domain.filter_normal import normalised
from desktop_app.domain.filter_parts import Column, FilterError, Mistake, Part, Token, tokens
from desktop_app.domain.filter_writing import Chip, chips, replaced, write
from desktop_app.domain.query import Condition


def parse(text: str, columns: Columns, zone: tzinfo = UTC) -> Condition:
    """The condition that the line says, or a `FilterError` with the place of the mistake.

    `zone` is the reader's: a time of day typed without one is meant there.
    """
    return filter_reading.parse(text, columns, zone)


__all__ = [
    "Chip",
    "Column",
    "Columns",
    "FilterError",
    "Mistake",
    "Part",
    "Suggestion",
    "Token",
    "chips",
    "complete",
    "normalised",
    "parse",
    "replaced",
    "tokens",
    "write",
]
