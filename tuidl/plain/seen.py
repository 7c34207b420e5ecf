"""A panel in words: what a picture shows, for those who do not see it. Pure."""

from collections.abc import Callable, Iterator, Sequence
from math import isfinite, nan
from typing import Any

from tuidl import signals
from tuidl.headless import number, words
from tuidl.tui.drawing.number import count
from tuidl.view import RunView

MOST = 12  # of many things alike


def told(panel: str, view: RunView) -> list[str]:
    """What the panel of that name shows now."""
    kind = panel.partition(":")[0]
    if kind in ("loss", "accuracy", "error"):
        found = [
            words.curve(name, *view.series(name)) for name in (kind, f"val_{kind}") if len(view.series(name)[1]) > 1
        ]
        return found or ["Nothing yet: type run."]
    signal = view.signals.get(panel)
    if signal is None:
        return ["Nothing yet: type run."]
    speak = _SPOKEN.get(type(signal))
    return list(speak(signal)) if speak is not None else [f"The picture {panel} has no words yet; hear the values."]


def values(view: RunView) -> list[str]:
    """Every value of the last evaluation."""
    if not view.evaluations:
        return ["Nothing was measured yet: type run."]
    step, found = view.evaluations[-1]
    return [f"At step {step}:", *(f"{number.label(name)} {number.measured(name, v)}" for name, v in found.items())]


def _share(part: float) -> str:
    return number.share(part)


def _name(names: Sequence[str], place: int) -> str:
    return names[place] if 0 <= place < len(names) else f"number {place}"


def _field(grid: signals.Field) -> str:
    finite = [v for row in range(grid.height) for v in (grid.value(row, c) for c in range(grid.width)) if isfinite(v)]
    if not finite:
        return "no finite number"
    return f"{grid.height} by {grid.width}, from {min(finite):.3g} to {max(finite):.3g}"


def _absent(none: signals.Absent) -> Iterator[str]:
    yield none.reason


def _answers(found: signals.Answers) -> Iterator[str]:
    for asked, answer, written in found.rows[:MOST]:
        yield f"Asked {asked}: the network writes {written}" + (
            ", which is right." if written == answer else f", not {answer}."
        )


def _fit(fit: signals.Fit) -> Iterator[str]:
    for name, curve in fit.curves:
        known = [value for value in curve if isfinite(value)]
        if known:
            yield (
                f"{name} over {fit.feature}, from {fit.low:.3g} to {fit.high:.3g}: {known[0]:.3g} at its start, "
                f"{known[-1]:.3g} at its end, between {min(known):.3g} and {max(known):.3g}."
            )
    yield f"{len(fit.points)} points of the data."


def _sample(one: signals.Sample) -> Iterator[str]:
    yield f"Example {one.index}, truly {_name(one.classes, one.truth)}. Loss {one.loss:.3g}."
    best = sorted(range(len(one.probabilities)), key=lambda k: -one.probabilities[k])[:5]
    yield "The network says " + ", ".join(f"{_name(one.classes, k)} {_share(one.probabilities[k])}" for k in best) + "."
    if one.tokens:
        yield f"It reads {' '.join(one.tokens)}."
    if one.written:
        yield f"The answer is {one.written[0]}; the network writes {one.written[-1]}."
    for told, wanted, said in one.targets:
        yield f"{told} is {wanted:.3g}; the network says {said:.3g}."
    wrong = [
        f"{token} is {is_}, not {said}" for token, (is_, said) in zip(one.tokens, one.tags, strict=False) if is_ != said
    ]
    if one.tags:
        yield f"Wrong: {'; '.join(wrong[:MOST]) or 'none'}."
    if one.features:
        yield "Features: " + ", ".join(f"{name} {value:.3g}" for name, value in one.features) + "."


def _confusion(one: signals.Confusion) -> Iterator[str]:
    right = sum(one.counts[k][k] for k in range(len(one.classes)))
    yield f"{right} of {one.total} held-out examples are right."
    wrong = [
        (n, one.classes[row], one.classes[column])
        for row, counts in enumerate(one.counts)
        for column, n in enumerate(counts)
        if n and row != column
    ]
    for n, true, said in sorted(wrong, reverse=True)[:MOST]:
        yield f"{n} times {true} was called {said}."


