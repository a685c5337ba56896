"""What a dossier has in common with others: the identities it bears, and who else bears them."""

from __future__ import annotations

from dataclasses import dataclass, field

# The sorts of identity.
FINANCING = "financing"  # a beneficiary's number, the scheme and the kind of request
INVOICE = "invoice"  # a supplier's SIREN, the number of its invoice and the year of its date
ACCOUNT = "account"  # an IBAN
SCAN = "scan"  # the bytes of a file and the pages of a piece in it

# What no two clients' papers have in common: by one of these a scanned page is found again.
NUMBERS = (
    "order.number",
    "invoice.number",
    "proof.reference",
    "beneficiary.siret",
    "beneficiary.finess",
    "beneficiary.rpps",
)
Token = tuple[str, str]  # an attribute, and what stands for its value


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """One place where an identity stands: the dossier, the subject and the file that bear it."""

    sort: str
    value: str  # in one form for all who bear it; of an IBAN or a person's number, sealed
    owner: str  # whose it is said to be, "siren:732829320"; "" when that is not known
    reference: str  # of the dossier
    scheme: str  # "" when there is none
    kind: str
    subject: str
    attribute: str  # of the fact, "" for a scan
    file: str
    sha256: str  # of the file
    how: str  # it was read, as `Witness.how`
    earlier: bool = False  # told by the ledger, not by a dossier of this run


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """An identity of a dossier, and who bears it in dossiers of other lineages."""

    own: Bearer
    others: tuple[Bearer, ...]  # the first ones, in order


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A scanned page of a client's paper, as it is compared with those of other clients."""

    owner: str  # the client, as `Bearer.owner`
    reference: str  # of the dossier
    subject: str
    kind: str  # of piece
    file: str
    sha256: str  # of the file
    page: int
    says: tuple[Token, ...]  # in order: what tells this paper from others, numbers among it
    cells: bytes = field(repr=False)  # as `Look.cells`
    earlier: bool = False  # told by the ledger, not by a dossier of this run

    @property
    def marks(self) -> tuple[str, ...]:
        """Return what it is found by: each number on it, and the kind of its paper."""
        return tuple(f"{self.kind}|{name}|{value}" for name, value in self.says if name in NUMBERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A scanned page of a dossier, and the pages of dossiers of other lineages that are the same sheet."""

    own: Sheet
    others: tuple[Sheet, ...]  # the first ones, in order


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """The other dossiers as one dossier sees them: its own identities, each with who else bears it."""

    meetings: tuple[Meeting, ...]
    dossiers: int  # of this run
    earlier: int  # of the ledger
    digest: str  # SHA-256 over all that every dossier bears
    sheets: tuple[Alike, ...] = ()  # its scanned pages, each with the same sheet elsewhere

    def of(self, sort: str, subject: str) -> tuple[Meeting, ...]:
        """Return the identities of one sort that a subject of the dossier bears."""
        return tuple(one for one in self.meetings if (one.own.sort, one.own.subject) == (sort, subject))


def differ(owner: str, other: str) -> bool:
    """Tell whether two owners are known to be two: numbers of one sort that are not the same.

    >>> differ("siren:732829320", "siren:356000000"), differ("siren:732829320", "rpps:10003456781")
    (True, False)
    """
    return owner != other and owner.partition(":")[0] == other.partition(":")[0]
