"""Which panels have something to show for a sandbox: by what the data are, and what the layers are."""

from tuidl.course.spec import LayerSpec
from tuidl.course.vocabulary import SHOWN
from tuidl.sandbox.description import Sandbox
from tuidl.sandbox.facts import DataFacts

AT_FIRST = 4
LEARNING = (
    *("dense", "conv2d", "depthwise2d", "separable2d", "convtranspose2d", "conv1d", "rnn", "lstm", "gru"),
    "embedding",
)
BENT = ("sigmoid", "tanh", "relu", "leaky-relu", "elu", "softplus", "silu", "gelu", "hard-sigmoid")
RECURRENT = ("rnn", "lstm", "gru")
IMAGING = ("conv2d", "depthwise2d", "separable2d", "convtranspose2d", "maxpool2d", "avgpool2d", "upsample2d")


def fitting(sandbox: Sandbox, data: DataFacts | None) -> tuple[str, ...]:
    """All of them, those that say most about this network first."""
    layers = sandbox.layers
    if data is None:
        return ("loss", "layers")
    found: list[str] = []
    kinds = [layer.type for layer in layers]
    only_dense = all(kind == "dense" for kind in kinds if kind in LEARNING) and not set(kinds) & set(SHOWN["attention"])
    images, single = data.kind == "images", bool(data.classes) and not data.by_moment and not data.tokens
    text = data.kind == "text"
    if data.shape == (2,) and data.classes and only_dense:
        found += ["boundary", "network", "loss", "accuracy"]
    elif text and set(kinds) & set(RECURRENT):
        found += ["hidden", "next", "text", "loss"]
    else:
        found += ["loss", *_of("filters", layers)[:1]]
    if single and data.shape != (2,):
        found += ["sample", "confusion"]
    if only_dense and len(data.shape) == 1 and not data.tokens:
        found.append("network")
    found += _of("attention", layers)
    found += ["text"] if text else []
    if images:
        found += [*_of("filters", layers), *_of("maps", layers, IMAGING)]
        found += ["gallery", *_of("kernel", layers)]
        found += ["augmented"] if "augment" in kinds else []
    found += [f"unit:{layer.name}" for layer in layers if layer.type == "dense"] if data.shape == (2,) else []
    found += _of("gates", layers)
    found += _of("distance", layers, RECURRENT)
    found += _of("embedding", layers) if text else []
    bent = any(layer.options.get("activation") in BENT or layer.type == "activation" for layer in layers)
    found += ["accuracy", "layers", "gradients", "signal", "updates", *(["dead", "saturated"] if bent else [])]
    found.append("histograms")
    found += ["schedule"] if sandbox.schedule is not None else []
    found += ["surface", "timing", "rates", *(["lossof"] if data.classes or text else []), "confusion"]
    found += [f"weights:{layer.name}" for layer in layers if layer.type in ("dense", *RECURRENT)]
    found += [f"weight-histogram:{layer.name}" for layer in layers if layer.type in LEARNING]
    found += [f"activation:{layer.name}" for layer in layers if layer.options.get("activation") in BENT]
    found += [f"histogram:{layer.name}" for layer in layers if layer.type in LEARNING]
    absent = set() if data.classes and not data.by_moment else {"confusion"}
    absent |= {"accuracy"} if data.targets else set()
    return tuple(name for name in dict.fromkeys(found) if name not in absent)


def at_first(sandbox: Sandbox, data: DataFacts | None) -> tuple[str, ...]:
    """Those that are open before anybody has chosen: the largest first."""
    return fitting(sandbox, data)[:AT_FIRST]


def _of(panel: str, layers: tuple[LayerSpec, ...], kinds: tuple[str, ...] = ()) -> list[str]:
    """The panel for each layer that it has something to show of; ``kinds`` where no word of lessons says which."""
    return [f"{panel}:{layer.name}" for layer in layers if layer.type in (kinds or SHOWN[panel])]
