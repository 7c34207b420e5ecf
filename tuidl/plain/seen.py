"""A panel in words: what a picture shows, for those who do not see it. Pure."""

from collections.abc import Callable, Iterator, Sequence
from math import isfinite, nan
from typing import Any

from tuidl import signals
from tuidl.headless import number, words
from tuidl.language import later, tr, trn
from tuidl.tui.drawing.histogram import beyond
from tuidl.tui.drawing.number import count
from tuidl.view import RunView

MOST = 12  # of many things alike


def told(panel: str, view: RunView) -> list[str]:
    """What the panel of that name shows now."""
    kind = panel.partition(":")[0]
    signal = view.signals.get(panel)
    found: list[str] = []
    if kind in ("loss", "accuracy", "error"):
        curves = ((name, *view.series(name)) for name in (kind, f"val_{kind}"))
        found = [words.curve(*curve) for curve in curves if len(curve[2]) > 1]
    elif signal is not None:
        speak = _SPOKEN.get(type(signal))
        if speak is None:
            return [tr("The picture {panel} has no words yet; hear the values.", panel=panel)]
        found = list(speak(signal))
    return found or [tr("Nothing yet: type run.")]


def values(view: RunView) -> list[str]:
    """Every value of the last evaluation."""
    if not view.evaluations:
        return [tr("Nothing was measured yet: type run.")]
    step, found = view.evaluations[-1]
    return [
        tr("At step {step}:", step=step),
        *(f"{number.label(name)} {number.measured(name, v)}" for name, v in found.items()),
    ]


def _share(part: float) -> str:
    return number.share(part)


def _name(names: Sequence[str], place: int) -> str:
    return names[place] if 0 <= place < len(names) else tr("number {place}", place=place)


def _by(shape: Sequence[int]) -> str:
    return f" {tr('by')} ".join(map(str, shape))


def _field(grid: signals.Field) -> str:
    finite = [v for row in range(grid.height) for v in (grid.value(row, c) for c in range(grid.width)) if isfinite(v)]
    if not finite:
        return tr("no finite number")
    return tr(
        "{height} by {width}, from {low:.3g} to {high:.3g}",
        height=grid.height,
        width=grid.width,
        low=min(finite),
        high=max(finite),
    )


def _absent(none: signals.Absent) -> Iterator[str]:
    yield none.reason


def _answers(found: signals.Answers) -> Iterator[str]:
    for asked, answer, written in found.rows[:MOST]:
        told = later("Asked {asked}: the network writes {written}, not {answer}.")
        if written == answer:
            told = later("Asked {asked}: the network writes {written}, which is right.")
        yield tr(told, asked=asked, written=written, answer=answer)


def _fit(fit: signals.Fit) -> Iterator[str]:
    for name, curve in fit.curves:
        known = [value for value in curve if isfinite(value)]
        if known:
            yield (
                tr(
                    "{name} over {feature}, from {low:.3g} to {high:.3g}: {first:.3g} at its start, "
                    "{last:.3g} at its end, between {least:.3g} and {most:.3g}.",
                    name=name,
                    feature=fit.feature,
                    low=fit.low,
                    high=fit.high,
                    first=known[0],
                    last=known[-1],
                    least=min(known),
                    most=max(known),
                )
            )
    yield trn("{n} point of the data.", "{n} points of the data.", len(fit.points))


def _sample(one: signals.Sample) -> Iterator[str]:
    yield tr(
        "Example {index}, truly {name}. Loss {loss:.3g}.",
        index=one.index,
        name=_name(one.classes, one.truth),
        loss=one.loss,
    )
    best = sorted(range(len(one.probabilities)), key=lambda k: -one.probabilities[k])[:5]
    said_best = ", ".join(f"{_name(one.classes, k)} {_share(one.probabilities[k])}" for k in best)
    yield tr("The network says {answers}.", answers=said_best)
    if one.tokens:
        yield tr("It reads {tokens}.", tokens=" ".join(one.tokens))
    if one.written:
        yield tr("The answer is {first}; the network writes {last}.", first=one.written[0], last=one.written[-1])
    for told, wanted, said in one.targets:
        yield tr("{told} is {wanted:.3g}; the network says {said:.3g}.", told=told, wanted=wanted, said=said)
    wrong = [
        tr("{token} is {is_value}, not {said}", token=token, is_value=is_, said=said)
        for token, (is_, said) in zip(one.tokens, one.tags, strict=False)
        if is_ != said
    ]
    if one.tags:
        yield tr("Wrong: {wrong}.", wrong="; ".join(wrong[:MOST]) or tr("none"))
    if one.features:
        features = ", ".join(f"{name} {value:.3g}" for name, value in one.features)
        yield tr("Features: {features}.", features=features)


def _confusion(one: signals.Confusion) -> Iterator[str]:
    right = sum(one.counts[k][k] for k in range(len(one.classes)))
    yield tr("{right} of {total} held-out examples are right.", right=right, total=one.total)
    wrong = [
        (n, one.classes[row], one.classes[column])
        for row, counts in enumerate(one.counts)
        for column, n in enumerate(counts)
        if n and row != column
    ]
    for n, true, said in sorted(wrong, reverse=True)[:MOST]:
        yield tr("{n} times {true} was called {said}.", n=n, true=true, said=said)


