"""A number above zero, as an option's value; a speed that may be the highest."""

from math import inf, isnan
from typing import Any

import click

from tuidl.language import tr


class Positive(click.FloatRange):
    """Above 0 and at most ``most``. Not "nan", which is neither below nor above anything."""

    def __init__(self, most: float) -> None:
        super().__init__(min=0, max=most, min_open=True)
        self._most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number."""
        number = float(click.FLOAT.convert(value, param, ctx))
        if isnan(number):
            self.fail(tr("{value} is no number", value=value), param, ctx)
        if not 0 < number <= self._most:
            self.fail(tr("{value} is not above 0 and at most {most:g}", value=value, most=self._most), param, ctx)
        return number


class Speed(Positive):
    """Times a run's own pace: a number above zero, or ``max`` for at once."""

    name = "speed"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number; infinity for ``max``."""
        return inf if value in ("max", inf) else super().convert(value, param, ctx)
