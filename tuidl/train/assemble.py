"""From a lesson's words to a network: layers, loss and optimiser of ``nn``, sized by the data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tuidl import nn
from tuidl.commands import KnobValue
from tuidl.course.spec import LayerSpec
from tuidl.data import DataSet
from tuidl.errors import LessonError, suggest
from tuidl.train import attention, knobs, windows
from tuidl.train.plan import Plan

LOSSES: dict[str, tuple[type[nn.Loss], tuple[str, ...]]] = {
    "mean-squared-error": (nn.MSE, ()),
    "mean-absolute-error": (nn.MAE, ()),
    "huber": (nn.Huber, ("delta",)),
    "hinge": (nn.Hinge, ()),
    "binary-cross-entropy": (nn.BinaryCrossEntropy, ()),
    "cross-entropy": (nn.CrossEntropy, ("smoothing",)),
}
LOSS_NUMBERS = ("delta", "smoothing")
ACTIVATIONS: dict[str, type[nn.Layer]] = {
    "relu": nn.ReLU,
    "leaky-relu": nn.LeakyReLU,
    "elu": nn.ELU,
    "softplus": nn.Softplus,
    "silu": nn.SiLU,
    "gelu": nn.GELU,
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "softmax": nn.Softmax,
}
RECURRENT: dict[str, type[nn.RNN | nn.LSTM | nn.GRU]] = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
FINAL = {"binary_cross_entropy": "sigmoid", "cross_entropy": "softmax"}
OPTIMISERS: dict[str, tuple[type[nn.Optimizer], dict[str, float], tuple[str, ...]]] = {
    "sgd": (nn.SGD, {}, ("momentum", "weight_decay", "clip")),
    "momentum": (nn.SGD, {"momentum": 0.9}, ("momentum", "weight_decay", "clip")),
    "nesterov": (nn.SGD, {"momentum": 0.9, "nesterov": True}, ("momentum", "weight_decay", "clip")),
    "adagrad": (nn.Adagrad, {}, ("epsilon", "clip")),
    "rmsprop": (nn.RMSprop, {}, ("decay", "epsilon", "clip")),
    "adam": (nn.Adam, {}, ("beta1", "beta2", "epsilon", "clip")),
    "adamw": (nn.AdamW, {}, ("beta1", "beta2", "epsilon", "weight_decay", "clip")),
}
DEEPEST = 64
READERS = ("one-hot", "embedding")  # layers that take characters

Options = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Block:
    """A layer of the lesson: what it is called there, and where its numbers are in the network."""

    name: str
    kind: str
    out: str  # tensor of its output, after the activation
    activation: str
    weight: str | None  # tensor of its weights
    bias: str | None


@dataclass(frozen=True, slots=True)
class Assembly:
    """A network with the lesson's view of it."""

    net: nn.Model
    blocks: tuple[Block, ...]

    def block(self, name: str) -> Block | None:
        """The layer of that name; None if this network has none."""
        return next((block for block in self.blocks if block.name == name), None)

    @property
    def weighted(self) -> tuple[Block, ...]:
        """The layers that have weights."""
        return tuple(block for block in self.blocks if block.weight is not None)


def expanded(layers: Sequence[LayerSpec], values: Mapping[str, KnobValue]) -> list[tuple[str, str, dict[str, Any]]]:
    """(name, type, options) of every layer, ``repeat`` written out as h1, h2, ... and knobs settled."""
    found = []
    for layer in layers:
        options = dict(knobs.settled(layer.options, values))
        if layer.repeat is None:
            found.append((layer.name, layer.type, options))
            continue
        times = int(knobs.settled(layer.repeat, values))
        if not 0 <= times <= DEEPEST:
            raise LessonError(f"layer '{layer.name}' cannot be repeated {times} times: 0 to {DEEPEST}")
        found += [(f"{layer.name}{number}", layer.type, options) for number in range(1, times + 1)]
    return found


def build(plan: Plan) -> Assembly:
    """The network of a plan. LessonError, one sentence, for words that do not make a network for these data."""
    try:
        return _build(plan)
    except (ValueError, TypeError, KeyError) as error:
        text = str(error.args[0]) if error.args else repr(error)
        raise LessonError(f"{plan.lesson.id}, experiment '{plan.experiment.name}': {text}") from error


