"""How near a name is to what was typed, for palettes: `ksh` finds “Keys valid here”."""

BEGINS, WORD_BEGINS, INSIDE, SCATTERED = 0, 1, 3, 10
WIDEST = 24


def closeness(wanted: str, text: str) -> int | None:
    """Nearer is less; None when a word of it is not there at all, in whatever order."""
    low, total = text.lower(), 0
    for word in wanted.lower().split():
        found = _one(word, low)
        if found is None:
            return None
        total += found
    return total


def _one(word: str, text: str) -> int | None:
    at = text.find(word)
    if at == 0:
        return BEGINS
    if at > 0:
        begins = any(not text[n - 1].isalnum() for n in _all(word, text))
        return WORD_BEGINS if begins else INSIDE
    return _scattered(word, text)


def _all(word: str, text: str) -> list[int]:
    return [n for n in range(1, len(text)) if text.startswith(word, n)]


def _scattered(word: str, text: str) -> int | None:
    """The letters in their order, not too far from each other."""
    first = at = text.find(word[0])
    for letter in word[1:]:
        at = text.find(letter, at + 1) if at >= 0 else -1
    if first < 0 or at < 0 or at - first > WIDEST:
        return None
    return SCATTERED + (at - first) - len(word)