def _layers(one: signals.LayerTable) -> Iterator[str]:
    yield f"{len(one.rows)} layers, {count(one.parameters)} parameters."
    for place, (name, kind, shape, parameters, gradient, output) in enumerate(one.rows):
        flops = f", {count(one.flops[place])} operations" if place < len(one.flops) else ""
        sizes = [
            f", {what} {value:.2g}" for what, value in (("gradient", gradient), ("output", output)) if value == value
        ]
        yield f"{name}: {kind}, {' by '.join(map(str, shape))}, {count(parameters)} parameters{flops}{''.join(sizes)}."


def _profile(one: signals.Profile) -> Iterator[str]:
    yield (
        f"{one.quantity}, layer by layer: "
        + ", ".join(
            f"{layer} {_share(value) if one.share else f'{value:.2g}'}"
            for layer, value in zip(one.layers, one.values, strict=False)
        )
        + "."
    )


def _boundary(one: signals.Boundary) -> Iterator[str]:
    if one.units:
        yield f"Unit {one.unit + 1} of {one.units} in {one.layer}: its answer over the plane is {_field(one.answer)}."
        return
    yield f"{one.total - one.wrong} of {one.total} points are right, {one.wrong} wrong."
    for place, name in enumerate(one.classes):
        mine = [point for point in one.points if point[2] == place]
        wrong = sum(not point[3] for point in mine)
        if mine:
            yield f"{name}: {len(mine)} points shown, {wrong} wrong."


def _network(one: signals.NetworkPicture) -> Iterator[str]:
    sizes = zip(one.names, one.sizes, strict=False)
    yield ", ".join(f"{name} has {size} units" for name, size in sizes) + f"; {one.parameters} parameters."
    for gap, rows in enumerate(one.weights):
        name = one.names[gap + 1] if gap + 1 < len(one.names) else "out"
        units = len(rows[0]) if rows else 0
        for unit in range(min(units, MOST)):
            into = ", ".join(f"{row[unit]:.3g}" for row in rows[:MOST])
            bias = one.biases[gap][unit] if gap < len(one.biases) and unit < len(one.biases[gap]) else None
            yield f"{name}, unit {unit + 1}: weights {into}" + (f"; bias {bias:.3g}." if bias is not None else ".")


def _filters(one: signals.Filters) -> Iterator[str]:
    dead = sum(one.dead)
    yield f"{len(one.kernels)} filters of {one.layer}, {dead} of them answer to nothing."
    peaks = ", ".join(f"{k + 1}: {peak:.2g}" for k, peak in enumerate(one.peaks))
    yield f"Strongest answer of each on example {one.sample}: {peaks}."


def _gallery(one: signals.Gallery) -> Iterator[str]:
    yield f"{one.wrong} of {one.total} are wrong."
    for truth, answer, index in list(zip(one.truths, one.answers, one.indices, strict=False))[:MOST]:
        said = "right" if truth == answer else f"called {_name(one.classes, answer)}"
        yield f"Example {index}, {_name(one.classes, truth)}: {said}."


def _writing(one: signals.Writing) -> Iterator[str]:
    for temperature, line in one.lines:
        yield f"At temperature {temperature:g}: " + " ".join(word for word, _ in line)


def _hidden(one: signals.Hidden) -> Iterator[str]:
    yield f"It reads {one.reads!r}; {one.units} units."
    hits = sum(a == b for a, b in zip(one.guesses, one.truths, strict=False))
    yield f"It guesses {one.guesses!r}, the truth is {one.truths!r}: {hits} of {len(one.truths)} right."


def _distance(one: signals.Distance) -> Iterator[str]:
    yield f"Gradient of the last {one.moment}'s loss for what {one.layer} read some {one.moment}s before:"
    for back in sorted({0, 1, 2, 4, 8, 16, 32, len(one.now) - 1}):
        if 0 <= back < len(one.now):
            start = f", {one.start[back]:.2g} at the start of the run" if back < len(one.start) else ""
            yield f"{back} back {one.now[back]:.2g}{start}."


def _weights(one: signals.Weights) -> Iterator[str]:
    same = f", {one.distinct} different units" if one.distinct is not None else ""
    yield f"Weights of {one.layer}, {' by '.join(map(str, one.shape))}: {_field(one.grid)}{same}."