def _build(plan: Plan) -> Assembly:
    experiment = plan.experiment
    if experiment.loss not in LOSSES:
        raise ValueError(f"loss '{experiment.loss}' is unknown{suggest(experiment.loss, LOSSES)}")
    loss = _loss(plan)
    layers: list[nn.Layer] = []
    blocks: list[Block] = []
    for name, kind, options in expanded(experiment.layers, plan.knobs):
        if not blocks and plan.data.kind == "text" and kind not in READERS:
            raise ValueError(f"layer '{name}' ({kind}) reads numbers, but the data are text; choose other data")
        made, block = _layer(name, kind, options, plan.data)
        layers += made
        blocks.append(block)
    final = FINAL.get(loss.name)
    if final and blocks and blocks[-1].activation != final:
        if blocks[-1].activation != "linear":
            raise ValueError(
                f"the output layer has activation '{blocks[-1].activation}', {experiment.loss} needs '{final}'"
            )
        layers.append(ACTIVATIONS[final](name=f"{blocks[-1].name}.{final}"))
    model = nn.Model(
        nn.Sequential(*layers),
        plan.data.shape,
        loss,
        _optimiser(plan),
        device=plan.device,
        seed=plan.seed,
        threads=plan.threads,
    )
    _fits(plan, loss.name, model)
    return Assembly(model, tuple(blocks))


def _size(value: Any, data: DataSet) -> int:
    """A number of units: a whole number, or ``classes`` or ``vocabulary`` of the data."""
    if value == "classes":
        return len(data.classes)
    if value == "vocabulary":
        return len(data.vocabulary)
    if isinstance(value, str) or int(value) != value:
        raise ValueError(f'a size cannot be {value!r}: give a whole number, "classes" or "vocabulary"')
    return int(value)


def _vocabulary(name: str, options: Options, data: DataSet) -> int:
    """How many characters a layer tells apart: all of the data's, or no token could be trusted."""
    if data.kind != "text":
        raise ValueError(f"layer '{name}' reads characters, but the data are {data.kind}")
    size = _size(options.get("vocabulary", options.get("size", "vocabulary")), data)
    if size < len(data.vocabulary):
        raise ValueError(f"layer '{name}' tells {size} characters apart, but the data have {len(data.vocabulary)}")
    return size


def _init(options: Options, kind: str) -> Any:
    name = options.get("init", "he" if kind in windows.CONVOLUTIONS else "glorot")
    scale = float(options.get("scale", 0.05))
    match name:
        case "normal":
            return nn.Normal(scale)
        case "uniform":
            return nn.Uniform(scale)
        case "constant":
            return nn.Constant(scale)
        case "fixed":
            return nn.Fixed(options["weight"])
    return str(name).replace("-", "_")


def _bias(options: Options) -> Any:
    value = options.get("bias", 0.0)
    return nn.Fixed(value) if isinstance(value, list) else nn.Constant(float(value))


def _layer(name: str, kind: str, options: Options, data: DataSet) -> tuple[list[nn.Layer], Block]:
    layer: nn.Layer
    weighted = True
    if kind in attention.KINDS:
        units = _size(options["units"], data)
        layers, out = attention.attending(name, kind, options, units, _init(options, kind))
        return layers, Block(name, kind, out, "linear", None, None)
    match kind:
        case "dense":
            layer = nn.Dense(_size(options["units"], data), init=_init(options, kind), bias=_bias(options), name=name)
        case _ if kind in windows.CONVOLUTIONS:
            layer = windows.convolution(name, kind, options, _init(options, kind), _bias(options))
        case "rnn" if not options.get("recurrent", True):
            return _memoryless(name, options, data)
        case "rnn" | "lstm" | "gru":
            layer = _recurrent(name, kind, options, data)
        case "embedding":
            vocabulary = _vocabulary(name, options, data)
            spread = {"init": _init(options, kind)} if "init" in options else {}
            masked = bool(options.get("mask_zero", False))
            layer = nn.Embedding(vocabulary, int(options["units"]), mask_zero=masked, name=name, **spread)
        case "position-embedding":
            spread = {"init": _init(options, kind)} if "init" in options else {}
            layer = nn.PositionEmbedding(name=name, **spread)
        case _:
            layer, weighted = _plain(name, kind, options, data), False
    if kind == "activation":
        activation = str(options.get("function", options.get("activation")))
    else:
        activation = "tanh" if kind in RECURRENT else str(options.get("activation", "linear"))
    layers, out = [layer], f"{name}.out"
    if kind not in ("activation", *RECURRENT) and activation != "linear":
        layers.append(_activation(activation, f"{name}.{activation}"))
        out = f"{name}.{activation}.out"
    if kind in ("dropout", "input"):
        out = ""  # nothing happens there outside training
    inside = f"{name}.forward" if isinstance(layer, nn.Bidirectional) else name
    weight = f"{inside}.weight" if weighted else None
    bias = f"{inside}.bias" if weighted and not kind.endswith("embedding") else None
    return layers, Block(name, kind, out, activation, weight, bias)


def _recurrent(name: str, kind: str, options: Options, data: DataSet) -> nn.Layer:
    """A layer with a state; with ``bidirectional`` and its twin that reads from the end."""
    merge = options.get("bidirectional")
    initial = options.get("initial")
    layer = RECURRENT[kind](
        _size(options["units"], data),
        return_sequences=bool(options.get("sequences", True)),
        initial=None if initial is None else str(initial),
        dropout=float(options.get("dropout", 0.0)),
        recurrent_dropout=float(options.get("recurrent_dropout", 0.0)),
        init=_init(options, kind),
        name=name if merge is None else None,
    )
    return layer if merge is None else nn.Bidirectional(layer, merge=merge, name=name)


