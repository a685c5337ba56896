"""Signed PDFs that the signature tests build: authorities, signers, one signature after the other, and what follows them."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from asn1crypto import keys as asn1_keys  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from pipeline.limits import Limits
from pipeline.reading.pdf import read_pdf
from tests.reading_samples import drawn, words
from validators.model import SignatureField
from validators.signature import DigitalSignature

SIGNED_AT = datetime(2021, 6, 1, 10, 30, tzinfo=UTC)
LATER = datetime(2021, 6, 2, 8, 0, tzinfo=UTC)
QUALIFIED = bytes.fromhex("300a3008060604008e460101")  # QCStatements: QcCompliance


@dataclass(frozen=True, slots=True)
class Identity:
    """A name with its key and certificate; whoever issued it, if anybody else did."""

    key: RSAPrivateKey
    certificate: x509.Certificate
    issuer: Identity | None = None

    @property
    def chain(self) -> list[asn1_x509.Certificate]:
        """Return its certificate and those above it."""
        above = self.issuer.chain if self.issuer else []
        return [asn1_x509.Certificate.load(self.certificate.public_bytes(Encoding.DER)), *above]

    @property
    def secret(self) -> asn1_keys.PrivateKeyInfo:
        """Return its key as pyHanko takes it."""
        return asn1_keys.PrivateKeyInfo.load(self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


@cache
def key(number: int) -> RSAPrivateKey:
    """Return one of a few keys: making one takes time."""
    return generate_private_key(65537, 2048)


@cache
def identity(
    name: str, issuer: Identity | None = None, *, until: int = 2022, authority: bool = False, qualified: bool = False
) -> Identity:
    """Return somebody with a certificate from 2020 until the first day of a year, self-signed without an issuer."""
    mine = key(0 if authority else 1)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(mine.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(until, 1, 1, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if qualified:
        statement = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3"), QUALIFIED)
        builder = builder.add_extension(statement, critical=False)
    if name == "TSA":
        use = x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(use, critical=True)
    certificate = builder.sign(issuer.key if issuer else mine, SHA256())
    return Identity(mine, certificate, issuer)


@cache
def authority() -> Identity:
    """Return an authority that issues certificates, good long after those of its clients."""
    return identity("Autorité de test", until=2040, authority=True)


def trust_folder(folder: Path, *trusted: Identity) -> Path:
    """Write certificates to a folder."""
    for number, one in enumerate(trusted):
        (folder / f"{number}.pem").write_bytes(one.certificate.public_bytes(Encoding.PEM))
    return folder


def order(*lines: str) -> bytes:
    """Return an order of two pages that nobody has signed."""
    return drawn(words("BON DE COMMANDE", "Total TTC 1 200,00", *lines), words("Conditions"))


def signed(
    pdf: bytes,
    by: Identity,
    name: str = "Client",
    *,
    when: datetime | None = SIGNED_AT,
    page: int = 1,
    box: tuple[int, int, int, int] | None = (100, 100, 300, 150),
    allows: fields.MDPPerm | None = None,
    stamp: datetime | None = None,
    form: SigSeedSubFilter = SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
    ready: bool = False,
) -> bytes:
    """Return a PDF with one more signature, as a new revision.

    `allows` certifies the document, `stamp` adds a time stamp, `ready` says that the field waits for it.
    """
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    field = None if ready else fields.SigFieldSpec(name, on_page=page - 1, box=box)
    steps = PdfCMSEmbedder(new_field_spec=field).write_cms(name, writer)
    next(steps)
    placeholder = SignatureObject(timestamp=when, subfilter=form, bytes_reserved=16_384)
    limits = SigMDPSetup("sha256", certify=True, docmdp_perms=allows) if allows else None
    steps.send(SigObjSetup(sig_placeholder=placeholder, mdp_setup=limits))
    prepared, output = steps.send(SigIOSetup(md_algorithm="sha256"))
    steps.send(message(by, prepared.document_digest, when, stamp))
    return bytes(output.getvalue())


def with_empty_field(pdf: bytes, name: str) -> bytes:
    """Return a PDF with a signature field that waits to be filled."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    fields.append_signature_field(writer, fields.SigFieldSpec(name, on_page=0, box=(320, 100, 520, 150)))
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def message(by: Identity, digest: bytes, when: datetime | None, stamp: datetime | None = None) -> bytes:
    """Return what somebody signs of a digest, as it goes into the file."""
    store = SimpleCertificateStore()
    for certificate in by.chain[1:]:
        store.register(certificate)
    signer = signers.SimpleSigner(signing_cert=by.chain[0], signing_key=by.secret, cert_registry=store)
    stamper = None
    if stamp:
        tsa = identity("TSA", authority(), until=2040)
        stamper = DummyTimeStamper(tsa.chain[0], tsa.secret, certs_to_embed=store, fixed_dt=stamp)
    attributes = PdfCMSSignedAttributes(signing_time=when)
    content = asyncio.run(signer.async_sign(digest, "sha256", signed_attr_settings=attributes, timestamper=stamper))
    return bytes(content.dump())