def _layers(one: signals.LayerTable) -> Iterator[str]:
    yield tr("{layers} layers, {parameters} parameters.", layers=len(one.rows), parameters=count(one.parameters))
    for place, (name, kind, shape, parameters, gradient, output) in enumerate(one.rows):
        facts = [kind, _by(shape), tr("{count} parameters", count=count(parameters))]
        if place < len(one.flops):
            facts.append(tr("{count} operations", count=count(one.flops[place])))
        if gradient == gradient:
            facts.append(tr("gradient {value:.2g}", value=gradient))
        if output == output:
            facts.append(tr("output {value:.2g}", value=output))
        yield f"{name}: {', '.join(facts)}."


def _profile(one: signals.Profile) -> Iterator[str]:
    each = ", ".join(
        f"{layer} {_share(value) if one.share else f'{value:.2g}'}"
        for layer, value in zip(one.layers, one.values, strict=False)
    )
    yield tr("{quantity}, layer by layer: {values}.", quantity=one.quantity, values=each)


def _boundary(one: signals.Boundary) -> Iterator[str]:
    if one.units:
        yield tr(
            "Unit {unit} of {units} in {layer}: its answer over the plane is {field}.",
            unit=one.unit + 1,
            units=one.units,
            layer=one.layer,
            field=_field(one.answer),
        )
        return
    yield tr(
        "{right} of {total} points are right, {wrong} wrong.",
        right=one.total - one.wrong,
        total=one.total,
        wrong=one.wrong,
    )
    for place, name in enumerate(one.classes):
        mine = [point for point in one.points if point[2] == place]
        wrong = sum(not point[3] for point in mine)
        if mine:
            yield tr("{name}: {count} points shown, {wrong} wrong.", name=name, count=len(mine), wrong=wrong)


def _network(one: signals.NetworkPicture) -> Iterator[str]:
    sizes = zip(one.names, one.sizes, strict=False)
    layers = ", ".join(tr("{name} has {size} units", name=name, size=size) for name, size in sizes)
    yield tr("{layers}; {parameters} parameters.", layers=layers, parameters=one.parameters)
    for gap, rows in enumerate(one.weights):
        name = one.names[gap + 1] if gap + 1 < len(one.names) else tr("out")
        units = len(rows[0]) if rows else 0
        for unit in range(min(units, MOST)):
            into = ", ".join(f"{row[unit]:.3g}" for row in rows[:MOST])
            bias = one.biases[gap][unit] if gap < len(one.biases) and unit < len(one.biases[gap]) else None
            told = later("{layer}, unit {unit}: weights {weights}.")
            if bias is not None:
                told = later("{layer}, unit {unit}: weights {weights}; bias {bias:.3g}.")
            yield tr(told, layer=name, unit=unit + 1, weights=into, bias=bias)


def _filters(one: signals.Filters) -> Iterator[str]:
    dead = sum(one.dead)
    yield tr(
        "{count} filters of {layer}, {dead} of them answer to nothing.",
        count=len(one.kernels),
        layer=one.layer,
        dead=dead,
    )
    peaks = ", ".join(f"{k + 1}: {peak:.2g}" for k, peak in enumerate(one.peaks))
    yield tr("Strongest answer of each on example {sample}: {peaks}.", sample=one.sample, peaks=peaks)


def _gallery(one: signals.Gallery) -> Iterator[str]:
    yield tr("{wrong} of {total} are wrong.", wrong=one.wrong, total=one.total)
    for truth, answer, index in list(zip(one.truths, one.answers, one.indices, strict=False))[:MOST]:
        said = tr("right") if truth == answer else tr("called {name}", name=_name(one.classes, answer))
        yield tr("Example {index}, {name}: {said}.", index=index, name=_name(one.classes, truth), said=said)


def _writing(one: signals.Writing) -> Iterator[str]:
    for temperature, line in one.lines:
        text = " ".join(word for word, _ in line)
        yield tr("At temperature {temperature:g}: {text}", temperature=temperature, text=text)


def _hidden(one: signals.Hidden) -> Iterator[str]:
    yield tr("It reads {reads!r}; {units} units.", reads=one.reads, units=one.units)
    hits = sum(a == b for a, b in zip(one.guesses, one.truths, strict=False))
    yield tr(
        "It guesses {guesses!r}, the truth is {truths!r}: {hits} of {count} right.",
        guesses=one.guesses,
        truths=one.truths,
        hits=hits,
        count=len(one.truths),
    )


def _distance(one: signals.Distance) -> Iterator[str]:
    yield tr(
        "Gradient of the last {moment}'s loss for what {layer} read some {moment}s before:",
        moment=tr(one.moment),
        layer=one.layer,
    )
    for back in sorted({0, 1, 2, 4, 8, 16, 32, len(one.now) - 1}):
        if 0 <= back < len(one.now):
            told = later("{n} back {now:.2g}.")
            if back < len(one.start):
                told = later("{n} back {now:.2g}, {start:.2g} at the start of the run.")
            start = one.start[back] if back < len(one.start) else 0.0
            yield tr(told, n=back, now=one.now[back], start=start)


