"""Children that read: they can be killed, a failure loses its own task only, and nothing of them is left or heard."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import ExitCode, SegurDossierError
from pipeline.limits import Limits
from pipeline.reading import pool as pool_module
from pipeline.reading.child import ChildFailure, memory_guard
from pipeline.reading.parent import MEMORY_SHARE, ROOM_SHARE
from pipeline.reading.pool import ChildPool
from pipeline.reading.worker import ReadTask, read_file
from tests import reading_works as works
from tests.reading_samples import bomb, drawn, recursive_form, words

LIMITS = Limits(child_seconds=30.0)
HURRIED = Limits(child_seconds=0.3)
ROOT = Path(__file__).resolve().parent.parent

linux = pytest.mark.skipif(sys.platform != "linux", reason="the guard of memory and of orphans is Linux's")


def run(work: Callable[[Any], Any], *tasks: object, jobs: int = 1, limits: Limits = LIMITS) -> list[Any]:
    """Return what children answer to these tasks."""
    with ChildPool(jobs=jobs, limits=limits) as pool:
        return list(pool.results(work, tasks))


def read(path: Path, data: bytes, limits: Limits) -> object:
    """Read a PDF in a child."""
    path.write_bytes(data)
    task = ReadTask(location=path, sha256=sha256(data).hexdigest(), content="pdf", limits=limits)
    (result,) = run(read_file, task, limits=limits)
    return result


def ends(pid: int) -> bool:
    """Say whether a process ends within some seconds."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_tasks(jobs: int) -> None:
    """Results come one for each task and in their order, whatever child answers."""
    assert run(works.double, *range(100), jobs=jobs) == [2 * number for number in range(100)]


def test_a_task_is_done_once_for_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same scan in two dossiers of a run is read once; one that failed is tried again, and the oldest are forgotten."""
    monkeypatch.setattr(pool_module, "MOST_KEPT", 2)
    with ChildPool(jobs=1, limits=LIMITS) as pool:
        first = pool.submit_once("a", works.double, 2)
        assert pool.submit_once("a", works.double, 2) is first
        assert isinstance(pool.submit_once("b", works.crash, 1).result(), ChildFailure)
        assert pool.submit_once("b", works.double, 3).result() == 6
        assert pool.submit_once("c", works.double, 4).result() == 8
        assert pool.submit_once("a", works.double, 2) is not first


def test_tasks_are_taken_little_by_little() -> None:
    """A long list of tasks is not read to its end before the first result is there."""
    taken: list[int] = []
    with ChildPool(jobs=1, limits=LIMITS) as pool:
        results = pool.results(works.double, (taken.append(number) or number for number in range(1000)))

        assert next(results) == 0
        assert len(taken) < 20


def test_work_is_done_elsewhere() -> None:
    """No work is done in this process, even with a single job, and a child serves for many tasks."""
    pids = run(works.process, *range(20))

    assert os.getpid() not in pids
    assert len(set(pids)) == 1


def test_submitted_task() -> None:
    """A task can be handed in by itself and waited for later."""
    with ChildPool(jobs=2, limits=LIMITS) as pool:
        futures = [pool.submit(works.double, number) for number in (1, 2, 3)]

        assert [future.result() for future in futures] == [2, 4, 6]


def own_peak() -> int:
    """Return the bytes that this process held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.mark.parametrize("status", [0, 3, -6])
def test_crash_loses_its_own_task_only(status: int) -> None:
    """A child that dies, even politely, fails its task; those before and after it are answered."""
    with ChildPool(jobs=1, limits=LIMITS) as pool:
        before, crashed, after = (
            pool.submit(works.double, 1),
            pool.submit(works.crash, status),
            pool.submit(works.double, 2),
        )

        assert (before.result(), after.result()) == (2, 4)
        failure = crashed.result()
        assert isinstance(failure, ChildFailure)
        # The system counts a child's peak from its parent's: a test process fat with engines hides which of the two it was.
        assert failure.code == (
            "child_memory" if own_peak() > MEMORY_SHARE * LIMITS.child_memory_bytes else "child_crashed"
        )
        assert f"exit status {status}," in failure.detail


