"""Every operation, compiled against plain NumPy in float64, over random shapes with 1, primes and odd sizes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernels.alone import agree
from tests.kernels.cases import Sizes, case, sizes_of
from tuidl.program import OPERATIONS


@pytest.mark.parametrize("operation", OPERATIONS)
def test_compiled_kernel_agrees_with_numpy(operation: str) -> None:
    """No operation is left out; one that needs sizes or numbers of its own gets them in ``cases``."""
    optional = [operand.name for operand in OPERATIONS[operation].operands if operand.optional]

    @settings(max_examples=30 if optional else 12, derandomize=True, database=None)
    @given(
        sizes_of(operation), st.integers(0, 2**32 - 1), st.integers(0, 1000), st.sets(st.sampled_from(optional or "-"))
    )
    def check(sizes: Sizes, seed: int, step: int, left_out: set[str]) -> None:
        made = case(operation, sizes, np.random.default_rng(seed))
        made.values = {name: value for name, value in made.values.items() if name not in left_out}
        agree(made, step)

    check()
