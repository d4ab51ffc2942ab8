"""Strict JSON in, atomic writes out."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import verifier.files as files
from verifier.errors import InvalidCertificate, InvalidInput
from verifier.files import canonical, check_writable, digest, read_json, write_atomically

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(10**30), 10**30), st.text(max_size=6)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=4), inner, max_size=4)),
    max_leaves=12,
)


@given(JSON)
def test_canonical_text_is_one_text(value: object) -> None:
    """Catches texts that depend on the order of keys or on blanks, and a digest of something else."""
    text = canonical(value)
    assert json.loads(text) == value and text.isascii() and canonical(json.loads(text)) == text
    if isinstance(value, dict):
        assert canonical(dict(reversed(value.items()))) == text
    assert digest(value) == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [float("-inf")]])
def test_no_nan_in_canonical_text(value: object) -> None:
    """Catches NaN written as JSON."""
    with pytest.raises(ValueError):
        canonical(value)


@pytest.mark.parametrize("value", [1.5, [0.0], {"a": 2.0}])
def test_no_floats_in_canonical_text(value: object) -> None:
    """Catches a rounded number in a certificate: the docstring says numbers that are not integers are refused."""
    with pytest.raises(ValueError):
        canonical(value)


@given(JSON)
def test_what_is_written_is_read(value: object) -> None:
    """Catches a reader that changes values."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.json"
        write_atomically(path, canonical(value))
        assert read_json(path) == value


@pytest.mark.parametrize("text", ["", "{", "[1, 2", '{"a": 1, "a": 1}', '{"a": {"b": 1, "b": 2}}', "NaN", "[Infinity]", "-Infinity", "1.0",
                                  "[1e5]", "[1E-2]", "1 2", "{'a': 1}", "[1,]", "\ufeff1", "9" * 5000, "[" * 100_000, "nul"], ids=range(18))  # fmt: skip
def test_other_json_is_refused(tmp_path: Path, text: str) -> None:
    """Catches duplicate keys, NaN, floats, huge integers, truncated or deeply nested text taken for data."""
    path = tmp_path / "bad.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidCertificate) as refusal:
        read_json(path)
    assert str(path) in refusal.value.path


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches OSError and UnicodeDecodeError escaping, and files of any size read into memory."""
    with pytest.raises(InvalidInput, match="No such file"):
        read_json(tmp_path / "missing.json")
    with pytest.raises(InvalidInput):
        read_json(tmp_path)
    binary = tmp_path / "binary.json"
    binary.write_bytes(b'"\xff\xfe"')
    with pytest.raises(InvalidCertificate, match="UTF-8"):
        read_json(binary)
    monkeypatch.setattr(files, "LARGEST", 3)
    binary.write_text("1234")
    with pytest.raises(InvalidCertificate, match="larger"):
        read_json(binary)


def test_the_old_file_survives_every_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a file that is opened for writing before the text is complete, and temporary files left behind."""
    path = tmp_path / "out.json"
    write_atomically(path, "old")
    for name, problem in (("replace", OSError("disk")), ("replace", KeyboardInterrupt()), ("fdopen", OSError("full"))):
        def fail(*_: object, problem: BaseException = problem, **__: object) -> None:
            raise problem

        with monkeypatch.context() as patch, pytest.raises((InvalidInput, KeyboardInterrupt)):
            patch.setattr(os, name, fail)
            write_atomically(path, "new")
        assert path.read_text() == "old"
        assert [entry.name for entry in tmp_path.iterdir()] == ["out.json"]
    with pytest.raises(ValueError):
        write_atomically(path, "\ud800")
    assert path.read_text() == "old" and len(list(tmp_path.iterdir())) == 1
    write_atomically(path, "new")
    assert path.read_text() == "new"


def test_permissions_follow_the_umask(tmp_path: Path) -> None:
    """Catches files that only their owner can read because a temporary file was renamed."""
    before = os.umask(0o022)
    try:
        write_atomically(tmp_path / "x", "1")
        assert (tmp_path / "x").stat().st_mode & 0o777 == 0o644
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    """Catches long work done for an output that cannot be written, and OSError escaping."""
    for path in (tmp_path / "missing" / "x.json", tmp_path):
        with pytest.raises(InvalidInput):
            check_writable(path)
        with pytest.raises(InvalidInput):
            write_atomically(path, "x")
    check_writable(tmp_path / "x.json")
    assert not (tmp_path / "x.json").exists()


def test_a_long_name_is_written(tmp_path: Path) -> None:
    """Catches a temporary name that is longer than the name asked for, and too long for the file system, after all the work."""
    path = tmp_path / ("n" * 250)
    check_writable(path)
    write_atomically(path, "text")
    assert path.read_text() == "text" and len(list(tmp_path.iterdir())) == 1
