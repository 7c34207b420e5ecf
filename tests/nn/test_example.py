"""What the documentation shows is what happens."""

import doctest

import pytest

from tuidl import nn


def test_the_example_of_the_package_runs() -> None:
    found = doctest.testmod(nn, optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    assert found.attempted >= 8
    assert not found.failed


@pytest.mark.parametrize("name", nn.__all__)
def test_everything_public_says_what_it_is(name: str) -> None:
    assert getattr(nn, name).__doc__
