"""The house as the imports show it: three floors, arrows downwards, and the nevers of the design."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("rules", "validators", "pipeline")  # each may import itself and those before it
PRODUCT = [path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"))]
SUPPORT = [path for folder in ("fixtures", "tests", "bench") for path in sorted((ROOT / folder).rglob("*.py"))]
LONGEST_FILE, LONGEST_FUNCTION = 300, 60  # lines

FORMATS = {  # what parses a file somebody sent
    *("pikepdf", "pypdfium2", "pypdfium2_raw", "PIL", "lxml", "xml", "html", "openpyxl", "docx", "olefile"),
    *("duckdb", "zipfile", "tarfile", "zlib", "gzip", "bz2", "lzma", "email", "pickle", "ctypes"),
}
FORMAT_PLACES = ("pipeline.reading.", "pipeline.packing.", "pipeline.registers.reading")
NETWORK = {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "asyncio", "requests", "httpx", "urllib3"}
CHANCE = {"random", "secrets", "uuid"}
DISK = {"os", "io", "pathlib", "shutil", "tempfile", "glob", "fileinput", "subprocess", "sys", "time", "locale"}

# What a module does against the rule of its floor, and why.
IMPORTS_ALLOWED = {
    ("pipeline.reporting.batch", "urllib"): "urllib.parse writes the links of an index page; nothing is fetched",
    ("pipeline.packing.place", "secrets"): "the name of a folder under construction, which no output keeps",
    ("pipeline.cli.output", "secrets"): "the name of a file under construction, which no output keeps",
}
CALLS_ALLOWED = {
    ("pipeline.reading.pool", "monotonic"): "deadlines of child processes",
    ("pipeline.reading.parent", "monotonic"): "deadlines of child processes",
    ("pipeline.reading.child", "os._exit"): "how a child process ends",
    ("pipeline.reading.scans.engines", "os.environ"): "written, never read: no usage data is sent",
}


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a source file."""
    return ast.parse(path.read_text("utf-8"))


def module(path: Path) -> str:
    """Return a source file's dotted name.

    >>> module(ROOT / "rules" / "model.py")
    'rules.model'
    """
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    """Yield the dotted names that a source file imports, wherever in it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""


def names(path: Path) -> Iterator[tuple[str, int]]:
    """Yield every name and dotted name that a source file uses, with its line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Name):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute):
            yield ast.unparse(node), node.lineno


def top(name: str) -> str:
    """Return the first part of a dotted name."""
    return name.partition(".")[0]


@pytest.mark.parametrize("path", PRODUCT, ids=module)
def test_arrows_point_downwards(path: Path) -> None:
    """A floor imports itself and the floors below it; nothing in the product imports fixtures, tests or benches."""
    floor = FLOORS.index(top(module(path)))
    above = {*FLOORS[floor + 1 :], "fixtures", "tests", "bench", "conftest"}
    assert not above & {top(name) for name in imports(path)}


def test_the_arrows_that_were_read_are_there() -> None:
    """Reading the imports finds those that everybody knows: a test that reads nothing would pass."""
    assert "validators.engine" in set(imports(ROOT / "pipeline/run.py"))
    assert "rules.model" in set(imports(ROOT / "validators/engine.py"))
    assert not {top(name) for path in (ROOT / "rules").glob("*.py") for name in imports(path)} & {
        "validators",
        "pipeline",
    }


