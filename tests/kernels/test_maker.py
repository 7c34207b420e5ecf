"""Kernels are compiled by processes of their own, told in the order of their use, and found in the cache afterwards."""

from collections.abc import Generator, Sequence

import numpy as np
import pytest

from tuidl import nn
from tuidl.kernels.cpu import cache, executor, maker
from tuidl.kernels.cpu.kernel import KERNELS, Compiled

NAMES = ("activation.relu", "sum.add", "data.labels")


def test_makers_fill_the_cache_and_say_what_they_did(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path))
    told = list(maker.made(NAMES, 2))
    assert [each.name for each in told] == list(NAMES)
    assert all(each.fresh and each.seconds > 0 for each in told)
    assert {path.suffix for path in tmp_path.rglob("*.nb?")} == {".nbi", ".nbc"}
    assert [each.fresh for each in maker.made(NAMES, 1)] == [False] * len(NAMES)


def test_what_cannot_be_made_is_said_in_a_sentence() -> None:
    with pytest.raises(OSError, match="kernel 'nothing': KeyError: 'nothing'"):
        list(maker.made(["nothing"], 1))


def test_a_maker_that_cannot_start_or_dies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maker, "COMMAND", ("/nowhere/python",))
    with pytest.raises(OSError, match="nowhere"):
        list(maker.made(NAMES, 1))
    monkeypatch.setattr(maker, "COMMAND", ("true",))
    with pytest.raises(OSError, match=r"kernel 'activation\.relu': it ended early|Broken pipe"):
        list(maker.made(NAMES, 1))


def _told(monkeypatch: pytest.MonkeyPatch, made: object) -> tuple[list[tuple[str, int, int]], list[str]]:
    """What compiling tells where nothing is in the cache and ``made`` makes it, and the kernels needed."""
    told: list[tuple[str, int, int]] = []
    monkeypatch.setattr(Compiled, "kept", property(lambda self: False))
    monkeypatch.setattr(Compiled, "ready", property(lambda self: False))
    monkeypatch.setattr(executor.maker, "made", made)
    net = nn.Model([nn.Dense(4), nn.Tanh(), nn.Dense(2)], (3,), optimizer="sgd", threads=1)
    net.compile(4, progress=lambda name, index, total, _: told.append((name, index, total)))
    assert isinstance(net._executor, executor.CpuExecutor)
    return told, [each.name for each in net._executor.needed([net._programs.train(4)])]


def test_what_is_missing_is_left_to_makers(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def made(names: Sequence[str], processes: int) -> Generator[maker.Made, None, None]:
        asked.extend(names)
        assert 1 <= processes <= executor.MAKERS
        for name in names:
            yield maker.Made(name, True, 1.5)

    told, needed = _told(monkeypatch, made)
    assert [name for name, _, _ in told] == asked
    assert asked[: len(needed)] == needed
    assert [(index, total) for _, index, total in told] == [(k, len(told)) for k in range(1, len(told) + 1)]
    asked.clear()
    monkeypatch.setattr(cache, "LASTING", False)  # other processes have other passing folders
    assert _told(monkeypatch, made)[0] == told
    assert not asked


def test_makers_that_fail_are_stood_in_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def made(names: Sequence[str], processes: int) -> Generator[maker.Made, None, None]:
        yield maker.Made(names[0], True, 1.5)
        raise OSError("no memory")

    told, needed = _told(monkeypatch, made)
    assert [name for name, _, _ in told[: len(needed)]] == needed


def test_a_kernel_knows_whether_it_is_kept(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    each = KERNELS["dense.forward"]
    assert each.address
    assert each.kept
    monkeypatch.setattr("numba.core.config.CACHE_DIR", str(tmp_path))
    assert not each.kept


def test_room_for_programs_to_come_is_taken_at_once() -> None:
    net = nn.Model([nn.Dense(4)], (3,), threads=1)
    assert isinstance(net._executor, executor.CpuExecutor)
    arena = net._executor._arena
    net.predict(np.zeros((50, 3), np.float32))
    assert net._executor._arena is arena
