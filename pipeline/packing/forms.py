"""The sheet of values to copy into a web form, in the form's order: `values.json` and `values.html`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import jinja2

from pipeline.packing.canonical import Json
from pipeline.packing.layout import written
from pipeline.packing.mapping import FormField
from pipeline.packing.pieces import Citation
from pipeline.packing.sources import Scope, gather, value_of
from validators.model import Dossier

PIECES = "pieces"
_TEMPLATES = Path(__file__).resolve().parent / "templates"


def values_json(fields: tuple[FormField, ...], dossier: Dossier, citations: tuple[Citation, ...]) -> dict[str, Json]:
    """Return the values and the pieces to upload; a value that nothing says is null."""
    scope = gather(dossier, citations)
    return {
        "format": {"name": "segur-dossier-values", "official": False, "version": "1"},
        "reference": dossier.reference,
        "kind": dossier.kind,
        "scheme": dossier.scheme,
        "fields": [_field(each, scope) for each in fields],
        "pieces": [
            {"file": f"{PIECES}/{each.file}", "kind": each.kind, "sha256": each.sha256, "pages": each.pages}
            for each in citations
        ],
    }


def values_html(values: Mapping[str, Json]) -> bytes:
    """Return the same as a page: French first, English beside; no script, nothing fetched."""
    return _template().render(values).encode("utf-8", "replace")


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("values.html.j2")


def _field(field: FormField, scope: Scope) -> Json:
    value = written(value_of(field.source, scope), amounts="string", dates="french")
    words = field.words.get(str(value))
    return {
        "source": field.source,
        "label": {"fr": field.fr, "en": field.en},
        "value": value,
        "words": dict(words) if words else None,
    }
