"""The steps of a document's life as a panel offers them; the relay carries them out."""

from collections.abc import Collection as Some
from collections.abc import Mapping

from desktop_app.domain.fields import Field
from desktop_app.domain.lifecycle import spoken
from desktop_app.services.panel import Action, Run
from desktop_app.storage.shapes import Collection

NOTHING: Mapping[str, tuple[Field, ...]] = {}


def of_documents(
    collection: Collection,
    *,
    destructive: Some[str] = (),
    ask: Mapping[str, tuple[Field, ...]] = NOTHING,
) -> tuple[Action, ...]:
    """Every step of the collection's life-cycle; the destructive ones need a reason."""
    if collection.life is None:
        raise ValueError(f"{collection} has no life-cycle.")
    cycle, column = collection.life.cycle, collection.life.column
    return tuple(
        Action(
            name=name,
            title=spoken(name).capitalize(),
            run=Run.DELIVERED,
            fields=ask.get(name, ()),
            reason="required" if name in destructive else "optional",
            destructive=name in destructive,
            state=column,
            life=cycle,
        )
        for name in dict.fromkeys(step.value for _, step in cycle.next)
    )
