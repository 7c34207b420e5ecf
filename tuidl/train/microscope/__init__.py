"""The step microscope: a training step on one example, instruction by instruction, every number with its formula."""

from tuidl.train.microscope.microscope import Microscope
from tuidl.train.microscope.specimen import Specimen

__all__ = ["Microscope", "Specimen"]
