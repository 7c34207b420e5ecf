import os
from contextlib import suppress
from pathlib import Path

import pytest

from tuidl.draft import Draft, ordinary


def test_the_file_is_in_its_place_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    with Draft(path) as draft:
        draft.file.write(b"new")
        assert not path.exists()
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_on_the_way_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    path.write_bytes(b"old")
    with suppress(KeyboardInterrupt), Draft(path) as draft:
        draft.file.write(b"new")
        raise KeyboardInterrupt
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_two_at_once_do_not_mix(tmp_path: Path) -> None:
    path, previous = tmp_path / "run.npz", tmp_path / "run.npz.previous"
    one, two = Draft(path, previous), Draft(path, previous)
    one.file.write(b"one")
    two.file.write(b"two")
    one.finish()
    two.finish()
    assert (path.read_bytes(), previous.read_bytes()) == (b"two", b"one")
    assert sorted(tmp_path.iterdir()) == [path, previous]


def test_a_pipe_is_refused_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(OSError, match=r"not an ordinary file"):
        Draft(path)
    assert path.is_fifo()
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_goes_on_pointing(tmp_path: Path) -> None:
    path, link = tmp_path / "run.npz", tmp_path / "latest.npz"
    path.write_bytes(b"old")
    link.symlink_to(path)
    with Draft(link) as draft:
        draft.file.write(b"new")
    assert link.is_symlink()
    assert path.read_bytes() == b"new"


def test_a_place_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "no" / "run.npz"
    with pytest.raises(FileNotFoundError) as error:
        Draft(path)
    assert error.value.filename == str(path)


def test_what_a_killed_process_left_is_taken_away_in_time(tmp_path: Path) -> None:
    path, left, new = tmp_path / "run.npz", tmp_path / ".run.npz.0123abcd.part", tmp_path / ".run.npz.4567abcd.old"
    other = tmp_path / ".run.npz2.0123abcd.part"
    for each in (left, new, other):
        each.write_bytes(b"half")
    for each in (left, other):
        os.utime(each, (1e9, 1e9))
    with Draft(path) as draft:
        draft.file.write(b"new")
    assert sorted(tmp_path.iterdir()) == sorted([path, new, other])


def test_what_is_no_ordinary_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    for name in ("pipe", "loop", ".", "/dev/zero", "nothing"):
        with pytest.raises(OSError, match=r"not an ordinary file|symbolic links|No such file"):
            ordinary(tmp_path / name)
    with ordinary(tmp_path / "link") as file:
        assert file.read() == b"x"
