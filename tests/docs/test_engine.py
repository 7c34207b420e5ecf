"""The guide to the engine: its code runs, its tables say what is there."""

import ast
import inspect
import re
import subprocess
from pathlib import Path

import pytest

from tests.docs import markdown
from tuidl import nn
from tuidl.nn.losses import LOSSES
from tuidl.nn.schedules import SCHEDULES

PAGE = markdown.read("docs/engine.md")
LAYERS = [word for row in markdown.rows(PAGE, "layer") for word in markdown.words(row[0])]
SETTING = """
import numpy as np
random = np.random.default_rng(0)
x = random.random((96, 28, 28, 1), dtype=np.float32)
y = (np.arange(96) % 10).astype(np.int32)
vx, vy = x[:32], y[:32]
xb, yb = x[:16], y[:16]
indices = np.arange(96, dtype=np.int32).reshape(6, 16)
name = "dense_1.bias"
array = np.ones(10, np.float32)
path = "net.npz"
"""


def test_the_blocks_and_every_call_of_the_table(tmp_path: Path, environment: dict[str, str]) -> None:
    calls = [word for row in markdown.rows(PAGE, "call") for word in markdown.words(row[0])]
    assert len(calls) > 15
    lines = [fence.text for fence in markdown.fences(PAGE, "python")] + [SETTING]
    for call in calls:
        lines += ["state = net.state()", f"found = {call}", f"print({call!r}, found is not None)"]
    lines += ["assert (net.read(name) == array).all()", "net.rate = 0.5", "assert net.rate == 0.5"]
    file = tmp_path / "blocks.py"
    file.write_text("\n".join(lines))
    done = subprocess.run(["python", file], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    silent = [line.partition("(")[0] for line in done.stdout.splitlines() if line.endswith(" False")]
    assert silent == ["net.write", "net.restore", "net.save"]


@pytest.mark.parametrize("call", LAYERS)
def test_layers_take_what_the_table_says(call: str) -> None:
    node = ast.parse(call, mode="eval").body
    assert isinstance(node, ast.Call)
    assert isinstance(node.func, ast.Name)
    parameters = inspect.signature(getattr(nn, node.func.id)).parameters
    assert [ast.unparse(arg).lstrip("*") for arg in node.args] == [
        name for name, p in parameters.items() if p.default is p.empty
    ]
    for keyword in node.keywords:
        assert parameters[str(keyword.arg)].default == ast.literal_eval(keyword.value), keyword.arg


def test_every_layer_is_in_the_table() -> None:
    listed = {call.partition("(")[0] for call in LAYERS}
    assert listed == {kind.__name__ for kind in _layers()}


def _layers() -> set[type]:
    found = {value for value in vars(nn).values() if isinstance(value, type) and issubclass(value, nn.Layer)}
    return found - {nn.Layer, nn.Sequential}


@pytest.mark.parametrize(
    "call", [word for row in markdown.rows(PAGE, "schedule") for word in markdown.words(row[0])], ids=str
)
def test_schedules_take_what_the_table_says(call: str) -> None:
    node = ast.parse(call, mode="eval").body
    assert isinstance(node, ast.Call)
    parameters = inspect.signature(getattr(nn, call[3:].partition("(")[0])).parameters
    assert [ast.unparse(arg) for arg in node.args] == [n for n, p in parameters.items() if p.default is p.empty]
    for keyword in node.keywords:
        assert parameters[str(keyword.arg)].default == eval(ast.unparse(keyword.value), {"nn": nn})


def test_every_schedule_is_in_the_table() -> None:
    table = [word for row in markdown.rows(PAGE, "schedule") for word in markdown.words(row[0])]
    assert {call[3:].partition("(")[0] for call in table} == set(SCHEDULES)


def test_names_of_nn_exist() -> None:
    for name in re.findall(r"\bnn\.([A-Za-z]\w*)", PAGE):
        if name != "nn":
            assert hasattr(nn, name), name
    for loss in LOSSES:
        assert f'"{loss}"' in PAGE
