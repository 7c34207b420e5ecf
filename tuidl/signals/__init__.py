"""What a probe saw: small pictures of a run, quantised to display size. Standard library only.

A probe in ``train`` makes a signal, an event carries it, a panel in ``tui`` draws it. A signal is *state*: a newer one
replaces the older one of the same name, so a slow screen may skip some without losing facts.
"""

from tuidl.signals.answers import Absent, Confusion, Drawing, Gallery, Sample
from tuidl.signals.coding import KINDS, PARTS, Signal, from_json, to_json
from tuidl.signals.dissection import AGREED, Audit, Closeup, Dissection, Line, Link, Piece, Reading, Slope, Stretch
from tuidl.signals.field import FINE, NAN_LEVEL, TOP_LEVEL, Field
from tuidl.signals.layers import Function, Histogram, LayerTable, Profile, Spreads, Timing
from tuidl.signals.parameters import Filters, Rows, Sliding, Weights
from tuidl.signals.planes import Boundary, Fit, NetworkPicture, Scatter, Surface
from tuidl.signals.sequences import Answers, Distance, Grids, Hidden, Writing

__all__ = [
    "AGREED",
    "FINE",
    "KINDS",
    "NAN_LEVEL",
    "PARTS",
    "TOP_LEVEL",
    "Absent",
    "Answers",
    "Audit",
    "Boundary",
    "Closeup",
    "Confusion",
    "Dissection",
    "Distance",
    "Drawing",
    "Field",
    "Filters",
    "Fit",
    "Function",
    "Gallery",
    "Grids",
    "Hidden",
    "Histogram",
    "LayerTable",
    "Line",
    "Link",
    "NetworkPicture",
    "Piece",
    "Profile",
    "Reading",
    "Rows",
    "Sample",
    "Scatter",
    "Signal",
    "Sliding",
    "Slope",
    "Spreads",
    "Stretch",
    "Surface",
    "Timing",
    "Weights",
    "Writing",
    "from_json",
    "to_json",
]
