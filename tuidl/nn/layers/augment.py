"""Augment: other images of the same things, made up anew in every training step."""

from math import inf
from typing import Literal

from tuidl.language import tr
from tuidl.nn.init import Constant
from tuidl.nn.layers.layer import Layer, expect
from tuidl.program import Builder, Tensor

STRENGTHS = ("rotate", "shift", "zoom", "flip", "flip_vertical", "brightness", "contrast", "noise")
CHANCES = ("flip", "flip_vertical")


def strength(name: str, value: object) -> float:
    """A strength as a number; of a chance ``True`` means every second image. ValueError for one that cannot be."""
    if not isinstance(value, int | float) or (value is True and name not in CHANCES):
        raise ValueError(tr("Augment needs a number for {name}, not {value!r}", name=name, value=value))
    if name in CHANCES and not 0 <= value <= 1:
        raise ValueError(tr("Augment needs {name} from 0 to 1, not {value}", name=name, value=value))
    if not 0 <= value < (1 if name == "zoom" else inf) and name not in CHANCES:
        raise ValueError(
            tr("Augment needs {name} from 0 up to 1, not {value}", name=name, value=value)
            if name == "zoom"
            else tr("Augment needs {name} from 0 up, not {value}", name=name, value=value)
        )
    return 0.5 if value is True else float(value)


class Augment(Layer):
    """y = gain x(a i + b j + v, c i + d j + h) + offset + (1 − gain) mean x + noise while training, y = x otherwise.

    Every image of every step gets numbers u of its own from −1 to 1, a hash of (seed, layer, step, image). About its
    centre it is mirrored with probability ``flip`` (left and right) and ``flip_vertical``, made 1 + ``zoom`` u times
    as large, turned by ``rotate`` u degrees, and moved by ``shift`` u of its height and of its width. All that is one
    map, from the pixel (i, j) back to a place of x, whose value lies between the four pixels around it. Beyond the
    border x is ``fill``, a number, or with "nearest" as at the border. Then come ``contrast`` (gain 1 + contrast u),
    ``brightness`` (offset brightness u) and normal ``noise`` with that deviation.

    Each strength is a tensor, ``NAME.rotate`` and so on, that can be changed live. Gradient: dx is the sum of gain dy,
    as far as y took of the pixel, + (1 − gain) mean dy. Shapes: x and y (n, h, w, c). Sequences and features have
    ``GaussianNoise``.

    ValueError for a strength that cannot be, or if the input is no image. (Maps: Simard et al. 2003, brightness and
    contrast: Howard 2013.)
    """

    kind = "augment"

    def __init__(
        self, *, rotate: float = 0.0, shift: float = 0.0, zoom: float = 0.0, flip: float = 0.0,
        flip_vertical: float = 0.0, brightness: float = 0.0, contrast: float = 0.0, noise: float = 0.0,
        fill: float | Literal["nearest"] = 0.0, name: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(name)
        self.rotate, self.shift, self.zoom = (
            strength("rotate", rotate),
            strength("shift", shift),
            strength("zoom", zoom),
        )
        self.flip, self.flip_vertical = strength("flip", flip), strength("flip_vertical", flip_vertical)
        self.brightness, self.contrast = strength("brightness", brightness), strength("contrast", contrast)
        self.noise = strength("noise", noise)
        if fill != "nearest" and not (isinstance(fill, int | float) and -inf < fill < inf):
            raise ValueError(tr("Augment fills with a number or with 'nearest', not {fill!r}", fill=fill))
        self.fill = fill

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        expect(self, x, 4, tr("images (height, width, channels)"))
        how = {name: emit.state(name, (1,), Constant(getattr(self, name))) for name in STRENGTHS}
        drawn = [{"seed": emit.seed, "layer": emit.layer_number()} for _ in ("map", "noise")]
        if not emit.training:
            return x
        deviation, (samples, height, width, _) = how.pop("noise"), x.shape
        border: dict[str, int] = {"nearest": int(self.fill == "nearest")}
        warp = emit.tensor("warp", (samples, 8))
        moved, y = (emit.tensor(name, x.shape, tight=x.tight) for name in ("moved", "out"))
        emit("augment.draw", **how, warp=warp, height=height, width=width, **drawn[0])
        emit("augment.apply", x=x, warp=warp, y=moved, **border, fill=0.0 if border["nearest"] else float(self.fill))
        emit("noise.gaussian", x=moved, deviation=deviation, y=y, **drawn[1])

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit("augment.backward", dy=dy, warp=warp, dx=dx, **border)

        if x.role != "data":  # else what follows would make a gradient that nobody wants
            emit.backward(x, y, backward)
        return y

    def describe(self) -> str:
        """See Layer."""
        given = [f"{name}={getattr(self, name):g}" for name in STRENGTHS if getattr(self, name)]
        return f"Augment({', '.join(given + ([f'fill={self.fill!r}'] if self.fill else []))})"
