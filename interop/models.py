"""Which directory file has been handed in, and what would it do, or did it do?"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from interop.hsds.report import Report
from organizations.models.network import TenantModel


class DirectoryFile(TenantModel):
    """A zip file between its dry run and the convener's yes. Its content goes once it is used."""

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True)
    content = models.BinaryField()
    report = models.JSONField()

    class Meta:
        indexes: ClassVar = [
            # the last files, and those too old to keep
            models.Index(fields=["network", "uploaded_at"], name="interop_file_newest"),
        ]

    @property
    def told(self) -> Report:
        return Report.from_json(self.report)

    @property
    def is_imported(self) -> bool:
        return self.imported_at is not None
