"""Whatever ``nn`` offers is compared, differentiated, run on any number of threads: nothing can be added without.

``networks.EVERY`` goes through gradient checks, comparison with float64, the bits of any number of threads and the
checked mode. Here it is enumerated that everything takes part: a failure says what to add, and where.
"""

import inspect
from typing import Any

import pytest

from tests.nn.networks import ESTIMATED, EVERY, layers_in
from tests.nn.test_bits import GROUPS, INITIALISERS, OPTIMIZERS, SCHEDULES
from tuidl import nn
from tuidl.course import vocabulary
from tuidl.nn import layers as every_layer
from tuidl.program import OPERATIONS
from tuidl.train import assemble, objective, regime

BASES = {nn.Layer, nn.Loss, nn.Optimizer, nn.Schedule, nn.Initialiser, every_layer.Activation, every_layer.Noise}
ELSEWHERE: dict[str, str] = {  # what is no part of a network -> the test that shows its bits
    "Model": "every test", "load": "tests/nn/test_archive.py", "Whole": "tests/nn/test_inputs.py",
    "Group": "tests/nn/test_bits.py", "EarlyStopping": "tests/nn/test_bits.py", "Stream": "tests/nn/test_bits.py",
}  # fmt: skip
SHIPPED = tuple(OPERATIONS)  # other tests add what a learner might have written
FIRST_VALUES = ("init", "recurrent_init", "bias", "name")  # what they may be is tested with the initialisers
LEARNERS = ("forward", "gradient")  # operations written by learners: tests/nn/test_written.py
SHOWN_ELSEWHERE = {(nn.Masking, "by")}  # tests/nn/test_masks.py
UPDATES = ("sum.accumulate", "sum.copy", "batchnorm.backward_fixed", "mask.lengths", "mask.loss")
# written by learners: tests/nn/test_written.py; in programs that make up text: tests/nn/test_generate.py
MADE_UP = ("tokens.draw",)


def used() -> list[nn.Layer]:
    """Every layer of every network."""
    return [inside for name in EVERY for layer in EVERY[name]()[0] for inside in layers_in(layer)]


def losses() -> set[type]:
    """The kind of every network's loss."""
    return {type(model.loss) for model in (nn.Model(*EVERY[name]()[:3], device="reference") for name in EVERY)}


def kinds(schedule: nn.Schedule) -> set[type]:
    """The kind of a schedule and of the one it goes on with."""
    then = getattr(schedule, "then", None)
    return {type(schedule)} | (kinds(then) if then else set())


@pytest.fixture(scope="module")
def shown() -> set[Any]:
    """All classes that take part."""
    schedules = set().union(*(kinds(each) for each in SCHEDULES))
    return (
        {type(layer) for layer in used()} | losses() | schedules | {type(each) for each in (*OPTIMIZERS, *INITIALISERS)}
    )


@pytest.mark.parametrize("name", sorted({*nn.__all__, *every_layer.__all__}))
def test_all_that_nn_offers_takes_part(name: str, shown: set[Any]) -> None:
    each = getattr(nn, name, None) or getattr(every_layer, name)
    assert each in BASES or name in ELSEWHERE or each in shown, (
        f"nn.{name} is in no test of gradients, threads and bounds: add a network with it to tests/nn/networks.py "
        "(to ESTIMATED if its gradient is not the slope of the loss), or an optimiser, a schedule, an initialiser to "
        "the lists in tests/nn/test_bits.py"
    )


@pytest.mark.parametrize("kind", sorted({type(layer) for layer in used()}, key=lambda kind: kind.__name__))
def test_every_setting_of_a_layer_stands_somewhere_with_another_value(kind: type[nn.Layer]) -> None:
    made = [layer for layer in used() if type(layer) is kind]
    for name, parameter in inspect.signature(kind).parameters.items():
        default = parameter.default
        if default is inspect.Parameter.empty or name in (*FIRST_VALUES, *LEARNERS) or (kind, name) in SHOWN_ELSEWHERE:
            continue
        assert any(getattr(layer, name) != default for layer in made), (
            f"no network in tests/nn/networks.py has a {kind.__name__} whose {name} is not {default!r}: add one"
        )


@pytest.mark.parametrize("kind", [nn.SGD, nn.Adagrad, nn.RMSprop, nn.Adam, nn.AdamW])
def test_every_setting_of_an_optimiser_that_makes_an_instruction_is_used(kind: type[nn.Optimizer]) -> None:
    """The words of the lessons and the classes name the same optimisers; common settings are used at least once."""
    assert kind in {made for made, _, _ in objective.OPTIMISERS.values()}
    for name in objective.COMMON:
        assert any(getattr(each, name) for each in OPTIMIZERS), f"no optimiser in tests/nn/test_bits.py has {name}"


def test_every_word_of_the_lessons_leads_to_something_that_takes_part(shown: set[Any]) -> None:
    words = {**assemble.ACTIVATIONS, **assemble.RECURRENT, **assemble.NOISE}
    words |= {word: loss for word, (loss, _) in objective.LOSSES.items()}
    words |= {word: optimiser for word, (optimiser, _, _) in objective.OPTIMISERS.items()}
    missing = {word for word, kind in words.items() if kind not in shown}
    assert not missing, f"nothing that these words make is tested in tests/nn: {missing}"
    known = {layer.kind.replace("_", "-") for layer in used()} | {"activation", "transformer"}  # made of others
    unknown = set(vocabulary.LAYERS) - set(words) - known
    assert not unknown, f"layers of the lessons that are in no network of tests/nn/networks.py: {unknown}"
    for kind in vocabulary.SCHEDULES:
        options = {"every": 2} if kind == "step" else {}
        assert type(regime._schedule(kind, options, 10)) in shown
    for word in vocabulary.INITS:
        made = assemble._init({"init": word, "scale": 0.1, "weight": [1.0]}, "dense")
        assert type(nn.Dense(1, init=made).init) in shown, word


def test_groups_show_freezing_rates_and_penalties() -> None:
    for name in ("frozen", "l1", "l2"):
        assert any(getattr(group, name) for group in GROUPS)
    assert any(group.rate != 1 for group in GROUPS)


def test_every_operation_stands_in_a_network_or_is_an_update() -> None:
    """An operation that no network's program has is reached by no gradient check."""
    seen = set()
    for name in EVERY:
        made = nn.Model(*EVERY[name]()[:3], device="reference")
        for program in (made._programs.train(4), made._programs.evaluate(4)):
            seen |= {each.operation.name for each in program.instructions}
    rest = set(SHIPPED) - seen - {*UPDATES, *MADE_UP}
    unseen = {name for name in rest if not name.startswith(("optimizer.", "data.", "written."))}
    assert not unseen, f"{sorted(unseen)}: add a network whose program has them to tests/nn/networks.py"


def test_estimated_gradients_are_few() -> None:
    """Only a layer that says so has a gradient that is not the slope of the loss."""
    kinds = {type(layer) for name in ESTIMATED for layer in EVERY[name]()[0]}
    odd = kinds - {type(layer) for name in EVERY if name not in ESTIMATED for layer in EVERY[name]()[0]}
    assert odd == {nn.Hardmax}
    assert "straight through" in (nn.Hardmax.__doc__ or "")
