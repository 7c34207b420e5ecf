"""Regime: what a lesson says of how its network is trained: schedule, frozen layers, penalties, class weights."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from tuidl import nn
from tuidl.commands import KnobValue
from tuidl.course.spec import Experiment
from tuidl.course.vocabulary import TRAINED, WARMUP
from tuidl.data import DataSet
from tuidl.errors import suggest
from tuidl.language import tr
from tuidl.train import knobs
from tuidl.train.plan import Plan

Values = Mapping[str, KnobValue]


def schedule(plan: Plan, values: Values) -> nn.Schedule | None:
    """The experiment's schedule, or a learner's; None if it has none. A cosine without steps ends with the run."""
    own = plan.plugs.schedule(plan.steps, plan.device)
    if own is not None:
        return own
    name = knobs.settled(plan.experiment.schedule, values)
    if name is None:
        return None
    if name not in plan.lesson.schedules:
        raise ValueError(
            tr("schedule '{name}' is unknown{hint}", name=name, hint=suggest(str(name), plan.lesson.schedules))
        )
    spec = plan.lesson.schedules[name]
    options = dict(knobs.settled(spec.options, values))
    warmup = int(options.pop(WARMUP, 0))
    try:
        made = _schedule(spec.kind, options, max(plan.steps - warmup, 1))
        return nn.Warmup(warmup, made) if warmup else made
    except (TypeError, ValueError) as error:
        raise ValueError(tr("schedule '{name}': {error}", name=name, error=error)) from error


def _schedule(kind: str, options: dict[str, Any], steps: int) -> nn.Schedule:
    match kind:
        case "step":
            if "every" not in options:
                raise ValueError(tr("key 'every' is missing: after how many steps the rate falls"))
            return nn.StepDecay(**options)
        case "exponential":
            return nn.Exponential(**options)
        case "cosine":
            return nn.Cosine(**{"steps": steps, **options})
        case "plateau":
            return nn.Plateau(**options)
    return nn.Steady()


def stopping(experiment: Experiment, values: Values) -> nn.EarlyStopping | None:
    """The experiment's early stopping; None if it has none, or a patience of 0."""
    options = dict(knobs.settled(experiment.stopping, values))
    if not options or options.get("patience") == 0:
        return None
    try:
        return nn.EarlyStopping(**options)
    except (TypeError, ValueError) as error:
        raise ValueError(tr("stopping: {error}", error=error)) from error


def groups(experiment: Experiment, values: Values, net: nn.Model) -> list[nn.Group]:
    """A group for each layer that is trained in its own way. Penalties are on weights, not on biases and the like."""
    shapes, found = net.tensors(), []
    for name, kind, options in knobs.expanded(experiment.layers, values):
        own = {key: options[key] for key in TRAINED if key in options}
        learnt = [n for n in shapes if n.startswith(f"{name}.") and f"{n}.grad" in shapes]
        if own and not learnt:
            raise ValueError(
                tr(
                    "layer '{name}' ({kind}) has no weights; leave its '{own}' out",
                    name=name,
                    kind=kind,
                    own=next(iter(own)),
                )
            )
        if "frozen" in own or "rate_factor" in own:
            found.append(nn.Group(name, frozen=own.get("frozen"), rate=own.get("rate_factor")))
        if "l1" in own or "l2" in own:
            weights = [n for n in learnt if len(shapes[n]) > 1]
            found += [nn.Group(weight, l1=own.get("l1"), l2=own.get("l2")) for weight in weights]
    return found


def penalised(experiment: Experiment) -> bool:
    """Whether some layer has a penalty on its weights."""
    return any(key in layer.options for layer in experiment.layers for key in ("l1", "l2"))


def class_weights(given: Any, data: DataSet) -> tuple[float, ...]:
    """Weights as given, or for ``balanced`` n / (classes · n of the class): so all count alike (King & Zeng 2001)."""
    if given != "balanced":
        if not isinstance(given, list | tuple):
            raise ValueError(tr("class_weights must be a list of numbers or 'balanced', not {given!r}", given=given))
        return tuple(float(weight) for weight in given)
    if data.targets:
        raise ValueError(tr("class_weights are for classes, but the data have numbers to predict"))
    labels = np.asarray(data.y)
    if data.by_moment and data.kind != "text":  # padding has no class
        labels = labels[np.arange(labels.shape[1]) < data.lengths(data.x)[:, None]]
    labels = labels.reshape(-1)
    counts = np.bincount(labels.astype(np.int64), minlength=data.answer_count)
    return tuple(float(len(labels) / (len(counts) * max(count, 1))) for count in counts)