def half_covered(by: Identity) -> bytes:
    """Return a PDF that somebody signed but for the words of its page, which lie in what the signature leaves out."""
    hole = b"<" + b"0" * 8000 + b">"
    text = b"BT /F1 12 Tf 72 700 Td (BON DE COMMANDE) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]/SigFlags 3>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 850]/Contents 7 0 R/Annots[5 0 R]"
        b"/Resources<</Font<</F1 4 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Client)/Rect[100 100 300 150]/F 4/V 6 0 R>>",
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/M(D:20210601103000Z)"
        b"/ByteRange[0 AAAAAAAAAA BBBBBBBBBB CCCCCCCCCC]/Contents" + hole + b">>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
    ]
    data, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"xref\n0 8\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer<</Size 8/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(data)
    first, second = data.index(hole), len(data)  # all that follows the signature is left out, up to the table
    data += table + end
    for name, value in ((b"A", first), (b"B", second), (b"C", len(data) - second)):
        data = data.replace(name * 10, b"%-10d" % value)
    digest = sha256(data[:first] + data[second:]).digest()
    return data.replace(hole, b"<" + message(by, digest, SIGNED_AT).hex().ljust(8000, "0").encode() + b">")


def with_proofs(pdf: bytes, *trusted: Identity) -> bytes:
    """Return a signed PDF with the certificates of its signers stored after the signatures, as platforms do."""
    output = io.BytesIO(pdf)
    DocumentSecurityStore.add_dss(output, None, certs=[one.chain[0] for one in trusted])
    return output.getvalue()


def with_time_stamp(pdf: bytes, at: datetime) -> bytes:
    """Return a signed PDF with a time stamp over the whole of it."""
    tsa = identity("TSA", authority(), until=2040)
    stamper = DummyTimeStamper(tsa.chain[0], tsa.secret, certs_to_embed=SimpleCertificateStore(), fixed_dt=at)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    return bytes(signers.PdfTimeStamper(stamper).timestamp_pdf(writer, "sha256").getvalue())


def drawn_over(pdf: bytes, page: int = 1, text: str = "Total TTC 9 200,00") -> bytes:
    """Return a PDF to which one line was added on a page, as a new revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    node = writer.find_page_for_modification(page - 1)[0].get_object()
    content = generic.StreamObject(stream_data=f"BT /F1 12 Tf 300 400 Td ({text}) Tj ET".encode())
    node["/Contents"] = generic.ArrayObject([node.raw_get("/Contents"), writer.add_object(content)])
    return _written(writer, node)


def annotated(pdf: bytes, page: int = 1) -> bytes:
    """Return a PDF with a note laid on a page, as a new revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    node = writer.find_page_for_modification(page - 1)[0].get_object()
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (100, 400, 300, 430))),
            pdf_name("/Contents"): generic.TextStringObject("remise de 10 %"),
            pdf_name("/F"): generic.NumberObject(4),
        }
    )
    present = node.get("/Annots", generic.ArrayObject())
    node["/Annots"] = generic.ArrayObject([*present, writer.add_object(note)])
    return _written(writer, node)


def with_bookmarks(pdf: bytes) -> bytes:
    """Return a PDF to which something was added that no page shows, as a new revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    outline = generic.DictionaryObject(
        {pdf_name("/Type"): pdf_name("/Outlines"), pdf_name("/Count"): generic.NumberObject(0)}
    )
    writer.root["/Outlines"] = writer.add_object(outline)
    return _written(writer, writer.root)


def with_copy(pdf: bytes) -> bytes:
    """Return a signed PDF with a second field that repeats the signature of the first one."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    form = writer.root["/AcroForm"]
    copied = generic.DictionaryObject(dict(form["/Fields"][0]["/V"]))
    field = {pdf_name("/FT"): pdf_name("/Sig"), pdf_name("/T"): generic.TextStringObject("Copie")}
    second = generic.DictionaryObject({**field, pdf_name("/V"): writer.add_object(copied)})
    form["/Fields"].append(writer.add_object(second))
    return _written(writer, form["/Fields"])


def typed(pdf: bytes, value: str) -> bytes:
    """Return a PDF whose first form field holds another value, as a new revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/V"] = generic.TextStringObject(value)
    return _written(writer, field)


def _written(writer: IncrementalPdfFileWriter, changed: generic.PdfObject) -> bytes:
    writer.update_container(changed)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def fields_of(pdf: bytes, trust: Path | None = None) -> Sequence[SignatureField]:
    """Read the signature fields of a PDF in this process."""
    return read_pdf(pdf, "0" * 64, Limits(), trust).signatures


def proof_of(pdf: bytes, trust: Path | None = None) -> list[DigitalSignature]:
    """Read what the signatures of a PDF prove."""
    return [field.signature for field in fields_of(pdf, trust) if field.signature]
