"""A number above zero, as an option's value."""

from math import isnan
from typing import Any

import click


class Positive(click.FloatRange):
    """Above 0 and at most ``most``. Not "nan", which is neither below nor above anything."""

    def __init__(self, most: float) -> None:
        super().__init__(min=0, max=most, min_open=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number."""
        number = float(super().convert(value, param, ctx))
        if isnan(number):
            self.fail(f"{value} is no number", param, ctx)
        return number
