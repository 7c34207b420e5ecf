"""Reading what a lesson declares once: data, experiments with their layers, knobs, panels."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from tuidl.commands import KnobValue
from tuidl.course import vocabulary
from tuidl.course.spec import Contestant, DataSpec, Experiment, Knob, KnobRef, LayerSpec, PanelSpec, ScheduleSpec
from tuidl.course.table import Table, shown
from tuidl.errors import among, suggest
from tuidl.language import tr


def data(table: Table) -> dict[str, DataSpec]:
    """All ``[data.NAME]``."""
    found = {}
    for name, entry in table.named("data", "data"):
        source = entry.text("source")
        classes, label = entry.texts("classes", ()), entry.text("label", "")
        found[name] = DataSpec(name, source, entry.rest(), classes, label)
    return found


def experiments(table: Table, known: Mapping[str, Knob]) -> dict[str, Experiment]:
    """All ``[experiment.NAME]`` in their order, races filled up from what they race; LessonError if there is none."""
    entries = [(name, entry, _kind(entry)) for name, entry in table.named("experiment", "experiment")]
    if not entries:
        raise table.error(tr("there is no [experiment.NAME]: nothing would be trained"))
    single = {name: _experiment(name, kind, entry) for name, entry, kind in entries if kind != "race"}
    return {
        name: _race(name, entry, single, known) if kind == "race" else single[name] for name, entry, kind in entries
    }


def schedules(table: Table) -> dict[str, ScheduleSpec]:
    """All ``[schedule.NAME]``."""
    found = {}
    for name, entry in table.named("schedule", "schedule"):
        kind = entry.word("kind", tuple(vocabulary.SCHEDULES))
        found[name] = ScheduleSpec(name, kind, entry.options((*vocabulary.SCHEDULES[kind], vocabulary.WARMUP)))
        entry.done()
    return found


def knobs(table: Table) -> dict[str, Knob]:
    """All ``[knobs.NAME]``."""
    return {name: _knob(name, entry) for name, entry in table.named("knobs", "knob")}


def panels(table: Table) -> dict[str, PanelSpec]:
    """All ``[panels.NAME]``."""
    found = {}
    for name, entry in table.named("panels", "panel"):
        limits = entry.numbers("range", None)
        if limits is not None and (len(limits) != 2 or limits[0] >= limits[1]):
            raise entry.error(tr("'range' must be [low, high] with low below high"))
        options = entry.rest()
        found[name] = PanelSpec(name, options if limits is None else {"range": limits, **options})
    return found


def measures(table: Table) -> dict[str, str]:
    """``[measures]``: names for arithmetic on values."""
    return {str(name): str(text) for name, text in table.plain("measures", str, tr("a text with arithmetic")).items()}


def fitted(knob: Knob, value: Any) -> Any:
    """The value as this knob keeps it (a whole number given for a float becomes one)."""
    if knob.type == "float" and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


def misfit(knob: Knob, value: Any) -> str:
    """Why a value cannot be set on a knob, as the end of a sentence; empty if it can."""
    match knob.type:
        case "bool":
            return "" if isinstance(value, bool) else tr("must be true or false")
        case "choice":
            if value in knob.choices:
                return ""
            return tr(
                "is none of its choices{hint}",
                hint=suggest(str(value), knob.choices) or among(knob.choices),
            )
        case "int":
            if not isinstance(value, int) or isinstance(value, bool):
                return tr("must be a whole number")
        case "float":
            if not isinstance(value, int | float) or isinstance(value, bool):
                return tr("must be a number")
    low, high = knob.range or (value, value)
    return "" if low <= value <= high else tr("is outside its range {low:g} to {high:g}", low=low, high=high)


def settings(values: Mapping[str, Any], known: Mapping[str, Knob]) -> dict[str, KnobValue]:
    """Values by knob, as these knobs keep them."""
    return {name: fitted(known[name], value) if name in known else value for name, value in values.items()}


def _kind(table: Table) -> str:
    kind = table.text("kind")
    if kind not in vocabulary.EXPERIMENTS and not kind.startswith("lesson.py:"):
        raise table.error(tr("kind '{kind}' is unknown{hint}", kind=kind, hint=suggest(kind, vocabulary.EXPERIMENTS)))
    return kind


def _race(name: str, table: Table, single: Mapping[str, Experiment], known: Mapping[str, Knob]) -> Experiment:
    """What the first contestant runs, with the race's own length, and the contestants."""

    def of(entry: Table, default: str | None) -> str:
        chosen = str(entry.text("of") if default is None else entry.text("of", default))
        if chosen not in single:
            known_ones = suggest(chosen, single) or among(single)
            raise entry.error(
                tr(
                    "of '{chosen}' is no experiment that trains one network{known_ones}",
                    chosen=chosen,
                    known_ones=known_ones,
                )
            )
        return chosen

    common = of(table, None) if "of" in table else None
    contestants = []
    for entry in table.each("contestants", "contestant"):
        called, own = entry.text("name"), of(entry, common)
        values = entry.plain("set", vocabulary.SCALARS, tr("a number, a text, true or false"))
        contestants.append(Contestant(called, own, settings(values, known), entry.texts("functions", ())))
        entry.done()
    if not contestants:
        raise table.error(tr("there are no contestants: [[experiment.{name}.contestants]] is missing", name=name))
    first = single[contestants[0].experiment]
    race = replace(
        first,
        name=name,
        kind="race",
        contestants=tuple(contestants),
        seeds=table.whole("seeds", 1, least=1),
        steps=table.knob("steps") or table.whole("steps", None, least=1) or first.steps,
        evaluate_every=table.whole("evaluate_every", first.evaluate_every, least=1),
    )
    table.done()
    return race


