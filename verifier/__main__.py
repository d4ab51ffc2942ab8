"""Entry of `python -m verifier` and of the command `verifier`; a package that is not there is one line, not a traceback."""

from __future__ import annotations

import sys
from typing import NoReturn


def entry() -> NoReturn:
    """Start the command line.

    Exits with 3 if a package that every command needs cannot be imported, with 130 on Ctrl-C, also while it is imported.
    """
    try:
        from verifier.cli.main import entry as start
    except ImportError as error:
        what = error.name or "a package"
        remedy = "`pip install .` in the folder of the project installs all that is needed"
        print(f"verifier: {what} cannot be imported ({' '.join(str(error).split())}); {remedy}", file=sys.stderr)
        sys.exit(3)
    except KeyboardInterrupt:
        print("verifier: interrupted", file=sys.stderr)
        sys.exit(130)
    start()


if __name__ == "__main__":
    entry()
