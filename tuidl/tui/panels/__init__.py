"""Panels: one live widget for each name a lesson may ask for."""

from collections.abc import Mapping, Sequence
from typing import Any

from tuidl.course import vocabulary
from tuidl.errors import LessonError, suggest
from tuidl.language import tr
from tuidl.tui.panels.curves import AccuracyPanel, ApartPanel, CurvePanel, LossPanel
from tuidl.tui.panels.distance import DistancePanel
from tuidl.tui.panels.filters import FiltersPanel
from tuidl.tui.panels.functions import FunctionPanel, LossOfPanel
from tuidl.tui.panels.grids import GridsPanel
from tuidl.tui.panels.kernel import KernelPanel
from tuidl.tui.panels.landscape import SurfacePanel
from tuidl.tui.panels.network import NetworkPanel
from tuidl.tui.panels.panel import Panel
from tuidl.tui.panels.pictures import AugmentedPanel, GalleryPanel, WeightsPanel
from tuidl.tui.panels.plane import BoundaryPanel, UnitPanel
from tuidl.tui.panels.sample import SamplePanel
from tuidl.tui.panels.scatter import ScatterPanel
from tuidl.tui.panels.schedule import SchedulePanel
from tuidl.tui.panels.spreads import HistogramPanel, SpreadsPanel
from tuidl.tui.panels.tables import ConfusionPanel, LayersPanel, ProfilePanel, TimingPanel
from tuidl.tui.panels.text import HiddenPanel, NextPanel, WritingPanel

PANELS: dict[str, type[Panel]] = {
    "loss": LossPanel,
    "accuracy": AccuracyPanel,
    "schedule": SchedulePanel,
    "apart": ApartPanel,
    "lossof": LossOfPanel,
    "surface": SurfacePanel,
    "boundary": BoundaryPanel,
    "unit": UnitPanel,
    "network": NetworkPanel,
    "weights": WeightsPanel,
    "filters": FiltersPanel,
    "kernel": KernelPanel,
    "sample": SamplePanel,
    "gallery": GalleryPanel,
    "augmented": AugmentedPanel,
    "confusion": ConfusionPanel,
    "layers": LayersPanel,
    "timing": TimingPanel,
    "signal": ProfilePanel,
    "gradients": ProfilePanel,
    "updates": ProfilePanel,
    "dead": ProfilePanel,
    "saturated": ProfilePanel,
    "activation": FunctionPanel,
    "histogram": HistogramPanel,
    "histograms": SpreadsPanel,
    "weight-histogram": HistogramPanel,
    "rates": HistogramPanel,
    "maps": GridsPanel,
    "gates": GridsPanel,
    "attention": GridsPanel,
    "distance": DistancePanel,
    "embedding": ScatterPanel,
    "hidden": HiddenPanel,
    "next": NextPanel,
    "text": WritingPanel,
}


def make(name: str, key: str = "", options: Mapping[str, Any] | None = None, *, id: str | None = None) -> Panel:
    """The panel of that name (``weights:h2``); ``options`` as in the lesson's ``[panels.NAME]``."""
    kind, _, argument = name.partition(":")
    if kind not in PANELS:
        raise LessonError(tr("panel '{name}' is unknown{hint}", name=name, hint=suggest(kind, PANELS)))
    if vocabulary.PANELS[kind] and not argument:
        raise LessonError(tr("panel '{kind}' needs a layer: write '{kind}:NAME'", kind=kind))
    return PANELS[kind](name, key, options, id=id)


def wanted(shown: Sequence[Panel]) -> tuple[tuple[str, int, int], ...]:
    """What a run is asked for while these panels are on the screen; curves need nothing but its values."""
    drawn = [panel for panel in shown if not isinstance(panel, CurvePanel)]
    also = {name: (name, 1, 1) for panel in drawn for name in panel.also}
    return tuple((also | {panel.panel: panel.wants for panel in drawn}).values())


__all__ = ["PANELS", "Panel", "make", "wanted"]
