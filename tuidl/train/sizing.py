"""Sizing: what a sandbox comes to before it is trained: shapes, parameters, FLOPs, and the first thing that misfits."""

from dataclasses import replace

from tuidl import nn
from tuidl.course import vocabulary
from tuidl.errors import TuidlError
from tuidl.language import later, tr
from tuidl.nn.table import sized
from tuidl.sandbox.description import NET, Sandbox
from tuidl.sandbox.facts import DataFacts, LayerSize, Preview, Sizes
from tuidl.sandbox.lesson import lesson
from tuidl.session.request import Request
from tuidl.train import assemble, plan, preview
from tuidl.train.plan import Plan

BUILT = 2_000_000  # parameters up to which the whole network is built, to see whether its loss fits too
MOST = 50_000_000  # parameters: with gradients and moments more would fill the memory
IMAGES = later("move it above flatten, put reshape before it, or choose images")
MOMENTS = later("move it above what ends the moments (flatten, pooling, sequences = false), or choose texts or series")
TOKENS = later("begin with one-hot or embedding, which read characters and words, or choose data of numbers")
ADVICE = {  # what a layer is -> what to do where it does not fit
    "2d": IMAGES,
    "augment": later("move it to the top, and choose images"),
    "1d": MOMENTS,
    "rnn": MOMENTS,
    "lstm": MOMENTS,
    "gru": MOMENTS,
    "attention": MOMENTS,
    "transformer": MOMENTS,
    "position": MOMENTS,
    "embedding": later("move it to the top, and choose texts or sentences"),
    "one-hot": later("move it to the top, and choose texts or sentences"),
    "dense": later("put flatten before it"),
    "activation": later("give its function one of the known names"),
}


class Sizing:
    """Measures one sandbox after another; data that stay the same are loaded once."""

    def __init__(self) -> None:
        self._last: Plan | None = None
        self._seen: tuple[DataFacts, Preview] | None = None

    def sizes(self, sandbox: Sandbox) -> Sizes:
        """Everything that is known of a sandbox; what is wrong is told in it, never raised."""
        try:
            made = plan.make(Request(".", NET, device="reference"), lesson(sandbox), {}, self._last)
        except TuidlError as error:
            return Sizes(fault=str(error))
        if self._last is None or self._seen is None or self._last.data is not made.data:
            self._seen = preview.facts(made.data), preview.preview(made.data)
        self._last = made
        found = self._measured(sandbox, made, Sizes(self._seen[0], self._seen[1]))
        if found.fault or not found.layers:
            return found
        if found.parameters > MOST:
            told = later("{n} parameters are more than fit into memory; make layers smaller, {most} in all at most")
            return replace(found, fault=tr(told, n=_grouped(found.parameters), most=_grouped(MOST)))
        return replace(found, fault=_whole(made) if found.parameters <= BUILT else "")

    @staticmethod
    def _measured(sandbox: Sandbox, made: Plan, found: Sizes) -> Sizes:
        """Layer by layer, as far as they fit."""
        layers: list[nn.Layer] = []
        counts: list[int] = []  # of the network's layers, for each of the sandbox
        fault = ""
        try:
            for parts, _ in assemble.stack(made):
                layers += parts
                counts.append(len(parts))
        except (ValueError, TypeError, KeyError) as error:
            fault = _text(error)
        rows: list[LayerSize] = []
        if layers:
            stream = sized(nn.Sequential(*layers).layers, made.data.shape)
            try:
                for layer, count in zip(sandbox.layers, counts, strict=False):
                    parts_of = [next(stream) for _ in range(count)]
                    size, cost = sum(row.parameters for row in parts_of), sum(row.flops for row in parts_of)
                    rows.append(LayerSize(layer.name, layer.type, parts_of[-1].output, size, cost))
            except (ValueError, TypeError, KeyError) as error:
                fault = _text(error)
        found = replace(found, layers=tuple(rows))
        if not fault:
            return found
        at = len(rows)
        shape = rows[-1].output if rows else made.data.shape
        return replace(found, fault=_sentence(sandbox, at, shape, fault), at=at)


def _text(error: Exception) -> str:
    return str(error.args[0]) if error.args else type(error).__name__


def _sentence(sandbox: Sandbox, at: int, shape: tuple[int, ...], reason: str) -> str:
    """The layer, what comes in, why it does not fit, what to do: as far as the reason, which is in the language spoken,
    can be told apart by its English words."""
    layer = sandbox.layers[at]
    called = f"layer '{layer.name}' ({layer.type})"
    if reason in vocabulary.LAYERS[layer.type]:  # a key that is missing
        reason = tr("needs '{key}'; give it a value", key=reason)
    for prefix in (called, f"layer '{layer.name}'"):
        reason = reason.removeprefix(prefix).lstrip(": ")
    reason = reason.split(f", but its input is {' × '.join(map(str, shape))}")[0]
    fits = next((words for kind, words in ADVICE.items() if kind in layer.type), "")
    advice = fits if "input" in reason or reason.startswith(("needs", "reads")) else ""
    if reason.startswith("units are to be"):
        advice = later("give a whole number instead")
    if reason.startswith("reads numbers"):
        reason, advice = reason.replace("; choose other data", ""), TOKENS
    told = later("{layer}: {shape} comes in, {reason}")
    if ", but the data are" in reason:  # it says what comes in
        told = later("{layer} {reason}")
    elif reason.startswith(("needs", "reads", "tells", "has", "pads", "cannot")):
        told = later("{layer}: {shape} comes in, but it {reason}")
    found = tr(told, layer=called, shape=_shape(shape), reason=reason)
    said = any(word in reason for word in ("choose", "flatten", "give ", "move", "put ", "did you mean"))
    return found if said else f"{found}; {tr(advice or later('change its numbers, move it, or take it away'))}"


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def _shape(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape))


def _whole(made: Plan) -> str:
    """Why the network does not go with its loss, its optimiser or its schedule; empty if it does."""
    try:
        assemble.build(made)
    except TuidlError as error:
        return str(error).removeprefix(f"{made.lesson.id}, experiment '{made.experiment.name}': ")
    return ""
