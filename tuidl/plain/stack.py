"""A sandbox in words: its data, its layers with what goes in and comes out, its training, what does not fit. Pure."""

from collections.abc import Iterator

from tuidl.errors import UsageError, suggest
from tuidl.language import later, tr, trn
from tuidl.sandbox import fields
from tuidl.sandbox.fields import Field, written
from tuidl.tui.sandbox.bench import Bench

MOST = 12  # values of one field that are read out


def described(bench: Bench) -> Iterator[str]:
    """The whole sandbox, a line for each layer."""
    yield data(bench)
    for at in range(len(bench.sandbox.layers)):
        yield layer(bench, at)
    told = [f"{field.key} {written(field.value)}" for field in fields.of_training(bench.sandbox) if field.value]
    yield tr("Training: {values}.", values=", ".join(told))
    yield status(bench)


def data(bench: Bench) -> str:
    """The data set and its options."""
    source = bench.sandbox.data
    told = [f"{key} {written(value)}" for key, value in source.options.items()]
    facts = bench.sizes.data if bench.sizes is not None and bench.current else None
    label = f": {facts.label}, {trn('{n} example', '{n} examples', facts.n)}" if facts is not None else ""
    return tr("Data {name}{facts}.", name=source.source, facts="".join((label, *(f", {each}" for each in told))))


def layer(bench: Bench, at: int) -> str:
    """One layer: its number, name, kind and values; how many numbers go in and come out; its parameters."""
    found, size = bench.sandbox.layers[at], bench.size(at)
    told = "".join(f", {key} {written(value)}" for key, value in found.options.items())
    head = {"number": at + 1, "name": found.name, "kind": found.type, "values": told}
    if size is None or bench.sizes is None or bench.sizes.data is None:
        return tr("Layer {number}, {name}: {kind}{values}.", **head)
    before = bench.sizes.layers[at - 1].output if at else bench.sizes.data.shape
    count = trn("{n} parameter", "{n} parameters", size.parameters)
    shown = later("Layer {number}, {name}: {kind}{values}; {before} in, {after} out, {count}.")
    return tr(shown, before=_by(before), after=_by(size.output), count=count, **head)


def status(bench: Bench) -> str:
    """What does not fit, else how large the network is."""
    if bench.fault:
        return tr("This does not fit: {fault}.", fault=bench.fault.rstrip("."))
    if bench.sizes is None:
        return tr("Nothing was measured yet.")
    return trn("It fits: {n} parameter in all.", "It fits: {n} parameters in all.", bench.sizes.parameters)


def values(known: tuple[Field, ...]) -> Iterator[str]:
    """Every value that can be set, and some that it may take."""
    for field in known:
        now = written(field.value) if field.value is not None else tr("left out")
        stops = ", ".join(map(written, field.stops[:MOST]))
        yield tr("{key} {now}; {values}", key=field.key, now=now, values=stops) if stops else f"{field.key} {now}"


def place(bench: Bench, typed: str) -> int:
    """The layer of a number or a name. UsageError if there is none."""
    names = [each.name for each in bench.sandbox.layers]
    if typed.isdigit() and 0 < int(typed) <= len(names):
        return int(typed) - 1
    if typed in names:
        return names.index(typed)
    told = later("there is no layer '{typed}': a number from 1 to {most}, or a name{hint}")
    raise UsageError(tr(told, typed=typed, most=len(names), hint=suggest(typed, names)))


def _by(shape: tuple[int, ...]) -> str:
    return f" {tr('by')} ".join(map(str, shape))
