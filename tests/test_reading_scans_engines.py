"""The engines that read words from pixels keep to themselves what they do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.reading.scans.engines import has_second

ROOT = Path(__file__).parent.parent
SWITCH = "ORT_DISABLE_TELEMETRY"
LOAD = f"""
import os, sys
told = set()
def note(event, arguments):
    if event == "import" and str(arguments[0]).startswith("onnxruntime"):
        told.add(os.environ.get("{SWITCH}"))
sys.addaudithook(note)
from pipeline.reading.scans import engines
assert not told
import numpy
engines.second_line(numpy.full((48, 200), 255, numpy.uint8))
print(sorted(told))
"""


@pytest.mark.skipif(not has_second(), reason="the second engine is not installed")
def test_the_second_engine_is_told_to_send_nothing_before_it_loads() -> None:
    """What runs the second engine is loaded with its telemetry switched off: it decides at its first import."""
    kept = {name: value for name, value in os.environ.items() if name != SWITCH}
    done = subprocess.run([sys.executable, "-c", LOAD], cwd=ROOT, env=kept, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['1']"
