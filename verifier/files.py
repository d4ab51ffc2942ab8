"""Files from and for strangers: strict JSON in, atomic writes out."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any, Final

from verifier.errors import InvalidCertificate, InvalidInput

LARGEST: Final = 256 * 2**20  # bytes of the largest file that is read
_DIGITS: Final = 4000  # of the longest JSON integer; longer numbers are strings


def canonical(value: Any) -> str:
    """The one JSON text of a value: sorted keys, no spaces, ASCII; numbers that are not integers are refused."""
    _refuse_floats(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError(f"{value} is a float: exact numbers are integers or strings")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON text, in hex."""
    return hashlib.sha256(canonical(value).encode("ascii")).hexdigest()


def read_json(path: Path) -> Any:
    """Parse a JSON file strictly: no duplicate keys, no NaN or Infinity, no floats, bounded size.

    Raises: InvalidInput if the file cannot be read; InvalidCertificate if it is not such JSON.
    """
    try:
        if not path.is_file():
            raise InvalidInput(f"file = {str(path)!r}: {'not a regular file' if path.exists() else 'No such file or directory'}")
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise InvalidCertificate(str(path), f"larger than {LARGEST} bytes")
        text = content.decode("utf-8")
    except OSError as error:
        raise InvalidInput(f"file = {str(path)!r}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise InvalidCertificate(str(path), "not UTF-8 text") from None

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        collected = dict(items)
        if len(collected) != len(items):
            raise InvalidCertificate(str(path), "an object with a duplicate key")
        return collected

    def refuse(literal: str) -> Any:
        raise InvalidCertificate(str(path), f"the number {literal[:20]}: exact numbers are integers or strings")

    def integer(literal: str) -> int:
        if len(literal) > _DIGITS:
            raise InvalidCertificate(str(path), f"an integer of more than {_DIGITS} digits")
        return int(literal)

    try:
        return json.loads(text, object_pairs_hook=pairs, parse_constant=refuse, parse_float=refuse, parse_int=integer)
    except RecursionError:
        raise InvalidCertificate(str(path), "nested too deeply") from None
    except json.JSONDecodeError as error:
        raise InvalidCertificate(f"{path}:{error.lineno}", f"not JSON ({error.msg}); truncated?") from None


def check_writable(path: Path) -> None:
    """Refuse an output that cannot be written before long work is done for it; raises InvalidInput."""
    path = path.resolve()
    if path.exists() and not path.is_file():
        raise InvalidInput(f"output = {str(path)!r}: not a regular file")
    if not path.parent.is_dir():
        raise InvalidInput(f"output = {str(path)!r}: No such file or directory")
    if not os.access(path.parent, os.W_OK):
        raise InvalidInput(f"output = {str(path)!r}: Permission denied")


def write_atomically(path: Path, text: str) -> None:
    """Write to a temporary name in the same folder, then rename: the old file survives every failure.

    A symbolic link is followed; what exists and is no regular file is refused.

    Raises: InvalidInput if the folder does not exist or cannot be written.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        raise InvalidInput(f"output = {str(path)!r}: not a regular file")
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
    except OSError as error:
        raise InvalidInput(f"output = {str(path)!r}: {error.strerror or error}") from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)
        os.replace(temporary, path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise InvalidInput(f"output = {str(path)!r}: {error.strerror or error}") from None
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
