"""What a tag of Multiverse stands on: a word of its documents, else the key of a list.

Multiverse's own services write `property` or `digital_asset`; for the records of every other list
staff write the list's key, such as `openmineral.deals`.
"""

from collections.abc import Mapping

TAG = "tag"
"""What the filter line calls the tags of a record, in whichever list it is."""
WORDS: Mapping[str, str] = {
    "user": "multiverse.users",
    "property": "multiverse.properties",
    "reservation": "multiverse.property_reservations",
    "city_resource": "multiverse.city_resources",
    "digital_asset": "multiverse.digital_assets",
    "virtual_space": "multiverse.virtual_spaces",
    "business_model": "multiverse.business_models",
    "business_project": "multiverse.business_projects",
    "ai_recommendation": "multiverse.ai_recommendations",
    "user_profile": "multiverse.user_profiles",
}
_LISTS = {panel: word for word, panel in WORDS.items()}


def word(panel: str) -> str:
    """What `entity_type` says for records of this list."""
    return _LISTS.get(panel, panel)


def list_of(entity_type: str) -> str:
    """The list whose record it is; a word that nobody knows is given back as it is."""
    return WORDS.get(entity_type, entity_type)
