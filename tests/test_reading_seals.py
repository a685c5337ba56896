"""The seal of a 2D-Doc: authentic only when a listed certificate sealed these very data while it was valid."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from fixtures.codes import AUTHORITY, CERTIFICATE, certificate, sealed
from pipeline.reading.codes import code_of
from pipeline.reading.seals import seal_of
from tests.judgement_samples import IBAN
from validators.printed_code import Seal

GS, US = "\x1d", "\x1f"
DATA = f"DC04{AUTHORITY}{CERTIFICATE}FFFF1E8E0301FR30MEDILOG{GS}31{IBAN}{GS}32AGRIFRPP{GS}"  # sealed on 1 June 2021
TEXT = sealed(DATA)


def listed(folder: Path, *certificates: x509.Certificate) -> Path:
    """Write certificates to a folder of their own."""
    home = folder / "confiance"
    home.mkdir()
    for number, one in enumerate(certificates):
        (home / f"{number}.der").write_bytes(one.public_bytes(Encoding.DER))
    return home


def other(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, issuer: str, subject: str) -> x509.Certificate:
    """Return a certificate of another key under any names."""
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in (issuer, subject)]
    builder = x509.CertificateBuilder().issuer_name(names[0]).subject_name(names[1]).public_key(key.public_key())
    dated = builder.not_valid_before(datetime(2020, 1, 1, tzinfo=UTC)).not_valid_after(datetime(2040, 1, 1, tzinfo=UTC))
    return dated.serial_number(7).sign(key, SHA256())


def seal(text: str, trust: Path) -> Seal:
    """Return what is known of the seal of a 2D-Doc."""
    read = code_of(text, 1, trust)
    assert read is not None
    return read.code.seal


def test_a_good_seal(tmp_path: Path) -> None:
    """The certificate is on the list and was valid that day: the data are authentic."""
    assert seal(TEXT, listed(tmp_path, certificate())) == Seal.AUTHENTIC


def test_what_follows_the_seal_is_not_sealed(tmp_path: Path) -> None:
    """An annex may stand behind it: it changes nothing, and nothing of it is read."""
    assert seal(f"{TEXT}{GS}ANNEXE", listed(tmp_path, certificate())) == Seal.AUTHENTIC


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("MEDILOG", "AUTRE"),
        TEXT.replace("1E8E", "1E8F"),
        DATA,
        f"{DATA}{US}",
        f"{DATA}{US}AAAA",
        f"{DATA}{US}{'1' * 103}",
        f"{DATA}{US}é",
        TEXT.replace("MEDILOG", "MÉDILOG"),
    ],
    ids=["a name", "a day", "no seal", "an empty one", "a short one", "no base 32", "no ASCII", "data not ASCII"],
)
def test_a_seal_that_does_not_hold(tmp_path: Path, text: str) -> None:
    """One letter changed, or a seal that is none, and the data are not those that were sealed."""
    assert seal(text, listed(tmp_path, certificate())) == Seal.BROKEN


def test_a_certificate_out_of_date(tmp_path: Path) -> None:
    """A seal set when its certificate had ended, or on a day that is not told, is not authentic."""
    trust = listed(tmp_path, certificate(until=2021))
    data, _, proof = TEXT.partition(US)

    assert seal(TEXT, trust) == Seal.OUT_OF_DATE
    assert seal_of(data, proof, (AUTHORITY, CERTIFICATE), date(2020, 6, 1), trust) == Seal.AUTHENTIC
    assert seal_of(data, proof, (AUTHORITY, CERTIFICATE), None, trust) == Seal.OUT_OF_DATE


def test_certificates_of_others(tmp_path: Path) -> None:
    """A list without the certificate that the code names tells nothing: neither authentic, nor broken."""
    key = ec.generate_private_key(ec.SECP256R1())
    others = (other(key, AUTHORITY, "0002"), other(key, "TS01", CERTIFICATE), other(key, CERTIFICATE, AUTHORITY))
    assert seal(TEXT, listed(tmp_path, *others)) == Seal.NOT_LISTED


def test_two_certificates_of_one_name(tmp_path: Path) -> None:
    """An authority renews a certificate under its name: the one that sealed is found, whatever the order."""
    renewed = other(ec.generate_private_key(ec.SECP384R1()), AUTHORITY, CERTIFICATE)
    assert seal(TEXT, listed(tmp_path, renewed, certificate())) == Seal.AUTHENTIC


def test_a_key_that_seals_no_2d_doc(tmp_path: Path) -> None:
    """A certificate of the right name with a key of another make leaves the seal unchecked."""
    key = rsa.generate_private_key(65537, 2048)
    assert seal(TEXT, listed(tmp_path, other(key, AUTHORITY, CERTIFICATE))) == Seal.NOT_CHECKED
