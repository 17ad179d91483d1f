"""What moves an installation of a management system: its versions, its failures, its end."""

from desktop_app.domain.fields import Field
from desktop_app.domain.query import Kind
from desktop_app.storage.sql.acts import Act

VERSION = Field("version_id", Kind.REFERENCE, required=True, words="Version")
WELL = {"error_message": "NULL"}
SYSTEM_ACTS = (
    Act(step="finish", stamps=WELL),
    Act(
        step="upgrade",
        fields=(VERSION,),
        stamps={**WELL, "version_id": "details ->> 'version_id'"},
        checks=(
            (
                "moved.version_id <> this.version_id OR this.status = 'failed'",
                "That version is installed already.",
            ),
        ),
    ),
    Act(
        step="roll_back",
        fields=(VERSION,),
        reason="required",
        stamps={"version_id": "details ->> 'version_id'", "error_message": "said"},
    ),
    Act(step="fail", reason="required", stamps={"error_message": "said"}, destructive=True),
    Act(step="retry", stamps=WELL),
    Act(
        step="remove",
        reason="required",
        confirm="The tenant's people cannot use the system any more.",
        destructive=True,
    ),
    Act(step="install", stamps=WELL),
)
