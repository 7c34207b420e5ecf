"""Models on disk: an npz file (zip of plain arrays, no pickle) with the layers as JSON and the complete state."""

import inspect
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any

from tuidl import archive
from tuidl.errors import CheckpointError
from tuidl.language import tr
from tuidl.nn import groups, init, inputs, layers, losses, optimizers
from tuidl.nn.programs import Programs

if TYPE_CHECKING:
    from tuidl.nn.model import Model

FORMAT = 1
LAYERS = {name: getattr(layers, name) for name in layers.__all__ if name not in ("Layer", "Activation", "Noise")}
INITIALISERS = {
    kind.__name__: kind
    for kind in (init.Constant, init.Normal, init.Uniform, init.Glorot, init.He, init.Orthogonal, init.Fixed)
}


def _written(layer: layers.Layer, known: dict[int, int]) -> dict[str, Any]:
    """A layer, and those inside it, as JSON; one that was written before is its number among the ``known`` ones."""
    if id(layer) in known:
        return {"again": known[id(layer)]}
    known[id(layer)] = len(known)
    inside = [_written(each, known) for each in layer]
    return {"type": type(layer).__name__, "name": layer.name, "settings": _settings(layer)} | (
        {"layers": inside} if inside else {}
    )


def _settings(layer: layers.Layer) -> dict[str, Any]:
    """A layer's constructor arguments, read back from its attributes."""
    settings = {}
    for name, parameter in inspect.signature(type(layer).__init__).parameters.items():
        if name in ("self", "name") or parameter.kind in (parameter.VAR_POSITIONAL, parameter.POSITIONAL_ONLY):
            continue
        value = getattr(layer, name)
        if is_dataclass(value) and not isinstance(value, type):
            value = {"initialiser": type(value).__name__, **asdict(value)}
        settings[name] = value
    return settings


def _layer(written: dict[str, Any], known: list[layers.Layer | None]) -> layers.Layer:
    """A layer from its settings, or one that is ``known`` already."""
    if "again" in written:
        again: layers.Layer | None = known[written["again"]]
        if again is None:
            raise ValueError(tr("a layer lies inside itself"))
        return again
    number = len(known)
    known.append(None)
    settings: dict[str, Any] = {}
    for name, value in written["settings"].items():
        if isinstance(value, dict):
            value = INITIALISERS[value["initialiser"]](**{k: v for k, v in value.items() if k != "initialiser"})
        settings[name] = value
    inside = [_layer(each, known) for each in written.get("layers", ())]
    made: layers.Layer = LAYERS[written["type"]](*inside, **settings, name=written["name"])
    known[number] = made
    return made


def save(model: "Model", path: str) -> None:
    """Write a model; the file appears whole or not at all. OSError if it cannot be written, ValueError if it is larger
    than a file may be."""
    known: dict[int, int] = {}
    head = {
        "tuidl model": FORMAT,
        "input_shape": model._programs.inputs.written(),
        "loss": losses.written(model.loss),
        "optimizer": optimizers.written(model.optimizer),
        "groups": groups.written(model.groups),
        "seed": model.seed,
        "layers": [_written(layer, known) for layer in model.network],
    }
    archive.write(path, head, model.state())


def load(path: str, kind: "type[Model]", device: str) -> "Model":
    """Read a model. CheckpointError in one sentence if the file is not one, is damaged, or does not fit together."""
    try:
        head, state = archive.read(path)
    except OSError as error:
        raise CheckpointError(
            tr("'{path}' cannot be read ({strerror}); check the path", path=path, strerror=error.strerror or error)
        ) from error
    except (archive.Foreign, archive.Damaged) as error:
        raise CheckpointError(
            tr("'{path}' cannot be read: it {error}; use a file that Model.save wrote", path=path, error=error)
        ) from error
    if head.get(tr("tuidl model")) != FORMAT:
        raise CheckpointError(
            tr("'{path}' is not a model that tuidl saved; nn.load reads what Model.save wrote", path=path)
        )
    try:
        known: list[layers.Layer | None] = []
        network = layers.Sequential(*(_layer(written, known) for written in head["layers"]))
        shape, seed = inputs.read(head["input_shape"]), int(head["seed"])
        loss, moves, regime = losses.read(head["loss"]), optimizers.read(head["optimizer"]), head.get("groups", ())
        programs = Programs(network, shape, loss, moves, seed, groups.read(regime))
        programs.train(1)
        for tensor in programs.layout.persistent.values():  # before any memory is taken for them
            if tensor.role != "grad" and state[tensor.name].shape != tensor.shape:
                raise ValueError(
                    tr(
                        "'{name}' has shape {shape}, the layers {tensor_shape}",
                        name=tensor.name,
                        shape=state[tensor.name].shape,
                        tensor_shape=tensor.shape,
                    )
                )
        model = kind(network, shape, loss, moves, device=device, seed=seed, groups=groups.read(regime))
        model.restore(state)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
        raise CheckpointError(
            tr("'{path}' is damaged: {error}; save the model again", path=path, error=error)
        ) from error
    return model