def test_hung_child_is_killed_at_its_deadline() -> None:
    """A task that never comes back fails soon after its deadline, and the next one is answered."""
    started = time.monotonic()
    with ChildPool(jobs=1, limits=HURRIED) as pool:
        hung, after = pool.submit(works.hang, None), pool.submit(works.double, 2)

        assert hung.result() == ChildFailure(code="child_timeout")
        assert after.result() == 4
    assert time.monotonic() - started < 5


@pytest.mark.slow
def test_pool_survives_a_hundred_deaths() -> None:
    """A pool whose children die a hundred times in a row, by turns with good tasks, answers every good one."""
    with ChildPool(jobs=2, limits=LIMITS) as pool:
        futures = [(pool.submit(works.crash, -6), pool.submit(works.double, number)) for number in range(100)]

        assert [good.result() for _, good in futures] == [2 * number for number in range(100)]
        assert all(isinstance(bad.result(), ChildFailure) for bad, _ in futures)


@pytest.mark.parametrize(
    ("work", "code"),
    [
        (works.eat, "child_memory"),
        (works.dig, "child_nesting"),
        (works.blunder, "child_error"),
        (works.hand_back_nonsense, "child_error"),
        (works.refuse, "child_error"),
    ],
)
def test_failure_inside_the_child(work: Callable[[int], object], code: str) -> None:
    """What a task raises is a value with a code, never an exception of the pool."""
    (failure,) = run(work, 0)

    assert isinstance(failure, ChildFailure)
    assert failure.code == code


def test_bug_leaves_its_trace() -> None:
    """The failure of a bug tells where it is."""
    (failure,) = run(works.blunder, 0)

    assert "ZeroDivisionError" in failure.detail
    assert "reading_works.py" in failure.detail


def test_children_are_not_heard(capfd: pytest.CaptureFixture[str]) -> None:
    """What libraries print in a child reaches neither our streams nor the answers."""
    assert run(works.chatter, "bruit", "encore") == ["bruit", "encore"]
    assert capfd.readouterr() == ("", "")


def test_task_that_cannot_be_sent() -> None:
    """A work that is no function of a module is a bug of the caller, and looks like one."""
    with pytest.raises(Exception, match=r"pickle|local"):
        run(lambda task: task, 1)


@pytest.mark.parametrize("program", ["/nowhere/python", "/bin/false"])
def test_child_that_cannot_start(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """When no child can be started the machine is at fault, not a file: that is an error of the run."""
    monkeypatch.setattr(sys, "executable", program)

    with pytest.raises(SegurDossierError) as caught:
        run(works.double, 1)

    assert caught.value.code == ExitCode.INTERNAL


@linux
def test_child_killed_as_it_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that somebody kills before it is ready is started again, and its task is done."""
    mortal = tmp_path / "python"
    mortal.write_text(f'#!/bin/sh\nmkdir "{tmp_path}/died" 2>/dev/null && kill -9 $$\nexec "{sys.executable}" "$@"\n')
    mortal.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(mortal))

    assert run(works.double, 21) == [42]
    assert (tmp_path / "died").is_dir()


@linux
def test_memory_is_bounded() -> None:
    """The guard named in reports is the one that holds: a child cannot have more than its limit."""
    assert memory_guard() == "address_space"
    assert run(works.eat, 0, limits=replace(LIMITS, child_memory_bytes=1 << 30)) == [ChildFailure(code="child_memory")]


@linux
def test_a_child_that_keeps_much_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """After many tasks a child goes on while it holds little; one that has leaked makes room for another."""
    monkeypatch.setattr(pool_module, "TASKS_PER_LOOK", 2)
    little, much = 1_000, int(ROOM_SHARE * LIMITS.child_memory_bytes)

    assert len(set(run(works.keep, *[little] * 6))) == 1
    assert len(set(run(works.keep, little, much, little, little))) == 2


def _interrupted() -> None:
    with ChildPool(jobs=2, limits=LIMITS) as pool:
        for _ in range(6):
            pool.submit(works.hang, None)
        time.sleep(0.5)
        raise KeyboardInterrupt


def test_interruption_does_not_wait() -> None:
    """Leaving the pool by an exception kills what is running and forgets what waits."""
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        _interrupted()

    assert time.monotonic() - started < 5


@linux
def test_ctrl_c_is_the_parents() -> None:
    """A child that gets the terminal's Ctrl-C goes on with its task."""
    with ChildPool(jobs=1, limits=LIMITS) as pool:
        pid = pool.submit(works.process, 0).result()
        assert isinstance(pid, int)
        os.kill(pid, signal.SIGINT)

        assert pool.submit(works.process, 0).result() == pid


@linux
def test_child_ends_with_its_parent(tmp_path: Path) -> None:
    """A child that hangs while its parent is killed does not outlive it."""
    marker = tmp_path / "pid"
    script = (
        "import sys; from pathlib import Path; from tests import reading_works as works\n"
        "from pipeline.limits import Limits; from pipeline.reading.pool import ChildPool\n"
        "with ChildPool(jobs=1, limits=Limits()) as pool: pool.submit(works.hang, Path(sys.argv[1])).result()"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, str(marker)], cwd=ROOT)
    for _ in range(1000):
        if marker.exists():
            break
        time.sleep(0.02)
    parent.kill()
    parent.wait()

    assert ends(int(marker.read_text()))


