"""Shapes off the beaten track beside torch: nothing here may be slower than torch's fastest way.

    python benchmarks/shapes.py                       needs torch (pip install torch)
    python benchmarks/shapes.py odd depthwise --threads 1 --rounds 20

One step is gathering, forward, loss, backward and Adam in float32; both sides take turns within one process, ratios are
of the least times. Exit code 1 if something is slower than torch.
"""

import argparse
from collections.abc import Callable
from typing import Any

from tuidl import nn
from tuidl.speed import Workload, measure, torch_twins

Layers = list[nn.Layer]
Modules = list[Any]


def images(
    id_: str, title: str, shape: tuple[int, ...], batch: int, layers: Callable[[], Layers],
    modules: Callable[[Any], Modules],
) -> Workload:  # fmt: skip
    """Ten classes; ``modules`` makes torch's layers from its namespace of layers."""
    return Workload(id_, title, layers, shape, 10, batch, twin=lambda torch: torch.nn.Sequential(*modules(torch.nn)))


def text(
    id_: str, title: str, length: int, vocabulary: int, batch: int, layers: Callable[[], Layers],
    twin: Callable[[Any], Any] | None = None,
) -> Workload:  # fmt: skip
    """A token to predict at every moment; without a twin one-hot tokens and a recurrent layer."""
    return Workload(id_, title, layers, (length,), vocabulary, batch, twin=twin)


def stack(*channels: int, kernel: int = 3, padding: str | int = "same", pools: int = 2) -> Layers:
    """Convolutions with ReLU, the first ``pools`` of them with pooling, then a dense layer."""
    layers: Layers = []
    for place, count in enumerate(channels):
        layers += [nn.Conv2D(count, kernel, padding=padding), nn.ReLU()]
        layers += [nn.MaxPool2D(2)] if place < pools else []
    return [*layers, nn.Flatten(), nn.Dense(10)]


def stacked(t: Any, *channels: int, kernel: int = 3, padding: int = 1, pools: int = 2) -> Modules:
    """The same in torch."""
    modules: Modules = []
    for place, count in enumerate(channels):
        modules += [t.LazyConv2d(count, kernel, padding=padding), t.ReLU()]
        modules += [t.MaxPool2d(2)] if place < pools else []
    return [*modules, t.Flatten(), t.LazyLinear(10)]


def mean(t: Any) -> Modules:
    """Global average pooling and a dense layer."""
    return [t.AdaptiveAvgPool2d(1), t.Flatten(), t.LazyLinear(10)]


def block() -> Layers:
    """A small causal Transformer."""
    return [
        nn.Embedding(65, 64), nn.PositionEmbedding(),
        nn.Residual(nn.LayerNorm(), nn.MultiHeadAttention(4, 64, causal=True)),
        nn.Residual(nn.LayerNorm(), nn.Dense(256), nn.ReLU(), nn.Dense(64)), nn.LayerNorm(), nn.Dense(65),
    ]  # fmt: skip


def block_twin(torch: Any) -> Any:
    """The same with torch's fused attention."""
    t = torch.nn

    class Block(t.Module):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            self.tokens, self.places = t.Embedding(65, 64), t.Parameter(torch.zeros(32, 64))
            self.norms = t.ModuleList(t.LayerNorm(64) for _ in range(3))
            self.into, self.mixed = t.Linear(64, 192), t.Linear(64, 64)
            self.wide = t.Sequential(t.Linear(64, 256), t.ReLU(), t.Linear(256, 64))
            self.out = t.Linear(64, 65)

        def forward(self, x: Any) -> Any:
            h = self.tokens(x) + self.places
            n, time, _ = h.shape
            q, k, v = self.into(self.norms[0](h)).view(n, time, 3, 4, 16).permute(2, 0, 3, 1, 4)
            seen = t.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
            h = h + self.mixed(seen.transpose(1, 2).reshape(n, time, 64))
            return self.out(self.norms[2](h + self.wide(self.norms[1](h))))

    return Block()


