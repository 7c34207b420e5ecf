"""From a lesson's words to a network: layers, loss and optimiser of ``nn``, sized by the data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tuidl import nn
from tuidl.course.vocabulary import LAYERS
from tuidl.data import DataSet
from tuidl.errors import LessonError, suggest
from tuidl.language import later, tr
from tuidl.nn.layers.activation import Straight
from tuidl.nn.layers.layer import Misfit
from tuidl.train import attention, branches, form, knobs, objective, outputs, regime, windows
from tuidl.train.plan import Plan

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
    "hard-sigmoid": nn.HardSigmoid,
    "hardmax": nn.Hardmax,
}
RECURRENT: dict[str, type[nn.RNN | nn.LSTM | nn.GRU]] = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
FINAL = {
    "binary_cross_entropy": "sigmoid", "cross_entropy": "softmax", "categorical_cross_entropy": "softmax",
    "kl": "softmax",
}  # fmt: skip
NOISE: dict[str, type[nn.Dropout]] = {
    "dropout": nn.Dropout, "spatial-dropout2d": nn.SpatialDropout2D, "alpha-dropout": nn.AlphaDropout,
}  # fmt: skip
READERS = ("one-hot", "embedding")  # layers that take characters or words

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
    stopping: nn.EarlyStopping | None = None

    def block(self, name: str) -> Block | None:
        """The layer of that name; None if this network has none."""
        return next((block for block in self.blocks if block.name == name), None)

    @property
    def weighted(self) -> tuple[Block, ...]:
        """The layers that have weights."""
        return tuple(block for block in self.blocks if block.weight is not None)


def build(plan: Plan) -> Assembly:
    """The network of a plan. LessonError, one sentence, for words that do not make a network for these data."""
    try:
        return _build(plan)
    except (ValueError, TypeError, KeyError) as error:
        text = str(error.args[0]) if error.args else repr(error)
        raise LessonError(
            tr("{id}, experiment '{name}': {text}", id=plan.lesson.id, name=plan.experiment.name, text=text)
        ) from error


def _readable(name: str, kind: str, data: DataSet) -> None:
    """Whether a first layer can read such data; ValueError with what to do if it cannot."""
    layer, given = tr("layer '{name}' ({kind})", name=name, kind=kind), data.kind
    if data.tokens and kind not in READERS:
        what = given if given in ("text", "sentences") else "tokens"
        told = later(
            "{layer} reads numbers, but the data are {what}; begin with one-hot or embedding, or choose data of numbers"
        )
        raise Misfit(tr(told, layer=layer, what=what), advised=True)
    if given == "images" and kind == "dense":
        told = later("{layer} reads rows of numbers, but the data are images; flatten them, or choose other data")
        raise Misfit(tr(told, layer=layer), advised=True)
    if given in ("points", "table") and kind.endswith("2d"):
        told = later("{layer} reads images, but the data are rows of numbers; choose other data")
        raise Misfit(tr(told, layer=layer), advised=True)


def stack(plan: Plan) -> Iterator[tuple[list[nn.Layer], Block]]:
    """What each layer of the lesson is made of. ValueError, in the place of one, for words that make none."""
    earlier = branches.Branches()
    wanted = list(knobs.expanded(plan.experiment.layers, plan.knobs))
    for place, (name, kind, options) in enumerate(wanted, 1):
        if place == 1:
            _readable(name, kind, plan.data)
        options = plan.plugs.options(name, kind, options, plan.device, last=place == len(wanted))
        options = earlier.resolved(kind, options)
        made, block = _named_layer(name, kind, options, plan.data)
        earlier.add(name, options, made)
        yield made, block
    if plan.data.asked and not earlier.answers:
        raise ValueError(tr('the data are pairs: give the decoder a layer of type input with source = "answer"'))


def _build(plan: Plan) -> Assembly:
    experiment = plan.experiment
    loss, optimiser = objective.loss(plan), objective.optimiser(plan)
    if plan.data.targets and loss.name not in objective.NUMBERS:
        names = ", ".join(plan.data.targets[:3])
        raise ValueError(
            tr(
                "{loss} is for classes, but the data have numbers to predict: {names}",
                loss=experiment.loss,
                names=names,
            )
        )
    layers: list[nn.Layer] = []
    blocks: list[Block] = []
    for made, block in stack(plan):
        layers += made
        blocks.append(block)
    layers += form.ending(plan.data)
    final = FINAL.get(loss.name)
    if final and blocks and blocks[-1].activation != final:
        if blocks[-1].activation != "linear":
            raise ValueError(
                tr(
                    "the output layer has activation '{activation}', {loss} needs '{final}'",
                    activation=blocks[-1].activation,
                    loss=experiment.loss,
                    final=final,
                )
            )
        layers.append(ACTIVATIONS[final](name=f"{blocks[-1].name}.{final}"))
    loss, optimiser = plan.plugs.loss(loss, plan.device), plan.plugs.optimizer(optimiser, plan.device)
    made_of, shapes = form.model(plan.data)
    model = made_of(
        nn.Sequential(*layers),
        shapes,
        loss,
        optimiser,
        device=plan.device,
        seed=plan.seed,
        threads=plan.threads,
    )
    if parts := regime.groups(plan.experiment, plan.knobs, model):
        model.groups = parts
    outputs.fit(plan.data, loss.name, model)
    return Assembly(model, tuple(blocks), regime.stopping(plan.experiment, plan.knobs))


def _size(value: Any, data: DataSet) -> int:
    """A number of units: a whole number, or ``classes``, ``targets``, ``vocabulary`` or ``answers`` of the data."""
    sizes = {
        "classes": len(data.classes), "targets": len(data.targets), "vocabulary": data.tokens,
        "answers": len(data.answers),
    }  # fmt: skip
    if isinstance(value, str) and value in sizes:
        if not sizes[value]:
            told = later("units are to be those of the data's {value}, but these data have none; give a whole number")
            raise ValueError(tr(told, value=value))
        return sizes[value]
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        raise ValueError(
            tr("a size cannot be {value!r}: give a whole number, {sizes}", value=value, sizes=", ".join(sizes))
        )
    return int(value)


def _vocabulary(name: str, options: Options, data: DataSet) -> int:
    """How many characters or words a layer tells apart: all of the data's, or no token could be trusted."""
    if not data.tokens:
        raise Misfit(tr("layer '{name}' reads characters or words, but the data are {kind}", name=name, kind=data.kind))
    usual = "answers" if "answering" in options else "vocabulary"
    needed = _size(usual, data)
    size = _size(options.get("vocabulary", options.get("size", usual)), data)
    if size < needed:
        what = "words" if data.words else "characters"
        raise ValueError(
            tr(
                "layer '{name}' tells {size} {what} apart, but the data have {needed}",
                name=name,
                size=size,
                what=what,
                needed=needed,
            )
        )
    return size


