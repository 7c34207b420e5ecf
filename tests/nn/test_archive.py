"""Saved models: the same to the bit, and nothing but a sentence for a file that is damaged, foreign or hostile."""

import io
import json
import os
import resource
import signal
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest

from tests.archives import array, lying, members, packed
from tests.nn.networks import NETWORKS, batches, data, model, same
from tuidl import archive, nn
from tuidl.errors import CheckpointError

MEMORY = 32 * 2**20  # bytes that a refusal may take


def small() -> nn.Model:
    return model("tanh", "reference")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("saved") / "model.npz"
    small().save(str(path))
    return path.read_bytes()


def refused(path: Path) -> str:
    """The sentence with which a file is refused, without much memory."""
    tracemalloc.start()
    try:
        with pytest.raises(CheckpointError) as caught:
            nn.load(str(path), device="reference")
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()
    text = str(caught.value)
    assert "\n" not in text
    assert str(path) in text
    return text


@pytest.mark.parametrize("name", NETWORKS)
def test_a_saved_model_predicts_and_goes_on_to_the_bit(name: str, tmp_path: Path) -> None:
    x, y = data(name)
    made = model(name, optimizer=nn.SGD(0.05, momentum=0.9, clip=2.0), seed=6)
    made.train(x, y, batches(len(x), 3, 5))
    made.rate = 0.02
    made.save(str(tmp_path / "model.npz"))
    again = nn.load(str(tmp_path / "model.npz"))
    assert same(made.state(), again.state())
    assert again.rate == pytest.approx(0.02)
    assert again.predict(x).tobytes() == made.predict(x).tobytes()
    for each in (made, again):
        each.train(x, y, batches(len(x), 3, 5, seed=1))
    assert same(made.state(), again.state())


def test_settings_of_every_layer_come_back(tmp_path: Path) -> None:
    layers = [
        nn.Conv2D(3, 3, stride=2, padding="same", init=nn.Normal(0.2), bias=0.5, name="eye"), nn.LeakyReLU(0.3),
        nn.MaxPool2D(2, stride=1), nn.AvgPool2D(2), nn.Flatten(), nn.BatchNorm(momentum=0.8, epsilon=1e-3),
        nn.Dropout(0.25), nn.Dense(3, init=nn.Uniform(0.1)),
    ]  # fmt: skip
    made = nn.Model(layers, (12, 12, 1), optimizer=nn.Adam(0.1, beta1=0.8), device="reference", seed=9)
    made.save(str(tmp_path / "model.npz"))
    again = nn.load(str(tmp_path / "model.npz"), "reference")
    assert again.layers == made.layers
    assert again.optimizer == made.optimizer
    assert again.seed == 9
    assert [str(i) for i in again.program.instructions] == [str(i) for i in made.program.instructions]
    made.reset()
    again.reset()
    assert same(made.state(), again.state())


def test_a_layer_inside_three_hundred_others_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    nn.Model([nn.Residual(nn.Dense(2))], (2,), device="reference").save(str(path))
    head, arrays = archive.read(path)
    for _ in range(300):
        head["layers"] = [{"type": "Residual", "name": "r", "settings": {}, "layers": head["layers"]}]
    archive.write(path, head, arrays)
    with pytest.raises(CheckpointError):
        nn.load(str(path), "reference")


