"""Sandboxes of every kind, for property tests."""

from typing import Any

from hypothesis import strategies as st

from tuidl.course import vocabulary
from tuidl.sandbox.description import Sandbox, parsed

NUMBERS = st.integers(-(2**40), 2**40) | st.floats(allow_nan=False, allow_infinity=False)
WORDS = st.text(max_size=12)
VALUES: st.SearchStrategy[Any] = st.recursive(
    NUMBERS | WORDS | st.booleans(), lambda inside: st.lists(inside, max_size=4), max_leaves=6
)
SLUGS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)


@st.composite
def layers(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(tuple(vocabulary.LAYERS)))
    known = [key for key in (*vocabulary.LAYERS[kind], *vocabulary.TRAINED) if key not in ("activation", "init")]
    found = draw(st.dictionaries(st.sampled_from(known), VALUES, max_size=3))
    for key, words in (("activation", vocabulary.ACTIVATIONS), ("init", vocabulary.INITS)):
        if key in vocabulary.LAYERS[kind] and draw(st.booleans()):
            found[key] = draw(st.sampled_from(words))
    return {**found, "type": kind}


@st.composite
def described(draw: st.DrawFn) -> dict[str, Any]:
    data = draw(st.dictionaries(SLUGS.filter(lambda w: w not in ("source", "classes", "label")), VALUES, max_size=3))
    found: dict[str, Any] = {
        "data": {**data, "source": draw(st.sampled_from(vocabulary.SOURCES))},
        "layers": draw(st.lists(layers(), min_size=1, max_size=5)),
        "loss": draw(st.sampled_from(vocabulary.LOSSES)),
        "optimiser": draw(st.sampled_from(vocabulary.OPTIMISERS)),
        "rate": draw(st.floats(1e-9, 1e6)),
        "batch": draw(st.integers(1, 10_000) | st.just("all")),
        "steps": draw(st.integers(1, 10**9)),
    }
    for key, one in (
        ("seed", st.integers(0, 2**32 - 1)),
        ("evaluate_every", st.integers(1, 1000)),
        ("momentum", st.floats(0, 1)),
        ("stopping", st.fixed_dictionaries({"patience": st.integers(0, 50)})),
        ("schedule", st.fixed_dictionaries({"kind": st.just("step"), "every": st.integers(1, 900)})),
    ):
        if draw(st.booleans()):
            found[key] = draw(one)
    return found


def sandboxes() -> st.SearchStrategy[Sandbox]:
    return described().map(parsed)


IMAGES = {
    "data": {"source": "digits"},
    "layers": [
        {"type": "conv2d", "filters": 4, "activation": "relu"},
        {"type": "maxpool2d"},
        {"type": "flatten"},
        {"type": "dropout", "rate": 0.25},
        {"type": "dense", "name": "out", "units": "classes"},
    ],
    "loss": "cross-entropy", "optimiser": "adam", "rate": 0.003, "batch": 32, "steps": 60,
}  # fmt: skip
TEXT = {
    "data": {"source": "hello"},
    "layers": [
        {"type": "one-hot"},
        {"type": "rnn", "units": 8},
        {"type": "dense", "name": "out", "units": "vocabulary"},
    ],
    "loss": "cross-entropy", "optimiser": "adam", "rate": 0.01, "batch": 1, "steps": 40,
}  # fmt: skip
NUMBERS_OUT = {
    "data": {"source": "diabetes"},
    "layers": [
        {"type": "dense", "units": 6, "activation": "relu"},
        {"type": "dense", "name": "out", "units": "targets"},
    ],
    "loss": "mean-squared-error", "optimiser": "sgd", "rate": 0.01, "batch": 16, "steps": 40,
}  # fmt: skip
