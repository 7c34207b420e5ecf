"""Signals as JSON values and back."""

import base64
from dataclasses import fields, is_dataclass
from math import isfinite
from typing import Any, get_args

from tuidl.signals.answers import Absent, Confusion, Drawing, Gallery, Sample
from tuidl.signals.dissection import Audit, Closeup, Dissection, Line, Link, Piece, Reading, Slope, Stretch
from tuidl.signals.field import Field
from tuidl.signals.layers import Function, Histogram, LayerTable, Profile, Spreads, Timing
from tuidl.signals.parameters import Filters, Sliding, Weights
from tuidl.signals.planes import Boundary, Fit, NetworkPicture, Scatter, Surface
from tuidl.signals.sequences import Answers, Distance, Grids, Hidden, Writing

Signal = (
    Absent
    | Answers
    | Boundary
    | Fit
    | NetworkPicture
    | Weights
    | Filters
    | Sliding
    | Sample
    | Drawing
    | Confusion
    | LayerTable
    | Timing
    | Profile
    | Histogram
    | Spreads
    | Function
    | Surface
    | Grids
    | Scatter
    | Hidden
    | Distance
    | Writing
    | Gallery
    | Dissection
    | Closeup
    | Audit
)
PARTS = (Field, Reading, Line, Link, Piece, Slope, Stretch)  # what signals are made of
KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in (*get_args(Signal), *PARTS)}


def to_json(value: Any) -> Any:
    """A signal as JSON values: dataclasses as ``{"kind": ...}``, bytes as base64, NaN and infinities as strings."""
    if is_dataclass(value) and not isinstance(value, type):
        return {"kind": type(value).__name__, **{f.name: to_json(getattr(value, f.name)) for f in fields(value)}}
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode("ascii")}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    if isinstance(value, float) and not isfinite(value):
        return {"float": repr(value)}
    return value


def from_json(value: Any) -> Any:
    """The inverse of ``to_json``; lists become tuples. ValueError for an unknown kind or wrong fields."""
    if isinstance(value, list):
        return tuple(from_json(item) for item in value)
    if isinstance(value, dict):
        if set(value) == {"bytes"}:
            return base64.b64decode(value["bytes"], validate=True)
        if set(value) == {"float"}:
            return float(value["float"])
        kind = KINDS.get(str(value.get("kind")))
        if kind is None:
            raise ValueError(f"unknown signal kind {value.get('kind')!r}")
        try:
            return kind(**{name: from_json(item) for name, item in value.items() if name != "kind"})
        except TypeError as error:
            raise ValueError(f"signal {value['kind']}: {error}") from error
    return value