SHAPES = {
    work.id: work
    for work in (
        images("odd", "3x3 same, channels 3-5-7-13-24", (24, 24, 3), 32, lambda: stack(5, 7, 13, 24),
               lambda t: stacked(t, 5, 7, 13, 24)),
        images("five", "5x5 same, channels 3-13-24", (24, 24, 3), 32, lambda: stack(13, 24, kernel=5),
               lambda t: stacked(t, 13, 24, kernel=5, padding=2)),
        images("five valid", "5x5, channels 1-6-16 (LeNet)", (28, 28, 1), 32,
               lambda: stack(6, 16, kernel=5, padding="valid"), lambda t: stacked(t, 6, 16, kernel=5, padding=0)),
        images("one odd", "channels 3-5-7-13-24, batch 1", (24, 24, 3), 1, lambda: stack(5, 7, 13, 24),
               lambda t: stacked(t, 5, 7, 13, 24)),
        images("one large", "channels 32-64-64, 28x28, batch 1", (28, 28, 1), 1,
               lambda: stack(32, 64, 64, padding="valid"), lambda t: stacked(t, 32, 64, 64, padding=0)),
        images("strided", "3x3 stride 2 padding 1, channels 3-16-32-64", (32, 32, 3), 32,
               lambda: [layer for count in (16, 32, 64) for layer in (nn.Conv2D(count, 3, stride=2, padding=1),
                        nn.ReLU())] + [nn.Flatten(), nn.Dense(10)],
               lambda t: [m for count in (16, 32, 64) for m in (t.LazyConv2d(count, 3, 2, 1), t.ReLU())]
               + [t.Flatten(), t.LazyLinear(10)]),
        images("dilated", "3x3 dilation 2 and 4, 16 channels", (28, 28, 1), 32,
               lambda: [nn.Conv2D(16, 3), nn.ReLU(), nn.Conv2D(16, 3, dilation=2), nn.ReLU(),
                        nn.Conv2D(16, 3, dilation=4), nn.ReLU(), nn.GlobalAveragePool2D(), nn.Dense(10)],
               lambda t: [t.LazyConv2d(16, 3), t.ReLU(), t.LazyConv2d(16, 3, dilation=2), t.ReLU(),
                          t.LazyConv2d(16, 3, dilation=4), t.ReLU(), *mean(t)]),
        images("depthwise", "conv 16, depthwise, 1x1 32, depthwise, 1x1 48", (28, 28, 1), 32,
               lambda: [nn.Conv2D(16, 3, stride=2), nn.ReLU(), nn.DepthwiseConv2D(3), nn.Conv2D(32, 1), nn.ReLU(),
                        nn.DepthwiseConv2D(3), nn.Conv2D(48, 1), nn.ReLU(), nn.GlobalAveragePool2D(), nn.Dense(10)],
               lambda t: [t.LazyConv2d(16, 3, 2), t.ReLU(), t.Conv2d(16, 16, 3, groups=16), t.LazyConv2d(32, 1),
                          t.ReLU(), t.Conv2d(32, 32, 3, groups=32), t.LazyConv2d(48, 1), t.ReLU(), *mean(t)]),
        images("separable", "separable 24-48", (28, 28, 3), 32,
               lambda: [nn.SeparableConv2D(24), nn.ReLU(), nn.MaxPool2D(2), nn.SeparableConv2D(48), nn.ReLU(),
                        nn.GlobalAveragePool2D(), nn.Dense(10)],
               lambda t: [t.Conv2d(3, 3, 3, groups=3, bias=False), t.LazyConv2d(24, 1), t.ReLU(), t.MaxPool2d(2),
                          t.Conv2d(24, 24, 3, groups=24, bias=False), t.LazyConv2d(48, 1), t.ReLU(), *mean(t)]),
        images("groups", "16 channels in 4 groups, twice", (20, 20, 16), 32,
               lambda: [nn.Conv2D(32, 3, groups=4), nn.ReLU(), nn.Conv2D(32, 3, groups=4), nn.ReLU(),
                        nn.GlobalAveragePool2D(), nn.Dense(10)],
               lambda t: [t.Conv2d(16, 32, 3, groups=4), t.ReLU(), t.Conv2d(32, 32, 3, groups=4), t.ReLU(), *mean(t)]),
        images("transposed", "conv 16-32 down, transposed 16-8 up, stride 2", (28, 28, 1), 32,
               lambda: [nn.Conv2D(16, 3, stride=2), nn.ReLU(), nn.Conv2D(32, 3, stride=2), nn.ReLU(),
                        nn.ConvTranspose2D(16, 3, stride=2), nn.ReLU(), nn.ConvTranspose2D(8, 3, stride=2), nn.ReLU(),
                        nn.GlobalAveragePool2D(), nn.Dense(10)],
               lambda t: [t.LazyConv2d(16, 3, 2), t.ReLU(), t.LazyConv2d(32, 3, 2), t.ReLU(),
                          t.LazyConvTranspose2d(16, 3, 2), t.ReLU(), t.LazyConvTranspose2d(8, 3, 2), t.ReLU(),
                          *mean(t)]),
        images("norm", "conv 16-32 with batch norm", (28, 28, 1), 32,
               lambda: [nn.Conv2D(16, 3), nn.BatchNorm(), nn.ReLU(), nn.MaxPool2D(2), nn.Conv2D(32, 3), nn.BatchNorm(),
                        nn.ReLU(), nn.MaxPool2D(2), nn.Flatten(), nn.Dense(10)],
               lambda t: [t.LazyConv2d(16, 3), t.LazyBatchNorm2d(), t.ReLU(), t.MaxPool2d(2), t.LazyConv2d(32, 3),
                          t.LazyBatchNorm2d(), t.ReLU(), t.MaxPool2d(2), t.Flatten(), t.LazyLinear(10)]),
        images("average", "tanh and average pooling, channels 6-16", (28, 28, 1), 32,
               lambda: [nn.Conv2D(6, 5), nn.Tanh(), nn.AvgPool2D(2), nn.Conv2D(16, 5), nn.Tanh(), nn.AvgPool2D(2),
                        nn.Flatten(), nn.Dense(10)],
               lambda t: [t.LazyConv2d(6, 5), t.Tanh(), t.AvgPool2d(2), t.LazyConv2d(16, 5), t.Tanh(), t.AvgPool2d(2),
                          t.Flatten(), t.LazyLinear(10)]),
        images("signals", "conv1d 16-32, kernel 5, 128 moments of 3", (128, 3), 32,
               lambda: [nn.Conv1D(16, 5), nn.ReLU(), nn.MaxPool1D(2), nn.Conv1D(32, 5), nn.ReLU(),
                        nn.GlobalAveragePool1D(), nn.Dense(10)],
               lambda t: [t.LazyConv1d(16, 5), t.ReLU(), t.MaxPool1d(2), t.LazyConv1d(32, 5), t.ReLU(),
                          t.AdaptiveAvgPool1d(1), t.Flatten(), t.LazyLinear(10)]),
        images("layer norm", "dense 256-256 with layer norm and GELU", (64,), 128,
               lambda: [nn.Dense(256), nn.LayerNorm(), nn.GELU(), nn.Dense(256), nn.LayerNorm(), nn.GELU(),
                        nn.Dense(10)],
               lambda t: [t.LazyLinear(256), t.LayerNorm(256), t.GELU(), t.LazyLinear(256), t.LayerNorm(256), t.GELU(),
                          t.LazyLinear(10)]),
        images("big", "dense 1024-1024-1024-10", (1024,), 128,
               lambda: [nn.Dense(1024), nn.ReLU(), nn.Dense(1024), nn.ReLU(), nn.Dense(10)],
               lambda t: [t.LazyLinear(1024), t.ReLU(), t.LazyLinear(1024), t.ReLU(), t.LazyLinear(10)]),
        images("primes", "dense 37-53-29-10, batch 31", (37,), 31,
               lambda: [nn.Dense(53), nn.ReLU(), nn.Dense(29), nn.ReLU(), nn.Dense(10)],
               lambda t: [t.LazyLinear(53), t.ReLU(), t.LazyLinear(29), t.ReLU(), t.LazyLinear(10)]),
        text("attention", "causal Transformer block, 64 wide, 4 heads, length 32", 32, 65, 32, block, block_twin),
        text("embedding", "embedding 2000 x 32, dense 64, length 16", 16, 2000, 32,
             lambda: [nn.Embedding(2000, 32), nn.Dense(64), nn.ReLU(), nn.Dense(2000)],
             lambda torch: torch.nn.Sequential(torch.nn.Embedding(2000, 32), torch.nn.Linear(32, 64), torch.nn.ReLU(),
                                               torch.nn.Linear(64, 2000))),
        text("rnn 200", "RNN 37, length 200, batch 8", 200, 29, 8,
             lambda: [nn.OneHot(29), nn.RNN(37), nn.Dense(29)]),
        text("gru 200", "GRU 37, length 200, batch 8", 200, 29, 8,
             lambda: [nn.OneHot(29), nn.GRU(37), nn.Dense(29)]),
        text("lstm one", "LSTM 37, length 200, batch 1", 200, 29, 1,
             lambda: [nn.OneHot(29), nn.LSTM(37), nn.Dense(29)]),
        text("lstm wide", "LSTM 256, length 32, batch 16", 32, 64, 16,
             lambda: [nn.OneHot(64), nn.LSTM(256), nn.Dense(64)]),
    )
}  # fmt: skip


def main() -> int:
    """Print a line for each shape and number of threads; 1 if one is slower than torch."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shapes", nargs="*", choices=[[], *SHAPES], help="those of them (default: all)")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2], help="for both sides (default: 1 2)")
    parser.add_argument("--rounds", type=int, default=8, help="rounds of 0.1 s for each")
    asked = parser.parse_args()
    if torch_twins.version() is None:
        parser.error("there is nothing to compare with: pip install torch")
    slower = []
    print(f"{'':70}{'threads':>8}{'ms':>10}{'torch ms':>10}{'ratio':>8}")
    for name in asked.shapes or SHAPES:
        for threads in asked.threads:
            work = SHAPES[name]
            result = measure(work, threads, asked.rounds)
            assert result.best
            assert result.ratio
            print(
                f"{name:12}{work.title:58}{threads:8}{result.ours.least:10.4f}{result.best.least:10.3f}"
                f"{result.ratio:7.2f}x",
                flush=True,
            )
            slower += [f"{name} on {threads}"] if result.ratio < 1 else []
    print(f"slower than torch: {', '.join(slower) or 'nothing'}")
    return 1 if slower else 0


if __name__ == "__main__":
    raise SystemExit(main())
