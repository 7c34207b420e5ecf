import os
from collections import namedtuple

import pytest

from tuidl.errors import CheckpointError
from tuidl.headless import destination


def test_a_file_that_can_be_written_is_left_as_it_is(tmp_path):
    path = tmp_path / "run.npz"
    assert destination.ready("--save", path) == path
    assert not path.exists()
    path.write_text("old")
    destination.ready("--save", path)
    assert path.read_text() == "old"


def test_what_cannot_be_written_is_refused_before_training(tmp_path, monkeypatch):
    with pytest.raises(CheckpointError, match=r"--save '.*' is a folder"):
        destination.ready("--save", tmp_path)
    with pytest.raises(CheckpointError, match="there is no folder"):
        destination.ready("--save", tmp_path / "nowhere" / "run.npz")
    (tmp_path / "file").write_text("")
    with pytest.raises(CheckpointError, match="there is no folder"):
        destination.ready("--save", tmp_path / "file" / "run.npz")
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(destination.shutil, "disk_usage", lambda folder: usage(1, 1, 12))
    with pytest.raises(CheckpointError, match="the disk is full"):
        destination.ready("--plot", tmp_path / "loss.svg")


def test_a_write_protected_file_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "run.npz"
    path.write_text("old")
    monkeypatch.setattr(destination.os, "access", lambda *_: False)
    with pytest.raises(CheckpointError, match="cannot be written: it is write-protected"):
        destination.ready("--save", path)


def test_a_file_is_whole_or_not_there(tmp_path, monkeypatch):
    path = tmp_path / "loss.svg"
    destination.write("--plot", path, b"new")
    assert path.read_bytes() == b"new"

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CheckpointError, match=r"--plot '.*' cannot be written: no space left on device"):
        destination.write("--plot", path, b"newer")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_pipe_or_a_device_is_refused_and_stays(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(CheckpointError, match="cannot be written: it is not an ordinary file"):
        destination.ready("--save", path)
    with pytest.raises(CheckpointError, match="not an ordinary file"):
        destination.write("--plot", path, b"new")
    assert path.is_fifo()