def _init(options: Options, kind: str) -> Any:
    name = options.get("init", "he" if kind in windows.CONVOLUTIONS else "glorot")
    scale = float(options.get("scale", 0.05))
    if callable(name):  # a learner's rule
        return name
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


def _named_layer(name: str, kind: str, options: Options, data: DataSet) -> tuple[list[nn.Layer], Block]:
    """A layer of the lesson; what is wrong with it names it."""
    try:
        return _layer(name, kind, options, data)
    except Misfit:
        raise
    except (ValueError, TypeError) as error:
        layer = tr("layer '{name}'", name=name)
        raise ValueError(f"{error}" if str(error).startswith(layer) else f"{layer} ({kind}): {error}") from error


def _layer(name: str, kind: str, options: Options, data: DataSet) -> tuple[list[nn.Layer], Block]:
    layer: nn.Layer
    weighted = True
    if kind in attention.KINDS:
        alone = kind == "attention" and "units" not in options
        units = None if alone else _size(options["units"], data)
        layers, out = attention.attending(name, kind, options, units, _init(options, kind))
        return layers, Block(name, kind, out, "linear", None, None)
    match kind:
        case "dense":
            own = {key: options[key] for key in ("forward", "gradient") if key in options}  # a learner's function
            units = _size(options["units"], data)
            layer = nn.Dense(units, init=_init(options, kind), bias=_bias(options), name=name, **own)
        case form.MESSAGES:
            layer = _graph(name, options, data)
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
    if "softmax_forward" in options:  # a learner's function
        layers.append(Straight(options["softmax_forward"], name=f"{name}.own"))
    if kind not in ("activation", *RECURRENT) and activation != "linear":
        layers.append(_activation(activation, f"{name}.{activation}", options))
        out = f"{name}.{activation}.out"
    if kind in (*NOISE, "gaussian-noise", "augment", "input"):
        out = ""  # nothing happens there outside training
    inside = f"{name}.forward" if isinstance(layer, nn.Bidirectional) else name
    weight = f"{inside}.weight" if weighted else None
    bias = f"{inside}.bias" if weighted and not kind.endswith("embedding") else None
    return layers, Block(name, kind, out, activation, weight, bias)


