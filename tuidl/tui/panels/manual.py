"""What each panel shows, in a sentence or two, for the help of the one in hand."""

from tuidl.language import later, tr
from tuidl.tui.grid import kind

SHOWS = {
    "loss": later("The loss of every training step, its running mean, and the held-out loss. Lower is better."),
    "accuracy": later("Which share is right, of the training batches and of held-out examples."),
    "apart": later("In a race of functions you wrote against the engine: how far any weight is from its twin."),
    "schedule": later("The learning rate of every step, as it was."),
    "lossof": later("What the loss makes of one answer, and how hard it pulls there."),
    "surface": later("The loss over two weights or two directions, with the way of this run and of earlier ones."),
    "boundary": later("What the network answers over the plane, and the points: those that are wrong carry a mark."),
    "unit": later("What one unit answers over the plane."),
    "network": later("Units and the weights between them: solid lines are positive, dashed ones negative."),
    "weights": later("One weight matrix, inputs by units, on a scale that is even about zero."),
    "filters": later("The filters of a convolution, and what they answer on the example shown."),
    "kernel": later("A filter that slides over an image: each window, its product, the number it makes."),
    "sample": later("One example, what the network says of it, and what it truly is."),
    "gallery": later("Examples with what the network says, the wrong ones first."),
    "augmented": later("Examples as training sees them, moved or turned by chance."),
    "confusion": later("How often each class was called each other one. Mistakes stand beside the diagonal."),
    "layers": later("Every layer: its output, its parameters, what it costs, how large its outputs and gradients are."),
    "timing": later("Where a training step spends its time, layer by layer, forward and back; compiling stands apart."),
    "signal": later("How large the outputs of each layer are."),
    "gradients": later(
        "How large the gradient of each layer is: a fall from last to first is a gradient that vanishes."
    ),
    "updates": later(
        "How far a step moves the weights of each layer, as a share of their size: a thousandth is usual."
    ),
    "dead": later("Which share of each layer's units gives 0 for every example."),
    "saturated": later("Which share of each layer's outputs stands at the end of its range."),
    "activation": later("The activation function with its slope, and where the layer's sums lie on it now."),
    "histogram": later("How the outputs of a layer are spread."),
    "histograms": later("How the outputs of every layer are spread, a row a layer."),
    "weight-histogram": later("How the weights of a layer are spread."),
    "rates": later("How far each weight goes for its gradient: what the optimiser makes of one rate."),
    "maps": later("The feature maps of a layer on the example shown."),
    "gates": later("The gates of a recurrent layer over time: open is 1, shut is 0."),
    "attention": later("Which place looks at which, head by head: each row adds up to 1."),
    "distance": later(
        "How large the gradient is for what was read some moments ago: what falls to 0 cannot be learnt."
    ),
    "embedding": later("Tokens on the plane in which they differ most, with the nearest of the one chosen."),
    "hidden": later("Hidden states over time, a row a unit, and what the network expects after each character."),
    "next": later("What the network holds likely as the next character."),
    "text": later("Text that the network makes up, at the temperature of the knob."),
}

NAMES = {  # as they stand in a tab
    **{
        name: name
        for name in (
            later("loss"),
            later("accuracy"),
            later("apart"),
            later("schedule"),
            later("surface"),
            later("boundary"),
            later("unit"),
            later("network"),
            later("weights"),
            later("filters"),
            later("kernel"),
            later("sample"),
            later("gallery"),
            later("augmented"),
            later("confusion"),
            later("layers"),
            later("timing"),
            later("signal"),
            later("gradients"),
            later("updates"),
            later("dead"),
            later("saturated"),
            later("activation"),
            later("histogram"),
            later("histograms"),
            later("weight-histogram"),
            later("rates"),
            later("maps"),
            later("gates"),
            later("attention"),
            later("distance"),
            later("embedding"),
            later("hidden"),
            later("next"),
            later("text"),
        )
    },
    "lossof": later("loss of p"),
}


def name(panel: str) -> str:
    """What a tab calls it."""
    return tr(NAMES.get(kind(panel), kind(panel)))
