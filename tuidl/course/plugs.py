"""Where a function that a learner writes may go: what is wrong with a code step's ``plug``."""

from collections.abc import Iterator

from tuidl.course import vocabulary
from tuidl.course.spec import Experiment, Lesson, Step
from tuidl.errors import unknown
from tuidl.language import tr


def mistakes(lesson: Lesson, step: Step, plug: str, known: tuple[str, ...]) -> Iterator[str]:
    """Each as the end of a sentence; ``known``: the layers of the step's experiment."""
    layer, _, what = plug.partition(".")
    if plug in vocabulary.PLUGS:
        experiment = lesson.experiments.get(step.experiment)
        if experiment is not None and not _stands(experiment, layer, what):
            yield tr(
                "plug '{plug}': experiment '{experiment}' has no layer where it could stand",
                plug=plug,
                experiment=step.experiment,
            )
    elif what in vocabulary.LAYER_PLUGS:
        if layer not in known:
            yield unknown(tr("plug: layer"), layer, known)
    else:
        parts = [f"LAYER.{each}" for each in vocabulary.LAYER_PLUGS]
        places = ", ".join(f"'{each}'" for each in (*parts, *vocabulary.PLUGS))
        yield tr("plug '{plug}' must be one of {places}", plug=plug, places=places)


def _stands(experiment: Experiment, layer: str, what: str) -> bool:
    """Whether an experiment has a place for a function that stands for all layers of a kind."""
    if layer != "layers" or what == "init":
        return True
    if what == "activation":
        return any("activation" in each.options for each in experiment.layers[:-1])
    if what == "softmax":
        return experiment.loss == "cross-entropy"
    return any(each.type == what for each in experiment.layers)
