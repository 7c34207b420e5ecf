"""Form: how an experiment takes its data: as they are, pairs in one row, or a whole graph as one example."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from tuidl import nn
from tuidl.data import DataSet
from tuidl.kernels import Array
from tuidl.nn.inputs import Shapes
from tuidl.train import pairs
from tuidl.train.plan import Plan

KNOWN, GRAPH = "known", "graph"  # inputs of the network: whose class counts, who is joined to whom
MESSAGES = "graph-conv"  # the layer that needs a graph


class Joined(nn.Model):
    """A model of the inputs ``nodes``, ``graph`` and ``known`` that takes the examples of ``DataSet.whole`` as well."""

    def _data(self, x: Any, y: Array | None = None) -> dict[str, Array]:
        if not isinstance(x, Mapping):
            rows = np.asarray(x)
            features = self._programs.inputs.shapes["nodes"][1]
            known = rows[..., -1].astype(np.int32)
            x = {"nodes": rows[..., :features], GRAPH: rows[..., features:-1], KNOWN: known}
        return super()._data(x, y)


def settled(plan: Plan) -> Plan:
    """The plan with its data as the network takes them."""
    data = plan.data
    if data.kind == "pairs":
        data = data.joined()
    elif data.graph is not None and any(layer.type == MESSAGES for layer in plan.experiment.layers):
        data = data.whole()
    return plan if data is plan.data else replace(plan, data=data, batch=min(plan.batch, data.n))


def model(data: DataSet) -> tuple[type[nn.Model], Shapes]:
    """The kind of model for such data, and the shapes of its inputs."""
    if data.asked:
        return pairs.Paired, pairs.shapes(data)
    if data.nodes:
        features = data.shape[1] - data.nodes - 1
        shapes = {"nodes": (data.nodes, features), GRAPH: (data.nodes, data.nodes), KNOWN: nn.Whole(data.nodes)}
        return Joined, shapes
    return nn.Model, data.shape


def ending(data: DataSet) -> list[nn.Layer]:
    """What stands behind the last layer: of a graph only the nodes count whose class is known."""
    return [nn.Masking(by=KNOWN, name=KNOWN)] if data.nodes else []