@pytest.mark.parametrize("part", range(5))
def test_damaged_files_are_refused_in_a_sentence(part: int, good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    random = np.random.default_rng(part)
    for _ in range(100):
        damaged = bytearray(good)
        way = random.integers(5)
        if way == 0:
            for place in random.integers(0, len(damaged), random.integers(1, 4)):
                damaged[place] ^= 1 << random.integers(8)
        elif way == 1:
            del damaged[random.integers(0, len(damaged)) :]
        elif way == 2:
            start = random.integers(0, len(damaged) - 16)
            damaged[start : start + 16] = random.bytes(16)
        elif way == 3:
            start = random.integers(0, len(damaged) - 200)
            del damaged[start : start + random.integers(1, 200)]
        else:
            start = random.integers(0, len(damaged))
            damaged[start:start] = random.bytes(random.integers(1, 100))
        if damaged == good:
            continue
        path.write_bytes(damaged)
        with pytest.raises(CheckpointError) as caught:
            nn.load(str(path), "reference")
        assert "\n" not in str(caught.value)


WEIGHT = "dense_1.weight.npy"
HOSTILE = {
    "huge shape": {WEIGHT: lying("(4294967296, 4294967296)")},
    "larger than the file": {WEIGHT: lying("(1000000,)")},
    "beyond the limit": {WEIGHT: lying("(100000000,)")},
    "negative shape": {WEIGHT: lying("(-1, 3)")},
    "shape of words": {WEIGHT: lying("('a',)")},
    "many dimensions": {WEIGHT: lying(str((1,) * 40))},
    "deep header": {WEIGHT: lying("(" * 2000 + ")" * 2000)},
    "objects": {WEIGHT: lying("(3,)", "|O")},
    "structured": {WEIGHT: lying("(3,)", "[('a', '<f4')]")},
    "other bytes first": {WEIGHT: lying("(4,)", ">f4")},
    "columns first": {WEIGHT: lying("(3, 33)", order="True")},
    "a pickled array": {WEIGHT: array(np.array([{}], object), allow_pickle=True)},
    "a pickle instead": {WEIGHT: b"cos\nsystem\n(S'true'\ntR."},
    "wrong kind": {WEIGHT: array(np.zeros((3, 33), np.int32))},
    "wrong shape": {WEIGHT: array(np.zeros((33, 3), np.float32))},
    "empty array": {WEIGHT: b""},
    "a name from elsewhere": {"../../etc/passwd.npy": array(np.zeros(3, np.float32))},
    "a name that is no array": {"model.py": b"print()"},
    "a name of two lines": {"a\nb": b""},
    "head is no text": {"head.npy": array(np.frombuffer(b"\xff\xfe\x00", np.uint8))},
    "head is a number": {"head.npy": array(np.frombuffer(b"7", np.uint8))},
    "head is deep": {"head.npy": array(np.frombuffer(b"[" * 100_000, np.uint8))},
    "head is missing": {"head.npy": None},
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_arrays_are_refused_in_a_sentence(name: str, good: bytes, tmp_path: Path) -> None:
    parts: dict[str, bytes | None] = {**members(good), **HOSTILE[name]}
    path = tmp_path / "model.npz"
    path.write_bytes(packed({k: v for k, v in parts.items() if v is not None}))
    refused(path)


def test_a_zip_bomb_is_refused_before_it_goes_off(good: bytes, tmp_path: Path) -> None:
    head = lying(f"({60 * 2**20},)", "|u1")[:-64]
    path = tmp_path / "model.npz"
    path.write_bytes(packed({**members(good), WEIGHT: head + bytes(60 * 2**20)}, zipfile.ZIP_DEFLATED))
    assert path.stat().st_size < 2**20
    refused(path)


def test_a_large_directory_of_names_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    path.write_bytes(packed({f"{i}.npy": b"" for i in range(20_000)}))
    refused(path)


def test_links_and_other_things_are_refused(good: bytes, tmp_path: Path) -> None:
    linked = zipfile.ZipInfo(WEIGHT)
    linked.external_attr = 0o120777 << 16
    parts = {name: content for name, content in members(good).items() if name != WEIGHT}
    path = tmp_path / "model.npz"
    path.write_bytes(packed({**parts, linked: b"/etc/passwd"}))
    refused(path)
    refused(tmp_path)
    refused(tmp_path / "nothing.npz")
    os.mkfifo(tmp_path / "pipe")
    refused(tmp_path / "pipe")
    refused(Path("/dev/zero"))
    for content in (b"", b"PK", b"text", bytes(1000)):
        path.write_bytes(content)
        refused(path)


HEADS = {
    "another format": {"tuidl model": 99},
    "no layers": {"layers": []},
    "layers are a number": {"layers": 3},
    "a layer is a word": {"layers": ["Dense"]},
    "an unknown layer": {"layers": [{"type": "Model", "name": "a", "settings": {}}]},
    "a layer that is none": {"layers": [{"type": "__init__", "name": "a", "settings": {}}]},
    "settings are a list": {"layers": [{"type": "Dense", "name": "a", "settings": [1]}]},
    "unknown settings": {"layers": [{"type": "Dense", "name": "a", "settings": {"x": 1}}]},
    "a gigantic layer": {"layers": [{"type": "Dense", "name": "a", "settings": {"units": 10**9}}]},
    "gigantic padding": {"input_shape": [4, 4, 1], "layers": [
        {"type": "Conv2D", "name": "a", "settings": {"filters": 1, "kernel": 10**5, "padding": 10**5 - 1}}]},
    "half a unit": {"layers": [{"type": "Dense", "name": "a", "settings": {"units": 2.5}}]},
    "units in words": {"layers": [{"type": "Dense", "name": "a", "settings": {"units": "many"}}]},
    "another initialiser": {"layers": [
        {"type": "Dense", "name": "a", "settings": {"units": 3, "init": {"initialiser": "exec"}}}]},
    "an initialiser that is a list": {"layers": [
        {"type": "Dense", "name": "a", "settings": {"units": 3, "init": [1]}}]},
    "a pooling that grows": {"input_shape": [4, 4, 1], "layers": [
        {"type": "MaxPool2D", "name": "a", "settings": {"window": 10**6, "stride": 1, "padding": 10**6 - 1}},
        {"type": "Flatten", "name": "f", "settings": {}}]},
    "gigantic input": {"input_shape": [10**12]},
    "infinite input": {"input_shape": [float("inf")]},
    "input in words": {"input_shape": "abc"},
    "unknown loss": {"loss": "hing"},
    "unknown loss with numbers": {"loss": {"name": "hing", "delta": 1}},
    "numbers of another loss": {"loss": {"name": "mse", "delta": 1}},
    "a number of a loss out of range": {"loss": {"name": "huber", "delta": -1}},
    "no name of a loss": {"loss": {"delta": 1}},
    "loss is a list": {"loss": []},
    "unknown optimiser": {"optimizer": {"type": "LBFGS"}},
    "optimiser is a number": {"optimizer": 3},
    "optimiser of words": {"optimizer": {"type": "SGD", "rate": "fast"}},
    "negative seed": {"seed": -1},
    "infinite seed": {"seed": float("inf")},
}  # fmt: skip


@pytest.mark.parametrize("name", HEADS)
def test_hostile_heads_with_a_right_checksum_are_refused(name: str, good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    path.write_bytes(good)
    head, arrays = archive.read(path)
    archive.write(path, {**head, **HEADS[name]}, arrays)
    refused(path)


@pytest.mark.parametrize("step", [-1, 2**62])
def test_strange_steps(step: int, tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    made = small()
    made.save(str(path))
    head, arrays = archive.read(path)
    archive.write(path, head, {**arrays, "step": np.array(step)})
    if step < 0:
        refused(path)
    else:
        assert nn.load(str(path), "reference").step == step


def test_a_failed_save_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.npz"
    small().save(str(path))
    before = path.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        small().save(str(path))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


SAVER = """
import sys
import numpy as np
from tuidl import archive
arrays = {str(i): np.full((500, 500), i, np.float32) for i in range(20)}
for turn in range(10_000):
    archive.write(sys.argv[1], {"turn": turn}, arrays)
    if not turn:
        print("begun", flush=True)
"""


@pytest.mark.parametrize("moment", [0.0, 0.03, 0.07])
def test_killed_while_saving_there_is_a_whole_file(moment: float, tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    child = subprocess.Popen(
        [sys.executable, "-c", SAVER, str(path)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == b"begun\n"
        try:
            child.wait(moment)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
        child.wait()
    assert child.returncode == -signal.SIGKILL
    head, arrays = archive.read(path)
    assert head["turn"] >= 0
    assert len(arrays) == 20


def test_the_file_is_plain_numpy(good: bytes) -> None:
    with np.load(io.BytesIO(good), allow_pickle=False) as file:
        head = json.loads(file["head"].tobytes())
        assert head["tuidl model"] == 1
        assert file["dense_1.weight"].shape == (3, 33)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2**21  # kilobytes: nothing above was ever large
