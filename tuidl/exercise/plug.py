"""Where a written function goes in a network: a layer, all of a kind, first weights, the loss or the update."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl import nn
from tuidl.course import borrowing
from tuidl.course.folder import inside, text_of
from tuidl.course.spec import CodeSpec, Lesson
from tuidl.course.written import Written
from tuidl.errors import CodeError, LessonError
from tuidl.exercise import parts, source
from tuidl.exercise.comparison import shown, size
from tuidl.kernels import written as kernels
from tuidl.language import tr, trn


@dataclass(frozen=True)
class Plug:
    """A written function and where it belongs. One of another lesson stands in every layer where it can."""

    spec: CodeSpec
    written: Written
    function: Callable[..., Any]
    lent: bool = False  # of another lesson

    @classmethod
    def of(cls, lesson: Lesson, written: Written) -> "Plug":
        """The function as the lesson's code step says. CodeError for a text that is no such function."""
        home = lesson if written.lesson in ("", lesson.id) else borrowing.lender(written.name)
        found = next((step.code for step in home.steps if step.id == written.step and step.code is not None), None)
        if found is None:
            raise LessonError(tr("{id} has no code step '{step}'", id=home.id, step=written.step))
        stub = text_of(inside(home.folder, found.file, home.slug), home.slug)
        wanted = source.arguments_of(stub, found.function)
        try:
            function = source.function_of(written.text, found.function, wanted)
        except BaseException as error:
            raise source.raised(error, found.function) from None
        return cls(found, written, function, home is not lesson)

    @property
    def layer(self) -> str:
        """The layer whose forward pass it is; empty if it stands for all of a kind, or for first weights."""
        name, _, what = self.spec.plug.partition(".")
        return name if what == "forward" else ""

    @property
    def learns(self) -> bool:
        """Whether it is a part of the way back: the loss, a gradient or the update, whose calls differ by step."""
        return self.spec.plug in ("loss", "optimiser") or self.spec.plug.endswith(".backward")

    @property
    def called(self) -> str:
        """Its name, with that of its lesson if that is another one."""
        return (
            tr("{function} of {lesson}", function=self.spec.function, lesson=self.written.lesson)
            if self.lent
            else self.spec.function
        )

    @property
    def place(self) -> str:
        """The kind of layer it stands for, one of ``PLACES``; else empty."""
        name, _, what = self.spec.plug.partition(".")
        return what if name == "layers" and what in kernels.PLACES else ""

    def options(self, layer: str, kind: str, options: Mapping[str, Any], device: str, *, last: bool) -> dict[str, Any]:
        """The options of a layer of the network with the function in its place. ValueError if it cannot stand there.

        The ``last`` layer keeps its activation, for that belongs to the loss; a softmax of one's own goes before it.
        """
        if self.place == "activation":
            bent = not last and str(options.get("activation", "linear")) != "linear"
            return {**options, "activation_forward": self._placed(device)} if bent else dict(options)
        if self.place == "softmax":
            return {**options, "softmax_forward": self._placed(device)} if last else dict(options)
        if self.place:
            return {**options, "forward": self._placed(device)} if kind == self.place else dict(options)
        place, _, what = self.spec.plug.partition(".")
        if self.spec.plug == "layers.init":
            return {**options, "init": self._rule(device)}
        everywhere = self.lent and what == "backward" and kind == "dense"
        if layer != place and not everywhere:
            return dict(options)
        if kind != "dense":
            raise ValueError(
                tr(
                    "'{function}' stands for a dense layer, but '{layer}' is {kind}",
                    function=self.spec.function,
                    layer=layer,
                    kind=kind,
                )
            )
        if what == "backward":
            return {**options, "gradient": self._gradient(device)}
        return {**options, "forward": self._operation(str(options.get("activation", "linear")), device)}

    def loss(self, given: nn.Loss, device: str) -> nn.Loss:
        """The loss with the function in its place, if it is one. ValueError if it cannot stand there."""
        if self.spec.plug != "loss":
            return given
        return parts.loss(self.function, self.written.text, given, device)

    def optimizer(self, given: nn.Optimizer, device: str) -> nn.Optimizer:
        """The optimiser with the function in its place, if it is one. ValueError if it cannot stand there."""
        if self.spec.plug != "optimiser":
            return given
        return parts.optimizer(self.function, self.written.text, given, device)

    def schedule(self, steps: int, device: str) -> nn.Schedule | None:
        """The function as the schedule of a run of so many steps; None if it is none. ValueError if it cannot be."""
        return parts.schedule(self.function, steps, device) if self.spec.plug == "schedule" else None

    def _gradient(self, device: str) -> str:
        if self.function.__code__.co_argcount != 3:
            raise ValueError(
                tr(
                    "'{function}' must take the inputs, the weights and the gradient of the sums",
                    function=self.spec.function,
                )
            )
        return kernels.install_gradient(self.function, self.written.text, device)

    def _operation(self, activation: str, device: str) -> str:
        count = self.function.__code__.co_argcount
        if count < 3 or count % 2 == 0:
            raise ValueError(
                tr("'{function}' must take every input, every weight and the bias", function=self.spec.function)
            )
        return kernels.install(self.function, self.written.text, (count - 1) // 2, activation, device)

    def _placed(self, device: str) -> str:
        return kernels.install_at(self.place, self.function, self.written.text, device)

    def _rule(self, device: str) -> "Rule":
        function = self.function
        if device != "reference":
            from tuidl.kernels.cpu.strict import dispatcher

            function = dispatcher(function)
        return Rule(function, self.spec.function)

    def fault(self, calls: Iterable[tuple[Any, ...]]) -> str:
        """What the function does wrong on the first of these calls that it cannot answer; empty if it answers all.

        Where it is given what is no number, the fault lies elsewhere.
        """
        name, names = self.spec.function, source.arguments_of(self.written.text, self.spec.function)
        for given in calls:
            if all(np.isfinite(value).all() for value in given) and (said := self._said(given)):
                called = ", ".join(f"{n} = {shown(v)}" for n, v in zip(names, given, strict=True))
                return tr("{name}() {said} for {zip}", name=name, said=said, zip=called)
        return ""

    def _said(self, given: tuple[Any, ...]) -> str:
        """What is wrong with the answer to one call; empty if nothing is."""
        try:
            with np.errstate(all="ignore"):
                answer = self.function(*(np.copy(v) if isinstance(v, np.ndarray) else v for v in given))
            parts = [np.asarray(part, np.float64) for part in (answer if isinstance(answer, tuple) else (answer,))]
        except Exception as error:
            return tr("failed, {raised},", raised=source.raised(error, self.spec.function))
        wanted = self._wanted(given)
        if len(parts) != len(wanted):
            return trn(
                "gave {given} answers, not {n},", "gave {given} answers, not {n},", len(wanted), given=len(parts)
            )
        for part, shape in zip(parts, wanted, strict=True):
            if part.shape != shape:
                return tr("gave shape {part}, not {shape},", part=size(part.shape), shape=size(shape))
        if all(np.isfinite(part).all() for part in parts):
            return ""
        return tr("gave {parts}", parts=", ".join(map(shown, parts)))

    def _wanted(self, given: tuple[Any, ...]) -> tuple[tuple[int, ...], ...]:
        """The shapes of what it must give for these arguments: () for a number."""
        shapes = [np.shape(value) for value in given]
        match self.place or self.spec.plug.rpartition(".")[2]:
            case "dense":
                return (shapes[2],)
            case "softmax" | "dropout" | "batchnorm":
                return (shapes[0],)
            case "loss":
                return shapes[0], ()
            case "backward":
                return shapes[0], shapes[1], shapes[1][1:]
            case "optimiser":
                return ((),) * (1 + min(len(given) - 3, 2))  # w and its moments; where there are two, t is given too
        return ((),)


@dataclass(frozen=True)
class Rule:
    """First weights as a written function makes them of noise with spread 1. An ``Initialiser``."""

    function: Callable[..., Any]
    name: str

    def __call__(self, shape: tuple[int, ...], random: np.random.Generator) -> NDArray[np.float64]:
        """See Initialiser. CodeError if the function raises, or gives no array of this shape."""
        from tuidl.nn.init import fans

        noise, (n_in, n_out) = random.standard_normal(shape), fans(shape)
        try:
            with np.errstate(all="ignore"):
                made = np.asarray(self.function(noise, n_in, n_out), np.float64)
        except Exception as error:
            raise source.raised(error, self.name) from None
        if made.shape != shape:
            raise CodeError(
                tr(
                    "{name}() gave an array of shape {given} for weights of shape {wanted}",
                    name=self.name,
                    given=made.shape,
                    wanted=shape,
                )
            )
        return made