def _memoryless(name: str, options: Options, data: DataSet) -> tuple[list[nn.Layer], Block]:
    """A recurrent layer whose own state is cut off: h[t] = tanh(x[t] w + b), each moment by itself."""
    if not options.get("sequences", True):
        raise ValueError(f"layer '{name}': recurrent = false goes with sequences = true only")
    layer = nn.Dense(_size(options["units"], data), init=_init(options, "rnn"), name=name)
    block = Block(name, "rnn", f"{name}.tanh.out", "tanh", f"{name}.weight", f"{name}.bias")
    return [layer, _activation("tanh", f"{name}.tanh")], block


def _activation(function: str, name: str) -> nn.Layer:
    if function not in ACTIVATIONS:
        raise ValueError(f"layer '{name}': activation '{function}' is unknown{suggest(function, ACTIVATIONS)}")
    return ACTIVATIONS[function](name=name)


def _plain(name: str, kind: str, options: Options, data: DataSet) -> nn.Layer:
    """A layer without weights to look at."""
    if (layer := windows.plain(name, kind, options)) is not None:
        return layer
    match kind:
        case "masking":
            return nn.Masking(float(options.get("value", 0.0)), name=name)
        case "input":
            return nn.Input(str(options["source"]), name=name)
        case "flatten":
            return nn.Flatten(name=name)
        case "reshape":
            return nn.Reshape([_size(size, data) for size in options["shape"]], name=name)
        case "dropout":
            return nn.Dropout(float(options.get("rate", 0.5)), name=name)
        case "batchnorm":
            return nn.BatchNorm(
                momentum=float(options.get("momentum", 0.9)), epsilon=float(options.get("epsilon", 1e-5)), name=name
            )
        case "layernorm":
            return nn.LayerNorm(epsilon=float(options.get("epsilon", 1e-5)), name=name)
        case "positional-encoding":
            return nn.PositionalEncoding(name=name)
        case "one-hot":
            return nn.OneHot(_vocabulary(name, options, data), name=name)
        case "activation":
            return _activation(str(options.get("function", options.get("activation"))), name)
    raise ValueError(f"layer '{name}': type '{kind}' is unknown")


def _loss(plan: Plan) -> nn.Loss:
    name = plan.experiment.loss
    kind, allowed = LOSSES[name]
    options = knobs.settled(plan.experiment.options, plan.knobs)
    numbers = {key: float(options[key]) for key in LOSS_NUMBERS if key in options}
    for key in numbers:
        if key not in allowed:
            raise ValueError(f"loss '{name}' has no '{key}'; it has {', '.join(allowed) or 'no numbers'}")
    return kind(**numbers)


def _optimiser(plan: Plan) -> nn.Optimizer:
    name = str(knobs.settled(plan.experiment.optimiser, plan.knobs))
    if name not in OPTIMISERS:
        raise ValueError(f"optimiser '{name}' is unknown{suggest(name, OPTIMISERS)}")
    kind, given, allowed = OPTIMISERS[name]
    options = dict(knobs.settled(plan.experiment.options, plan.knobs))
    for key in ("shuffle", *LOSS_NUMBERS):  # the sampler's, the loss's
        options.pop(key, None)
    for key in options:
        if key not in allowed:
            raise ValueError(f"optimiser '{name}' has no '{key}'; it has {', '.join(allowed)}")
    return kind(rate=plan.rate, **{**given, **options})


def _fits(plan: Plan, loss: str, model: nn.Model) -> None:
    """ValueError if the outputs cannot stand for these targets: a label must never lie outside them."""
    data, outputs = plan.data, model.output_shape[-1]
    if loss == "cross_entropy":
        needed = len(data.vocabulary) if data.kind == "text" else len(data.classes)
        what = "characters" if data.kind == "text" else "classes"
        highest = max((int(np.max(y)) + 1 for y in (data.y, data.val_y) if y.size), default=0)
        if outputs < max(needed, highest):
            raise ValueError(f"the data have {max(needed, highest)} {what}, but the output layer has {outputs} units")
        if data.kind == "text" and model.output_shape[:-1] != data.y.shape[1:]:
            raise ValueError(
                f"each text has {data.y.shape[1]} characters to say, but the output is of shape {model.output_shape}; "
                'keep the moments: padding "causal" in conv1d, no pooling, sequences = true'
            )
    elif loss == "binary_cross_entropy" and (len(data.classes) > 2 or data.kind == "text"):
        raise ValueError(f"binary-cross-entropy tells two classes apart, but the data have {len(data.classes)}")
    elif loss == "binary_cross_entropy" and outputs != 1:
        raise ValueError(f"binary-cross-entropy needs 1 output unit, but the output layer has {outputs}")
