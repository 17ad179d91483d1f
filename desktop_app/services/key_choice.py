"""Which provider holds the keys here: a key service where one is named, else this machine."""

from desktop_app.domain.errors import NotAllowed
from desktop_app.services.key_service import KeyService
from desktop_app.services.vault_keys import Keeper, KeyProvider, StackSecretsKeys
from desktop_app.stack import Places, Secrets

ADMINISTRATION = "keys:administration"
"""The secret that makes and moves keys; the service made it, an administrator brings it along."""


def of_person(places: Places, token: bytes) -> KeyProvider | None:
    """To seal and reveal with, as whoever has this session."""
    if places.keys:
        return KeyService(places.keys, token.hex())
    return StackSecretsKeys(Secrets(places.data_dir)) if places.local else None


def of_administration(places: Places, keeper: Keeper) -> KeyProvider | None:
    """To make keys with; None where somebody else's machine does that."""
    if places.keys:
        token = keeper.get(ADMINISTRATION)
        return KeyService(places.keys, token) if token else None
    return StackSecretsKeys(keeper) if places.local else None


def demanded(places: Places, keeper: Keeper) -> KeyProvider:
    """The administration's, for what cannot be done without."""
    if provider := of_administration(places, keeper):
        return provider
    raise NotAllowed(
        "The keys of these servers are with their key service, and this machine has not its "
        "administration's secret: do this where `countinghouse keys serve` runs."
    )