def _weights(one: signals.Weights) -> Iterator[str]:
    told = later("Weights of {layer}, {shape}: {field}.")
    if one.distinct is not None:
        told = later("Weights of {layer}, {shape}: {field}, {distinct} different units.")
    yield tr(told, layer=one.layer, shape=_by(one.shape), field=_field(one.grid), distinct=one.distinct)


def _histogram(one: signals.Histogram) -> Iterator[str]:
    total, places = sum(one.counts), len(one.counts)
    if not total:
        yield from filter(None, (tr("{title}: nothing counted.", title=one.title), beyond(one)))
        return
    most = max(range(places), key=lambda k: one.counts[k])
    width = (one.high - one.low) / max(1, places)
    told = later("{title}: {count} values, from {low:.3g} to {high:.3g}; most, {share}, near {middle:.3g}.")
    if one.log:
        told = later(
            "{title}: {count} values, powers of ten from {low:.3g} to {high:.3g}; most, {share}, near {middle:.3g}."
        )
    share, middle = _share(one.counts[most] / total), one.low + (most + 0.5) * width
    yield tr(told, title=one.title, count=count(total), low=one.low, high=one.high, share=share, middle=middle)
    yield from filter(None, (one.note, beyond(one)))


def _timing(one: signals.Timing) -> Iterator[str]:
    told = later("{name}: {forward:.3g} ms forward, {back:.3g} ms back.")
    yield from (tr(told, name=name, forward=1000 * forward, back=1000 * back) for name, forward, back in one.time)
    if not one.time:
        yield tr("What each layer takes is measured on the device cpu.")


def _grids(one: signals.Grids) -> Iterator[str]:
    for name, grid in list(zip(one.names, one.grids, strict=False))[:MOST]:
        yield f"{name}: {_field(grid)}."


def _scatter(one: signals.Scatter) -> Iterator[str]:
    near = ", ".join(f"{_name(one.names, k)} {cosine:.2f}" for k, cosine in one.near)
    yield tr("{name}: nearest, with their cosines: {near}.", name=_name(one.names, one.chosen), near=near)


def _surface(one: signals.Surface) -> Iterator[str]:
    x, y = one.path[-1] if one.path else (nan, nan)
    yield tr(
        "The run stands at {x:.3g}, {y:.3g}, loss {now:.3g}; over the plane the loss is {field}.",
        x=x,
        y=y,
        now=one.now,
        field=_field(one.loss),
    )


def _sliding(one: signals.Sliding) -> Iterator[str]:
    yield (
        tr(
            "{count} filters of {layer} slide over example {sample}: stride {stride}, padding "
            "{padding}, dilation {dilation}.",
            count=len(one.kernels),
            layer=one.layer,
            sample=one.sample,
            stride=one.stride,
            padding=one.padding,
            dilation=one.dilation,
        )
    )
    kernels = [channels for channels in one.kernels if channels]
    side = one.receptive(len(kernels[0][0]) if kernels else 1, one.dilation)
    if side:
        yield tr("One answer depends on {side} by {side} pixels of the image.", side=side)
    for place, channels in enumerate(kernels[:MOST]):
        rows = "; ".join(" ".join(f"{weight:.2g}" for weight in row) for row in channels[0])
        if len(channels) == 1:
            yield tr("Filter {place}: {rows}.", place=place + 1, rows=rows)
            continue
        yield tr(
            "Filter {place} adds up {count} channels; its weights for channel {channel}: {rows}.",
            place=place + 1,
            count=len(channels),
            channel=next(iter(one.reads(place)), 0) + 1,
            rows=rows,
        )


def _spreads(one: signals.Spreads) -> Iterator[str]:
    for row, layer in enumerate(one.layers):
        shares = [one.plain.value(row, column) for column in range(one.plain.width)] if row < one.plain.height else []
        most = max(range(len(shares)), key=lambda k: shares[k] if isfinite(shares[k]) else -1.0, default=0)
        width = (one.high - one.low) / max(1, len(shares))
        told, share = later("{layer}: outputs lie most near {middle:.3g}."), ""
        if row < len(one.zeros):
            told, share = later("{layer}: outputs lie most near {middle:.3g}, {share} are 0."), _share(one.zeros[row])
        yield tr(told, layer=layer, middle=one.low + (most + 0.5) * width, share=share)


def _function(one: signals.Function) -> Iterator[str]:
    yield tr(
        "{name}, over {variable} from {low:.3g} to {high:.3g}.",
        name=one.name,
        variable=one.variable,
        low=one.low,
        high=one.high,
    )
    for name, role, ys in one.curves:
        finite = [y for y in ys if isfinite(y)]
        if finite:
            ends = tr("from {first:.3g} to {last:.3g}", first=finite[0], last=finite[-1])
            yield tr(
                "{role} {name}: {ends}, between {low:.3g} and {high:.3g}.",
                role=tr(role),
                name=name,
                ends=ends,
                low=min(finite),
                high=max(finite),
            )
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