def _graph(name: str, options: Options, data: DataSet) -> nn.Layer:
    """A layer that passes messages along the graph of the data, or one that an earlier layer gives."""
    graph = str(options.get("graph", form.GRAPH))
    if not data.nodes and "graph" not in options:
        raise ValueError(
            tr("layer '{name}' (graph-conv) passes messages along a graph, but the data have none", name=name)
        )
    units = _size(options["units"], data)
    return nn.GraphConv(units, graph=graph, init=_init(options, "dense"), bias=_bias(options), name=name)


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
        raise ValueError(tr("layer '{name}': recurrent = false goes with sequences = true only", name=name))
    layer = nn.Dense(_size(options["units"], data), init=_init(options, "rnn"), name=name)
    block = Block(name, "rnn", f"{name}.tanh.out", "tanh", f"{name}.weight", f"{name}.bias")
    return [layer, _activation("tanh", f"{name}.tanh", options)], block


def _activation(function: str, name: str, options: Options) -> nn.Layer:
    temperature = options.get("temperature")
    if function not in ACTIVATIONS:
        raise ValueError(
            tr(
                "layer '{name}': activation '{function}' is unknown{hint}",
                name=name,
                function=function,
                hint=suggest(function, ACTIVATIONS),
            )
        )
    made = ACTIVATIONS[function]
    if temperature is None:
        own = {"forward": options["activation_forward"]} if "activation_forward" in options else {}
        return made(name=name, **own)
    if not issubclass(made, nn.Softmax):
        raise ValueError(
            tr(
                "layer '{name}': '{function}' has no temperature; softmax and hardmax have one",
                name=name,
                function=function,
            )
        )
    return made(float(temperature), name=name)


def _plain(name: str, kind: str, options: Options, data: DataSet) -> nn.Layer:
    """A layer without weights to look at."""
    if (layer := windows.plain(name, kind, options)) is not None:
        return layer
    match kind:
        case "masking":
            return nn.Masking(float(options.get("value", 0.0)), name=name)
        case _ if kind in branches.KINDS:
            return branches.joining(name, kind, options)
        case "flatten":
            return nn.Flatten(name=name)
        case "reshape":
            return nn.Reshape([_size(size, data) for size in options["shape"]], name=name)
        case "dropout" | "spatial-dropout2d" | "alpha-dropout":
            return NOISE[kind](float(options.get("rate", 0.5)), forward=str(options.get("forward", "")), name=name)
        case "gaussian-noise":
            return nn.GaussianNoise(float(options.get("deviation", 0.1)), name=name)
        case "augment":
            return nn.Augment(**{key: options[key] for key in LAYERS[kind] if key in options}, name=name)
        case "batchnorm":
            return nn.BatchNorm(
                momentum=float(options.get("momentum", 0.9)), epsilon=float(options.get("epsilon", 1e-5)),
                forward=str(options.get("forward", "")), name=name,
            )  # fmt: skip
        case "layernorm":
            return nn.LayerNorm(epsilon=float(options.get("epsilon", 1e-5)), name=name)
        case "positional-encoding":
            return nn.PositionalEncoding(name=name)
        case "one-hot":
            return nn.OneHot(_vocabulary(name, options, data), name=name)
        case "activation":
            function = str(options.get("function", options.get("activation")))
            return _activation(function, name, options)
    raise ValueError(tr("layer '{name}': type '{kind}' is unknown", name=name, kind=kind))
