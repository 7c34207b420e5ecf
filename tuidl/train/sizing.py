"""Sizing: what a sandbox comes to before it is trained: shapes, parameters, FLOPs, and the first thing that misfits."""

from dataclasses import replace

from tuidl import nn
from tuidl.course.spec import LayerSpec
from tuidl.errors import TuidlError
from tuidl.language import later, tr
from tuidl.nn.layers.layer import Misfit
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
        fault: Exception | None = None
        try:
            for parts, _ in assemble.stack(made):
                layers += parts
                counts.append(len(parts))
        except (ValueError, TypeError, KeyError) as error:
            fault = error
        rows: list[LayerSize] = []
        if layers:
            stream = sized(nn.Sequential(*layers).layers, made.data.shape)
            try:
                for layer, count in zip(sandbox.layers, counts, strict=False):
                    parts_of = [next(stream) for _ in range(count)]
                    size, cost = sum(row.parameters for row in parts_of), sum(row.flops for row in parts_of)
                    rows.append(LayerSize(layer.name, layer.type, parts_of[-1].output, size, cost))
            except (ValueError, TypeError, KeyError) as error:
                fault = error
        found = replace(found, layers=tuple(rows))
        if fault is None:
            return found
        at = len(rows)
        if at == len(sandbox.layers):  # nothing is wrong with any of them
            return replace(found, fault=str(fault))
        return replace(found, fault=_sentence(sandbox.layers[at], fault), at=at)


def _sentence(layer: LayerSpec, error: Exception) -> str:
    """What is wrong with a layer and what to do about it: whole sentences, whose words are never looked at."""
    called = tr("layer '{name}' ({kind})", name=layer.name, kind=layer.type)
    if isinstance(error, KeyError):
        return tr("{layer} needs '{key}'; give it a value", layer=called, key=error.args[0])
    text = str(error) or type(error).__name__
    if not text.startswith(tr("layer '{name}'", name=layer.name)):
        text = f"{called}: {text}"
    if not isinstance(error, Misfit) or error.advised:
        return text
    advice = next((words for kind, words in ADVICE.items() if kind in layer.type), later("move it, or take it away"))
    return f"{text}; {tr(advice)}"


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def _whole(made: Plan) -> str:
    """Why the network does not go with its loss, its optimiser or its schedule; empty if it does."""
    try:
        assemble.build(made)
    except TuidlError as error:
        cause = error.__cause__  # without the names of lesson and experiment, which nobody has given here
        return str(cause.args[0]) if cause is not None and cause.args else str(error)
    return ""
