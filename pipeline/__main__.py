"""Entry point of the checkout and of the wheel, and the only place that knows where the three floors lie."""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    """Run the command line, with the folder that holds `pipeline/`, `validators/` and `rules/` first on the path."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from pipeline.cli.main import run

    sys.exit(run())


if __name__ == "__main__":
    main()
