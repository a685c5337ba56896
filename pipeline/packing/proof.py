"""The proof beside a package: a manifest of all that was written and of what it was made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.packing.canonical import Json, json_bytes
from pipeline.packing.files import digest_of, hashed
from pipeline.packing.mapping import Layout, citations_of
from pipeline.packing.pieces import Packed, pages_text
from validators.model import Dossier

FOLDER = "proof"
MANIFEST = f"{FOLDER}/manifest.json"
SUMS = f"{FOLDER}/manifest.sha256"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofFacts:
    """What judged: the tool's version, the digests of the rules, of the overlay folder and of the index, if any."""

    tool_version: str
    rules_digest: str
    overlay_digest: str | None = None
    index_digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A file of the package: its path in the folder, size and SHA-256."""

    path: str
    size: int
    sha256: str


def list_files(folder: Path) -> tuple[Listed, ...]:
    """List what was written in a package's folder so far, sorted by path."""
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    digests = {name: hashed(path) for name, path in paths.items()}
    return tuple(Listed(path=name, size=digests[name][0], sha256=digests[name][1]) for name in sorted(digests))


def manifest_json(
    *,
    listed: Iterable[Listed],
    report_sha256: str,
    dossier: Dossier,
    packed: Iterable[Packed],
    layout: Layout | None,
    facts: ProofFacts,
) -> bytes:
    """Return `proof/manifest.json` for the files listed."""
    tree: dict[str, Json] = {
        "format": {"name": "segur-dossier-proof", "version": 1},
        "reference": dossier.reference,
        "kind": dossier.kind,
        "scheme": dossier.scheme,
        "dossier_digest": dossier.digest,
        "tool": {"name": "segur-dossier", "version": facts.tool_version},
        "rules": {"digest": facts.rules_digest, "overlay_digest": facts.overlay_digest},
        "index_digest": facts.index_digest,
        "report": {"file": "report.json", "sha256": report_sha256},
        "layout": None if layout is None else _layout_entry(layout),
        "files": [asdict(each) for each in listed],
        "pieces": [_packed_entry(each) for each in packed],
        "sources": [
            {"path": record.path, "size": record.size, "sha256": record.sha256}
            for record in sorted(dossier.files, key=lambda record: record.path)
            if record.sha256  # junk and links are never opened, so their bytes are nobody's source
        ],
    }
    return json_bytes(tree)


def sums_text(listed: Iterable[Listed], manifest: bytes) -> bytes:
    """Return `proof/manifest.sha256`: what `sha256sum -c proof/manifest.sha256` reads from the package's folder."""
    lines = {**{each.path: each.sha256 for each in listed}, MANIFEST: digest_of(manifest)}
    return "".join(f"{lines[path]}  {path}\n" for path in sorted(lines)).encode("ascii")


def _layout_entry(layout: Layout) -> Json:
    mark = layout.format
    return {
        "name": mark.name,
        "version": mark.version,
        "official": mark.official,
        "schema_sha256": None if layout.json_schema is None else digest_of(json_bytes(dict(layout.json_schema))),
        "citations": [asdict(cited) for cited in citations_of(layout)],
    }


def _packed_entry(packed: Packed) -> Json:
    content = packed.content
    return {
        "file": packed.name,
        "sha256": content.sha256,
        "size": content.size,
        "page_count": content.page_count,
        "not_cut": content.shared,
        "source": {
            "path": content.file,
            "sha256": content.judged,
            "pages": None if content.pages is None else pages_text(*content.pages),
        },
        "pieces": [
            {
                "id": piece.id,
                "kind": piece.kind,
                "subject": piece.subject,
                "pages": pages_text(piece.first_page, piece.last_page),
            }
            for piece in content.pieces
        ],
    }
