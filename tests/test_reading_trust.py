"""The folder of trusted certificates: what is read of it, and how a wrong one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from pipeline.errors import ExitCode, SegurDossierError
from pipeline.reading.trust import trusted_certificates
from tests.signature_samples import Identity, authority, identity


def der(one: Identity) -> bytes:
    """Return a certificate in DER."""
    return one.certificate.public_bytes(Encoding.DER)


def test_certificates_of_every_usual_form(tmp_path: Path) -> None:
    """One PEM file of several, a DER file, each certificate once; other files are none of our business."""
    first, second = authority(), identity("Une autre autorité", authority=True)
    bundle = b"".join(one.certificate.public_bytes(Encoding.PEM) for one in (first, second))
    (tmp_path / "a.PEM").write_bytes(b"# mes autorites\n" + bundle)
    (tmp_path / "b.cer").write_bytes(der(first))
    (tmp_path / "lisez-moi.txt").write_text("rien")

    assert trusted_certificates(tmp_path) == (der(first), der(second))


@pytest.mark.parametrize(
    "content", [None, b"", b"rien", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]
)
def test_a_folder_without_a_readable_certificate_is_refused(tmp_path: Path, content: bytes | None) -> None:
    """An empty folder and a file that is no certificate are a wrong call, said with what to give instead."""
    if content is not None:
        (tmp_path / "a.crt").write_bytes(content)
    with pytest.raises(SegurDossierError) as refusal:
        trusted_certificates(tmp_path)
    assert refusal.value.code == ExitCode.USAGE
    assert "--trust" in refusal.value.remedies["fr"]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """So is one that does not exist."""
    with pytest.raises(SegurDossierError):
        trusted_certificates(tmp_path / "absent")
