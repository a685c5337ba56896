"""Writes the package of one dossier: what is to be deposited, its reports and its proof, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ExitCode, SegurDossierError
from pipeline.packing.archive import write_zip, zip_entries
from pipeline.packing.canonical import Json, json_bytes
from pipeline.packing.check_folder import check_folder
from pipeline.packing.check_pair import citation_problems
from pipeline.packing.contents import content_chunks, named, ready_contents
from pipeline.packing.cutting import page_count
from pipeline.packing.files import digest_of, sync_folder, write_file
from pipeline.packing.forms import PIECES, values_html, values_json
from pipeline.packing.layout import deposit_json
from pipeline.packing.mapping import Deposit, FormField, Layout, citations_of, load_deposit
from pipeline.packing.names import safe_reference
from pipeline.packing.pieces import Citation, Packed, citations_for, cited_pieces
from pipeline.packing.place import machine_errors, new_partial, put_in_place, refuse_foreign
from pipeline.packing.proof import FOLDER, MANIFEST, SUMS, ProofFacts, list_files, manifest_json, sums_text
from pipeline.packing.schemas import first_problem
from pipeline.packing.wording import Line, RefusedError
from validators import evidence
from validators.model import Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPackage:
    """What was written of a dossier.

    `packed` is true only when something to deposit was written and proved; evidence is deposited from where it lies. With a `refusal` nothing was written and
    what stood there before still does: write again with `conforming=False` once the report says why.
    """

    folder: Path
    packed: bool
    deposit: tuple[str, ...] = ()  # what to deposit or upload, paths in the folder
    refusal: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    name: str
    folder: Path
    dossier: Dossier
    report_sha256: str
    deposit: Deposit
    layout: Layout | None  # None for a web form


def write_package(
    *,
    dossier: Dossier,
    report_json: bytes,
    report_html: bytes,
    locations: Mapping[str, Path],
    conforming: bool,
    proof_facts: ProofFacts,
    out: Path,
    overlay: Path | None,
) -> WrittenPackage:
    """Write `out/<reference>/`: the two reports, and when conforming what is to be deposited with its proof.

    `locations` gives the place on disk of each file of the dossier by its path there. The former folder of the same
    reference is replaced as a whole. Raises `SegurDossierError` for the output folder, the disk or the overlay.
    """
    name = safe_reference(dossier.reference)
    final = out / name
    deposit = load_deposit(overlay) if conforming else None
    with machine_errors(out):
        refuse_foreign(final)
        partial = new_partial(out, name)
        try:
            write_file(partial / "report.json", report_json)
            write_file(partial / "report.html", report_html)
            written: tuple[str, ...] = ()
            if deposit is not None:
                layout, digest = deposit.layout_of(dossier.kind, dossier.scheme), digest_of(report_json)
                job = _Job(
                    folder=partial, name=name, dossier=dossier, report_sha256=digest, deposit=deposit, layout=layout
                )
                written = _write_deposit(job, locations, proof_facts)
            put_in_place(partial, final)
        except RefusedError as refused:
            return WrittenPackage(folder=final, packed=False, refusal=refused.line)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return WrittenPackage(folder=final, packed=bool(written), deposit=written)


def _write_deposit(job: _Job, locations: Mapping[str, Path], facts: ProofFacts) -> tuple[str, ...]:
    if job.dossier.kind == evidence.KIND:
        _write_proof(job, (), facts)
        _prove(job, ())
        return ()
    pieces = cited_pieces(job.dossier, job.deposit.pieces.get(job.dossier.kind, ()))
    if not pieces:
        raise RefusedError("nothing_to_cite", reference=job.dossier.reference)
    work = job.folder / "work"
    work.mkdir()
    packed = named(ready_contents(pieces, job.dossier, locations, work), job.deposit)
    citations = citations_for(packed)
    if job.layout is not None:
        written = _write_pair(job, job.layout, packed, citations)
    else:
        written = _write_form(job, job.deposit.form.get(job.dossier.kind, ()), packed, citations)
    shutil.rmtree(work)
    _write_proof(job, packed, facts)
    _prove(job, packed)
    return written


def _write_pair(
    job: _Job, layout: Layout, packed: tuple[Packed, ...], citations: tuple[Citation, ...]
) -> tuple[str, ...]:
    entries = ((each.name, each.content.size, content_chunks(each.content)) for each in packed)
    write_zip(job.folder / f"{job.name}.zip", entries)
    tree: dict[str, Json] = deposit_json(layout, job.dossier, citations)
    _check_json(layout, tree, packed)
    write_file(job.folder / f"{job.name}.json", json_bytes(tree))
    return (f"{job.name}.json", f"{job.name}.zip")


def _check_json(layout: Layout, tree: dict[str, Json], packed: tuple[Packed, ...]) -> None:
    """Refuse a JSON that its own schema refuses, or whose layout leaves a piece out or cites it once too often."""
    problem = None if layout.json_schema is None else first_problem(layout.json_schema, tree, mask="…")
    if problem:
        raise RefusedError("schema", layout=layout.format.name, where=problem[0], reason=problem[1])
    digests = {each.name: each.content.sha256 for each in packed}
    times = {each.name: len(each.content.pieces) for each in packed}
    for line in citation_problems(tree, citations_of(layout), digests, times):
        raise RefusedError("citations", layout=layout.format.name, name=line.arguments["name"])


def _write_form(
    job: _Job, fields: tuple[FormField, ...], packed: tuple[Packed, ...], citations: tuple[Citation, ...]
) -> tuple[str, ...]:
    pieces = job.folder / PIECES
    pieces.mkdir()
    for each in packed:
        write_file(pieces / each.name, content_chunks(each.content))
    sync_folder(pieces)
    values = values_json(fields, job.dossier, citations)
    write_file(job.folder / "values.json", json_bytes(values))
    write_file(job.folder / "values.html", values_html(values))
    return ("values.html", "values.json", *(f"{PIECES}/{each.name}" for each in packed))


def _write_proof(job: _Job, packed: tuple[Packed, ...], facts: ProofFacts) -> None:
    listed = list_files(job.folder)
    manifest = manifest_json(
        listed=listed,
        report_sha256=job.report_sha256,
        dossier=job.dossier,
        packed=packed,
        layout=job.layout,
        facts=facts,
    )
    (job.folder / FOLDER).mkdir()
    write_file(job.folder / MANIFEST, manifest)
    write_file(job.folder / SUMS, sums_text(listed, manifest))
    sync_folder(job.folder / FOLDER)


def _prove(job: _Job, packed: tuple[Packed, ...]) -> None:
    """Re-open from disk all that was written, as `verify` will another day, and every PDF that was made besides.

    The other PDFs are, byte for byte, the files whose pages were counted before they were packed.
    """
    verification = check_folder(job.folder)
    wrong = [line for line in verification.lines if not line.good]
    if wrong:
        raise SegurDossierError(
            fr=f"Le paquet relu sur le disque n'est pas celui qui a été écrit : {wrong[0].say('fr')}",
            en=f"The package read back from disk is not the one written: {wrong[0].say('en')}",
            remedy_fr="Rien n'a été remplacé. Vérifiez le disque et l'antivirus, puis relancez.",
            remedy_en="Nothing was replaced. Check the disk and the antivirus, then run again.",
            code=ExitCode.INTERNAL,
        )
    expected = {each.name: each.content.page_count for each in packed if each.content.pages is not None}
    for name, data in _made_pieces(job, expected):
        found = page_count(data)
        if found != expected[name]:
            raise RefusedError("page_count", file=name, expected=expected[name], found=found)


def _made_pieces(job: _Job, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    if job.layout is not None:
        return zip_entries(job.folder / f"{job.name}.zip", names)
    return ((name, (job.folder / PIECES / name).read_bytes()) for name in names)
