"""What a training makes small and how it goes about it: an experiment's loss and its optimiser."""

from typing import Any

from tuidl import nn
from tuidl.errors import suggest
from tuidl.language import tr
from tuidl.train import knobs, regime
from tuidl.train.plan import Plan

LOSSES: dict[str, tuple[type[nn.Loss], tuple[str, ...]]] = {
    "mean-squared-error": (nn.MSE, ()),
    "mean-absolute-error": (nn.MAE, ()),
    "huber": (nn.Huber, ("delta",)),
    "hinge": (nn.Hinge, ()),
    "binary-cross-entropy": (nn.BinaryCrossEntropy, ("class_weights",)),
    "cross-entropy": (nn.CrossEntropy, ("smoothing", "class_weights")),
    "categorical-cross-entropy": (nn.CategoricalCrossEntropy, ("smoothing", "class_weights")),
    "kl-divergence": (nn.KLDivergence, ()),
    "wasserstein": (nn.Wasserstein, ()),
}
LOSS_OPTIONS = ("delta", "smoothing", "class_weights")
COMMON = ("clip", "clip_value", "weight_clip", "average")  # options of every optimiser
OPTIMISERS: dict[str, tuple[type[nn.Optimizer], dict[str, float], tuple[str, ...]]] = {
    "sgd": (nn.SGD, {}, ("momentum", "weight_decay", *COMMON)),
    "momentum": (nn.SGD, {"momentum": 0.9}, ("momentum", "weight_decay", *COMMON)),
    "nesterov": (nn.SGD, {"momentum": 0.9, "nesterov": True}, ("momentum", "weight_decay", *COMMON)),
    "adagrad": (nn.Adagrad, {}, ("epsilon", *COMMON)),
    "rmsprop": (nn.RMSprop, {}, ("decay", "epsilon", *COMMON)),
    "adam": (nn.Adam, {}, ("beta1", "beta2", "epsilon", *COMMON)),
    "adamw": (nn.AdamW, {}, ("beta1", "beta2", "epsilon", "weight_decay", *COMMON)),
}
NUMBERS = ("mse", "mae", "huber")  # losses for numbers to predict


def loss(plan: Plan) -> nn.Loss:
    """The experiment's loss. ValueError for one that is unknown, or for a setting it has not."""
    name = plan.experiment.loss
    if name not in LOSSES:
        raise ValueError(tr("loss '{name}' is unknown{hint}", name=name, hint=suggest(name, LOSSES)))
    kind, allowed = LOSSES[name]
    options = knobs.settled(plan.experiment.options, plan.knobs)
    given: dict[str, Any] = {key: options[key] for key in LOSS_OPTIONS if key in options}
    for key in given:
        if key not in allowed:
            raise ValueError(
                tr(
                    "loss '{name}' has no '{key}'; it has {allowed}",
                    name=name,
                    key=key,
                    allowed=", ".join(allowed) or tr("no numbers"),
                )
            )
    if "class_weights" in given:
        given["weights"] = regime.class_weights(given.pop("class_weights"), plan.data)
    return kind(**{key: value if key == "weights" else float(value) for key, value in given.items()})


def optimiser(plan: Plan) -> nn.Optimizer:
    """The experiment's optimiser, with its rate and schedule. ValueError as ``loss``."""
    name = str(knobs.settled(plan.experiment.optimiser, plan.knobs))
    if name not in OPTIMISERS:
        raise ValueError(tr("optimiser '{name}' is unknown{hint}", name=name, hint=suggest(name, OPTIMISERS)))
    kind, given, allowed = OPTIMISERS[name]
    options = dict(knobs.settled(plan.experiment.options, plan.knobs))
    for key in ("shuffle", *LOSS_OPTIONS):  # the sampler's, the loss's
        options.pop(key, None)
    for key in options:
        if key not in allowed:
            raise ValueError(
                tr(
                    "optimiser '{name}' has no '{key}'; it has {allowed}",
                    name=name,
                    key=key,
                    allowed=", ".join(allowed),
                )
            )
    schedule = regime.schedule(plan, plan.knobs)
    return kind(rate=plan.rate, schedule=schedule, **{**given, **options})
