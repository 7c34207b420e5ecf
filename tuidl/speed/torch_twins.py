"""The same networks in torch, each way of running them that may be the fastest.

Torch is never needed: without it there is nothing to compare with.
"""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from tuidl import nn
from tuidl.language import tr
from tuidl.speed.workloads import Workload

torch: Any = import_module("torch") if find_spec("torch") else None
Step = Callable[[int], None]  # so many training steps


def version() -> str | None:
    """Torch's version, None where it is not installed."""
    return str(torch.__version__) if torch else None


def twins(work: Workload, threads: int) -> dict[str, Step]:
    """Training steps in each way that may be the fastest: Adam plain and fused, images with channels first and last."""
    torch.set_num_threads(threads)
    if work.written:
        return {"LSTMCell": _writer(work, cell=True), "LSTM": _writer(work, cell=False)}
    return {
        (tr("fused Adam") if fused else "Adam") + (tr(", channels last") if last else ""): _twin(work, fused, last)
        for fused in (False, True)
        for last in ((False, True) if len(work.shape) == 3 else (False,))
    }


def parameters(work: Workload) -> int:
    """How many trained values torch's network has."""
    net = _network(work)
    net(_given(work, last=False)[:2])  # lazy layers learn their sizes
    return sum(value.numel() for value in net.parameters())


def _given(work: Workload, last: bool) -> Any:
    """The examples as torch wants them."""
    x = torch.from_numpy(work.examples()[0])
    if work.text:
        tokens = x.long()
        one_hot = isinstance(work.layers()[0], nn.OneHot)
        return torch.nn.functional.one_hot(tokens, work.classes).float() if one_hot else tokens
    if x.ndim == 2:
        return x
    if x.ndim == 3:
        return x.permute(0, 2, 1).contiguous()
    return x.permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last if last else torch.contiguous_format)


def _twin(work: Workload, fused: bool, last: bool) -> Step:
    x, y = _given(work, last), torch.from_numpy(work.examples()[1]).long()
    net = _network(work)
    net.train()
    net(x[: max(2, work.batch)])  # lazy layers learn their sizes
    if last:
        net = net.to(memory_format=torch.channels_last)
    adam = torch.optim.Adam(net.parameters(), 1e-3, fused=fused)

    def step(count: int) -> None:
        for number in range(count):
            first = number * work.batch % len(x)
            part = slice(first, first + work.batch)
            adam.zero_grad()
            out = net(x[part])
            torch.nn.functional.cross_entropy(out.transpose(1, 2) if work.text else out, y[part]).backward()
            adam.step()

    return step


def _writer(work: Workload, cell: bool) -> Step:
    """Makes up text without gradients, character by character: the quickest cell, or the layer for whole sequences."""
    layer: Any = work.layers()[1]
    recurrent = (torch.nn.LSTMCell if cell else torch.nn.LSTM)(work.classes, layer.units)
    out, one_hot = torch.nn.Linear(layer.units, work.classes), torch.eye(work.classes)

    def step(count: int) -> None:
        with torch.inference_mode():
            for _ in range(count):
                token, state = torch.zeros(work.batch, dtype=torch.long), None
                for _ in range(work.written):
                    if cell:
                        state = recurrent(one_hot[token], state)
                        said = out(state[0])
                    else:
                        said, state = recurrent(one_hot[token][None], state)
                        said = out(said[0])
                    token = torch.multinomial(said.softmax(-1), 1)[:, 0]

    return step


def _network(work: Workload) -> Any:
    """The layers one by one; recurrent ones give all their moments."""
    if work.twin:
        return work.twin(torch)
    make: dict[type[nn.Layer], Callable[[Any], Any]] = {
        nn.Dense: lambda layer: torch.nn.LazyLinear(layer.units),
        nn.BatchNorm: lambda layer: torch.nn.LazyBatchNorm1d(),
        nn.ReLU: lambda layer: torch.nn.ReLU(),
        nn.Dropout: lambda layer: torch.nn.Dropout(layer.rate),
        nn.Conv2D: lambda layer: torch.nn.LazyConv2d(layer.filters, layer.kernel, layer.stride),
        nn.MaxPool2D: lambda layer: torch.nn.MaxPool2d(layer.window),
        nn.Flatten: lambda layer: torch.nn.Flatten(),
    }
    layers = work.layers()
    if not work.text:
        return torch.nn.Sequential(*(make[type(layer)](layer) for layer in layers))
    cells: dict[type[nn.Layer], Any] = {nn.RNN: torch.nn.RNN, nn.LSTM: torch.nn.LSTM, nn.GRU: torch.nn.GRU}
    cell: Any = layers[1]

    class Characters(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.cell = cells[type(cell)](work.classes, cell.units, batch_first=True)
            self.out = torch.nn.Linear(cell.units, work.classes)

        def forward(self, x: Any) -> Any:
            return self.out(self.cell(x)[0])

    return Characters()