def _histogram(one: signals.Histogram) -> Iterator[str]:
    total, places = sum(one.counts), len(one.counts)
    if not total:
        yield f"{one.title}: nothing counted."
        return
    most = max(range(places), key=lambda k: one.counts[k])
    width = (one.high - one.low) / max(1, places)
    unit = "powers of ten " if one.log else ""
    yield (
        f"{one.title}: {count(total)} values, {unit}from {one.low:.3g} to {one.high:.3g}; most, "
        f"{_share(one.counts[most] / total)}, near {one.low + (most + 0.5) * width:.3g}."
    )
    if one.note:
        yield one.note


def _timing(one: signals.Timing) -> Iterator[str]:
    for name, forward, back in one.time:
        yield f"{name}: {1000 * forward:.3g} ms forward, {1000 * back:.3g} ms back."


def _grids(one: signals.Grids) -> Iterator[str]:
    for name, grid in list(zip(one.names, one.grids, strict=False))[:MOST]:
        yield f"{name}: {_field(grid)}."


def _scatter(one: signals.Scatter) -> Iterator[str]:
    near = ", ".join(f"{_name(one.names, k)} {cosine:.2f}" for k, cosine in one.near)
    yield f"{_name(one.names, one.chosen)}: nearest, with their cosines: {near}."


def _surface(one: signals.Surface) -> Iterator[str]:
    x, y = one.path[-1] if one.path else (nan, nan)
    yield f"The run stands at {x:.3g}, {y:.3g}, loss {one.now:.3g}; over the plane the loss is {_field(one.loss)}."


def _sliding(one: signals.Sliding) -> Iterator[str]:
    yield (
        f"{len(one.kernels)} filters of {one.layer} slide over example {one.sample}: stride {one.stride}, padding "
        f"{one.padding}, dilation {one.dilation}; one answer depends on {one.receptive} by {one.receptive} pixels."
    )
    for place, kernel in enumerate(one.kernels[:MOST], 1):
        rows = "; ".join(" ".join(f"{weight:.2g}" for weight in row) for row in kernel)
        yield f"Filter {place}: {rows}."


def _spreads(one: signals.Spreads) -> Iterator[str]:
    for row, layer in enumerate(one.layers):
        shares = [one.plain.value(row, column) for column in range(one.plain.width)] if row < one.plain.height else []
        most = max(range(len(shares)), key=lambda k: shares[k] if isfinite(shares[k]) else -1.0, default=0)
        width = (one.high - one.low) / max(1, len(shares))
        zeros = f", {_share(one.zeros[row])} are 0" if row < len(one.zeros) else ""
        yield f"{layer}: outputs lie most near {one.low + (most + 0.5) * width:.3g}{zeros}."


def _function(one: signals.Function) -> Iterator[str]:
    yield f"{one.name}, over {one.variable} from {one.low:.3g} to {one.high:.3g}."
    for name, role, ys in one.curves:
        finite = [y for y in ys if isfinite(y)]
        if finite:
            ends = f"from {finite[0]:.3g} to {finite[-1]:.3g}"
            yield f"{role} {name}: {ends}, between {min(finite):.3g} and {max(finite):.3g}."
    if one.note:
        yield one.note


_SPOKEN: dict[type[Any], Callable[[Any], Iterator[str]]] = {
    signals.Sample: _sample,
    signals.Absent: _absent,
    signals.Answers: _answers,
    signals.Fit: _fit,
    signals.Confusion: _confusion,
    signals.LayerTable: _layers,
    signals.Profile: _profile,
    signals.Boundary: _boundary,
    signals.NetworkPicture: _network,
    signals.Filters: _filters,
    signals.Gallery: _gallery,
    signals.Writing: _writing,
    signals.Hidden: _hidden,
    signals.Distance: _distance,
    signals.Weights: _weights,
    signals.Histogram: _histogram,
    signals.Timing: _timing,
    signals.Grids: _grids,
    signals.Scatter: _scatter,
    signals.Surface: _surface,
    signals.Sliding: _sliding,
    signals.Spreads: _spreads,
    signals.Function: _function,
}
