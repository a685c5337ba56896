"""Reads the folder of certificates that a user trusts: whoever one of them vouches for is known."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from pipeline.errors import SegurDossierError

SUFFIXES = (".pem", ".crt", ".cer", ".der")


@lru_cache(maxsize=1)
def trusted_certificates(folder: Path) -> tuple[bytes, ...]:
    """Return the certificates of a folder (PEM or DER, one file may hold several) in DER, each once.

    Raises SegurDossierError when the folder cannot be read, holds none, or holds one that makes no sense.
    """
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
        found = [certificate for file in files for certificate in _certificates(file)]
    except OSError as error:
        raise _refused(folder) from error
    if not found:
        raise _refused(folder)
    return tuple(dict.fromkeys(found))


def _certificates(file: Path) -> list[bytes]:
    data = file.read_bytes()
    try:
        pem = b"-----BEGIN" in data
        loaded = x509.load_pem_x509_certificates(data) if pem else [x509.load_der_x509_certificate(data)]
        return [certificate.public_bytes(Encoding.DER) for certificate in loaded]
    except ValueError as error:
        raise _refused(file) from error


def _refused(path: Path) -> SegurDossierError:
    return SegurDossierError(
        fr=f"« {path} » ne contient pas de certificat lisible.",
        en=f"“{path}” holds no readable certificate.",
        remedy_fr=f"Donner à --trust un dossier de certificats d'autorités, au format PEM ou DER ({', '.join(SUFFIXES)}).",
        remedy_en=f"Give --trust a folder of authorities' certificates, in PEM or DER ({', '.join(SUFFIXES)}).",
    )
