"""What the CUDA executor keeps on the device, and what it says of what it cannot do."""

import gc

import numpy as np
import pytest

from tests.cuda.simulator.networks import NETWORKS
from tuidl import nn
from tuidl.errors import DeviceError
from tuidl.kernels.cuda.residents import SMALL, Residents


def test_a_data_set_is_uploaded_once_and_leaves_with_its_array() -> None:
    residents, array = Residents(), np.arange(12, dtype=np.float32).reshape(4, 3)
    floats, ints = residents.place(array)
    assert residents.place(array[:])[0] is floats  # a view of all of it
    np.testing.assert_array_equal(floats.copy_to_host(), array.reshape(-1))
    np.testing.assert_array_equal(ints.copy_to_host(), array.reshape(-1).view(np.int32))
    residents.place(array[:2])
    assert len(residents) == 2
    del array
    gc.collect()
    assert len(residents) == 0


def test_a_small_array_that_was_changed_is_uploaded_again() -> None:
    residents, array = Residents(), np.zeros((4, 3), np.float32)
    floats, _ = residents.place(array)
    array[1] = 5
    assert residents.place(array)[0] is floats
    np.testing.assert_array_equal(floats.copy_to_host(), array.reshape(-1))


def test_a_large_array_is_not_looked_through_again() -> None:
    residents, array = Residents(), np.zeros(SMALL + 1, np.float32)
    floats, _ = residents.place(array)
    array[7] = 5
    assert residents.place(array)[0] is floats
    assert not floats.copy_to_host().any()


def test_labels_stay_whole_numbers() -> None:
    labels = np.array([3, -1, 2**30 + 1], np.int32)
    np.testing.assert_array_equal(Residents().place(labels)[1].copy_to_host(), labels)


def test_tensors_are_read_and_written_without_their_padding() -> None:
    model = NETWORKS["digits"].model("cuda")
    value = np.arange(15 * 17, dtype=np.float32).reshape(15, 17)
    bias = model.read("dense_1.bias")
    model.write("dense_1.weight", value)
    np.testing.assert_array_equal(model.read("dense_1.weight"), value)
    np.testing.assert_array_equal(model.read("dense_1.bias"), bias)


def test_a_new_program_leaves_everything_as_it_was() -> None:
    model = NETWORKS["xor"].model("cuda")
    before = {name: model.read(name).tobytes() for name in model.tensors()}
    x, y = NETWORKS["xor"].examples()
    model.evaluate(x, y)
    model.predict(x[:2])
    assert {name: model.read(name).tobytes() for name in model.tensors()} == before


def test_no_steps_change_nothing() -> None:
    model, (x, y) = NETWORKS["xor"].model("cuda"), NETWORKS["xor"].examples()
    before = model.read("dense_1.weight")
    assert model.train(x, y, np.zeros((0, 3), np.int32))["loss"].shape == (0,)
    np.testing.assert_array_equal(model.read("dense_1.weight"), before)


UNKNOWN = {
    "a layer": (lambda: [nn.Dense(4), nn.BatchNorm(name="bn"), nn.Dense(2)], {}, "layer 'bn' needs .*batchnorm.train"),
    "a loss": (lambda: [nn.Dense(2)], {"loss": "hinge"}, r"the loss needs the operation loss\.hinge"),
    "an optimiser": (lambda: [nn.Dense(2)], {"optimizer": "rmsprop"}, r"the optimiser needs .*optimizer\.rmsprop"),
    "tokens": (lambda: [nn.OneHot(5), nn.Dense(2)], {}, r"the network's input needs .*data\.tokens"),
}


@pytest.mark.parametrize("what", UNKNOWN)
def test_what_has_no_kernel_is_named(what: str) -> None:
    layers, options, sentence = UNKNOWN[what]
    with pytest.raises(DeviceError, match=f"^{sentence}.* device 'cuda' does not have yet; use --device cpu$"):
        nn.Model(layers(), (4,), device="cuda", **options)  # type: ignore[arg-type]


def test_activations_of_images_that_lie_tight_are_refused_by_name() -> None:
    with pytest.raises(DeviceError, match=r"^layer 'early' needs the operation activation\.relu"):
        nn.Model([nn.ReLU(name="early"), nn.Flatten(), nn.Dense(2)], (3, 3, 1), device="cuda")


def test_only_float32() -> None:
    with pytest.raises(DeviceError, match="float32"):
        nn.Model([nn.Dense(2)], (4,), device="cuda", dtype=np.float64)
