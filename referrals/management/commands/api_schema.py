"""Write docs/openapi.yaml; with --check only say whether it is fresh."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema

PLACE = Path("docs/openapi.yaml")


class Command(BaseCommand):
    help = "Write docs/openapi.yaml from the API's views."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        schema = SchemaGenerator().get_schema(request=None, public=True)
        validate_schema(schema)
        text = OpenApiYamlRenderer().render(schema, renderer_context={})
        place = Path(settings.BASE_DIR) / PLACE
        if not options["check"]:
            place.write_bytes(text)
            self.stdout.write(f"Wrote {PLACE}.")
        elif not place.exists() or place.read_bytes() != text:
            raise CommandError(f"{PLACE} is stale. Run: manage.py api_schema")