@pytest.mark.parametrize("path", [*PRODUCT, *SUPPORT], ids=module)
def test_imports_are_absolute_and_named(path: Path) -> None:
    """No relative import and no star: the wheel moves the packages, and a reader sees where a name comes from."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            assert [alias.name for alias in node.names] != ["*"]


@pytest.mark.parametrize("path", PRODUCT, ids=module)
def test_files_somebody_sent_are_parsed_in_known_places(path: Path) -> None:
    """The libraries that parse files are imported by the stages that read, look up and pack, and nowhere else."""
    parsed = FORMATS & {top(name) for name in imports(path)}
    assert not parsed or module(path).startswith(FORMAT_PLACES)


@pytest.mark.parametrize("path", PRODUCT, ids=module)
def test_nothing_goes_on_the_network_or_is_left_to_chance(path: Path) -> None:
    """No module can reach the network, and the same input gives the same output."""
    wanted = {(module(path), top(name)) for name in imports(path)} - IMPORTS_ALLOWED.keys()
    assert not {name for _, name in wanted} & (NETWORK | CHANCE)


@pytest.mark.parametrize("path", [path for path in PRODUCT if top(module(path)) == "validators"], ids=module)
def test_judgement_knows_no_disk_and_no_process(path: Path) -> None:
    """The middle floor is pure: values in, values out."""
    assert not DISK & {top(name) for name in imports(path)}
    assert "open" not in {name for name, _ in names(path)}


CLOCK = re.compile(
    r"(?:^|\.)(?:datetime|date)\.(?:now|utcnow|today)$"
    r"|^(?:time\.)?(?:time_ns|monotonic|perf_counter|localtime|gmtime)$|^time\.time$"
)
ENVIRONMENT = re.compile(r"^(?:os\.)?(?:environ|getenv|getcwd|getlogin|uname)\b|^Path\.(?:cwd|home)$")
SPEECH = re.compile(r"^(?:print|input|exit|quit|sys\.exit|os\._exit|sys\.(?:__)?std(?:out|err).*|click\.echo)$")
DANGER = re.compile(r"^(?:eval|exec|compile|__import__|os\.system|os\.popen)$")


@pytest.mark.parametrize("path", [path for path in PRODUCT if not module(path).startswith("pipeline.cli")], ids=module)
def test_only_the_command_line_knows_the_hour_and_the_machine(path: Path) -> None:
    """The clock and the environment are read by the command line and handed down as values."""
    used = {name for name, _ in names(path) if CLOCK.search(name) or ENVIRONMENT.search(name)}
    assert not {name for name in used if (module(path), name) not in CALLS_ALLOWED}


@pytest.mark.parametrize(
    "path", [path for path in PRODUCT if not module(path).startswith(("pipeline.cli", "pipeline.__main__"))], ids=module
)
def test_only_the_command_line_speaks_and_ends(path: Path) -> None:
    """No other module prints, asks or exits: an error is raised, a finding is returned."""
    said = {name for name, _ in names(path) if SPEECH.search(name)}
    assert not {name for name in said if (module(path), name) not in CALLS_ALLOWED}


@pytest.mark.parametrize("path", PRODUCT, ids=module)
def test_nothing_from_a_file_is_executed(path: Path) -> None:
    """No module evaluates text or runs a shell."""
    assert not [(name, line) for name, line in names(path) if DANGER.search(name)]


def test_every_exception_above_is_still_needed() -> None:
    """An exception that no module uses any more is taken out of the tables."""
    by_name = {module(path): path for path in PRODUCT}
    assert all(name in {top(one) for one in imports(by_name[place])} for place, name in IMPORTS_ALLOWED)
    assert all(name in {one for one, _ in names(by_name[place])} for place, name in CALLS_ALLOWED)


@pytest.mark.parametrize("path", [*PRODUCT, *SUPPORT], ids=module)
def test_a_module_begins_by_saying_what_it_is(path: Path) -> None:
    """A module starts with a sentence, and with the future of annotations when it holds anything else."""
    words = ast.get_docstring(tree(path)) or ""
    first = words.splitlines()[0] if words else ""
    assert re.search(r"\S[.…?](?:\s|$)", first)
    rest = tree(path).body[1:]
    assert not rest or ast.unparse(rest[0]) == "from __future__ import annotations"


@pytest.mark.parametrize("path", [*PRODUCT, *(path for path in SUPPORT if "fixtures" in path.parts)], ids=module)
def test_files_and_functions_are_short(path: Path) -> None:
    """A file stays under 300 lines and a function under 60: one screen, one thought."""
    assert len(path.read_text("utf-8").splitlines()) < LONGEST_FILE
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    }
    assert not long


@pytest.mark.parametrize("path", PRODUCT, ids=module)
def test_what_is_public_says_what_it_does(path: Path) -> None:
    """Public functions and classes at the top of a module have a docstring."""
    bare = [
        node.name
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]
    assert not bare


def test_every_folder_with_code_is_a_package() -> None:
    """No folder of the product is a namespace package, which the wheel would leave out."""
    assert all((path.parent / "__init__.py").is_file() for path in PRODUCT)


def test_no_dependency_needs_the_namesakes() -> None:
    """PyPI owns packages called validators, rules and pipeline: nothing we depend on may bring them in."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    reached: set[str] = set()
    waiting = [_distribution(requirement) for requirement in declared]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [_distribution(one) for one in _requires(name) if "extra ==" not in one]
    assert {"click", "rapidfuzz"} <= reached
    assert not reached & {"validators", "rules", "pipeline", "segur-dossier"}


def _distribution(requirement: str) -> str:
    """Return the normalised name that a requirement begins with."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def _requires(name: str) -> list[str]:
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:  # a dependency of another system than this one
        return []