def _experiment(name: str, kind: str, table: Table) -> Experiment:
    batch: int | Literal["all"] | KnobRef
    if "batch" in table and (ref := table.knob("batch")):
        batch = ref
    else:
        given = table.any("batch")
        if given != "all" and (isinstance(given, bool) or not isinstance(given, int) or given < 1):
            raise table.error(
                tr("'batch' must be a whole number of at least 1 or \"all\", not {given}", given=shown(given))
            )
        batch = "all" if given == "all" else int(given)
    layers = tuple(_layer(entry) for entry in table.each("layers", "layer"))
    if not layers:
        raise table.error(tr("there are no layers: [[experiment.{name}.layers]] is missing", name=name))
    stopping = {}
    if "stopping" in table:
        entry = table.table("stopping")
        stopping = entry.options(vocabulary.STOPPING)
        entry.done()
    pace: Literal["full", "frame"] = "frame" if table.word("pace", ("full", "frame"), "full") == "frame" else "full"
    experiment = Experiment(
        name=name,
        kind=kind,
        data=table.knob("data") or table.text("data"),
        loss=table.word("loss", vocabulary.LOSSES),
        optimiser=table.knob("optimiser") or table.word("optimiser", vocabulary.OPTIMISERS),
        rate=table.knob("rate") or table.number("rate"),
        batch=batch,
        steps=table.knob("steps") or table.whole("steps", least=1),
        evaluate_every=table.whole("evaluate_every", least=1),
        layers=layers,
        pace=pace,
        stride=table.whole("stride", 1, least=1),
        seed=(table.knob("seed") or table.whole("seed")) if "seed" in table else 0,
        schedule=table.knob("schedule") or table.text("schedule", None),
        stopping=stopping,
        options=table.options(vocabulary.TRAINING),
    )
    table.done()
    return experiment


def _layer(table: Table) -> LayerSpec:
    name, kind = table.text("name"), table.word("type", tuple(vocabulary.LAYERS))
    repeat = table.knob("repeat") or table.whole("repeat", None, least=1)
    options = table.options((*vocabulary.LAYERS[kind], *vocabulary.TRAINED))
    table.done()
    _words(table, options, "activation", vocabulary.ACTIVATIONS)
    _words(table, options, "init", vocabulary.INITS)
    return LayerSpec(name, kind, options, repeat)


def _words(table: Table, options: dict[str, Any], key: str, known: tuple[str, ...]) -> None:
    value = options.get(key)
    if value is None or isinstance(value, KnobRef):
        return
    if not isinstance(value, str):
        raise table.error(tr("'{key}' must be a text, not {value}", key=key, value=shown(value)))
    if value not in known:
        raise table.error(
            tr(
                "{key} '{value}' is unknown{hint}",
                key=key,
                value=value,
                hint=suggest(value, known) or among(known),
            )
        )


def _knob(name: str, table: Table) -> Knob:
    kind = table.word("type", ("float", "int", "bool", "choice"))
    limits = table.numbers("range", None)
    if limits is not None and (len(limits) != 2 or limits[0] >= limits[1]):
        raise table.error(tr("'range' must be [low, high] with low below high"))
    if kind in ("float", "int") and limits is None:
        raise table.error(tr("key 'range' is missing: a number needs its lowest and highest value"))
    choices = table.texts("choices", ())
    if (kind == "choice") != bool(choices):
        raise table.error(tr("'choices' belongs to type \"choice\", and to no other"))
    stops, by = table.numbers("stops", ()), table.number("by", None)
    if list(stops) != sorted(set(stops)):
        raise table.error(tr("'stops' must rise"))
    if limits and any(not limits[0] <= stop <= limits[1] for stop in stops):
        raise table.error(tr("'stops' must lie within the range {low:g} to {high:g}", low=limits[0], high=limits[1]))
    if by is not None and by <= 0:
        raise table.error(tr("'by' must be above 0, not {by:g}", by=by))
    knob = Knob(
        name=name,
        type=kind,  # type: ignore[arg-type]
        default=table.any("default"),
        label=table.text("label"),
        help=table.text("help"),
        change=table.word("change", ("live", "reset")),  # type: ignore[arg-type]
        range=(limits[0], limits[1]) if limits else None,
        stops=stops,
        by=by,
        choices=choices,
        tensor=table.text("tensor", None),
    )
    table.done()
    if knob.tensor and knob.change != "live":
        raise table.error(tr("a knob with a 'tensor' must have change = \"live\""))
    if reason := misfit(knob, knob.default):
        raise table.error(tr("default {default} {reason}", default=shown(knob.default), reason=reason))
    return replace(knob, default=fitted(knob, knob.default))