def test_current_folder_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A submission that holds modules named as the standard library's does not get them run by the children."""
    for name in ("pickle", "struct", "multiprocessing", "dataclasses", "pipeline", "tests", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("import os; os._exit(66)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")

    assert run(works.double, 4) == [8]


def test_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither good nor killed children leave anything in the temporary folder, nor themselves."""
    for variable in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(variable, str(tmp_path))
    with ChildPool(jobs=2, limits=HURRIED) as pool:
        pids = [pool.submit(works.process, 0).result(), pool.submit(works.process, 0).result()]
        pool.submit(works.hang, None).result()

    assert list(tmp_path.iterdir()) == []
    assert not any(isinstance(pid, int) and Path(f"/proc/{pid}").exists() for pid in pids)


@linux
def test_drawing_that_draws_itself(tmp_path: Path) -> None:
    """A few hundred bytes that make the engine run and eat for ever cost their deadline, no more."""
    result = read(tmp_path / "boucle.pdf", recursive_form(), replace(LIMITS, child_seconds=1.0))

    assert isinstance(result, ChildFailure)
    assert result.code in ("child_timeout", "child_memory")


@linux
def test_decompression_bomb(tmp_path: Path) -> None:
    """A page that unpacks to more than the memory allowed is a failure of its file."""
    limits = replace(LIMITS, child_memory_bytes=400 * 1024**2)

    result = read(tmp_path / "bombe.pdf", bomb(400), limits)

    assert isinstance(result, ChildFailure)
    assert result.code in ("child_memory", "child_timeout")


def test_good_file_after_a_bad_one(tmp_path: Path) -> None:
    """The same pool reads on after a child was killed."""
    tasks = []
    for name, data in (("a.pdf", recursive_form()), ("b.pdf", drawn(words("FACTURE")))):
        (tmp_path / name).write_bytes(data)
        task = ReadTask(location=tmp_path / name, sha256=sha256(data).hexdigest(), content="pdf", limits=LIMITS)
        tasks.append(task)

    bad, good = run(read_file, *tasks, limits=replace(LIMITS, child_seconds=1.0))

    assert isinstance(bad, ChildFailure)
    assert good.pages[0].text == "FACTURE"


def test_an_answer_runs_nothing_here(tmp_path: Path) -> None:
    """A child that was taken over by what it read cannot have its parent call a function."""
    marker = tmp_path / "marker"
    marker.touch()
    with ChildPool(jobs=1, limits=Limits()) as children:
        answer = children.submit(works.poison, marker).result()
        assert children.submit(works.double, 21).result() == 42
    assert isinstance(answer, ChildFailure)
    assert marker.exists()
