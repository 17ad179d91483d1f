"""The areas of the window, in the order in which they are shown."""

AREAS = (
    "Inbox",
    "Users",
    "KYC review",
    "Properties",
    "Assets",
    "Deals",
    "Tickets",
    "Tenants",
    "Analytics",
    "Audit",
    "Operations",
)
