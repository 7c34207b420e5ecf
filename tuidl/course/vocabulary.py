"""The words a lesson may use, in one table: kinds, panels, layers, losses, optimisers, data sources, values."""

from tuidl.language import later

STEP_KINDS = (
    *(later("read"), later("predict"), later("run"), later("tune"), later("code"), later("repair"), later("quiz")),
    later("recap"),
)
RUNNING = ("run", "tune", "predict", "code", "repair")  # kinds of step whose end result is kept for quoting
CHECKED = ("run", "tune", "code", "repair")  # kinds of step with a check
SETTLED = ("read", "quiz", "recap")  # kinds of step without hints and explanations

EXPERIMENTS = ("supervised", "race")
RACING = ("read", "run", "predict", "quiz", "recap")  # kinds of step that may show a race
CONTESTANTS, SEEDS = 5, 20  # at most
SCALARS = (str, bool, int, float)  # what a knob can be set to
LOSSES = (
    *("mean-squared-error", "mean-absolute-error", "huber", "hinge", "binary-cross-entropy", "cross-entropy"),
    *("categorical-cross-entropy", "kl-divergence", "wasserstein"),
)
OPTIMISERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw")
TRAINING = (
    *("momentum", "beta1", "beta2", "epsilon", "decay", "weight_decay", "clip", "shuffle", "delta", "smoothing"),
    *("clip_value", "weight_clip", "average", "class_weights"),
)
SCHEDULES: dict[str, tuple[str, ...]] = {  # kind -> its own keys
    "constant": (),
    "step": ("every", "factor"),
    "exponential": ("every", "factor"),
    "cosine": ("steps", "floor", "restarts", "growth"),
    "plateau": ("factor", "patience", "min_delta", "cooldown", "least", "value"),
}
WARMUP = "warmup"  # a key of every schedule
STOPPING = ("patience", "min_delta", "value")  # keys of an experiment's ``stopping``
ACTIVATIONS = (
    *("linear", "sigmoid", "tanh", "relu", "leaky-relu", "elu", "softplus", "silu", "gelu", "softmax"),
    *("hard-sigmoid", "hardmax"),
)
INITS = (
    *("zeros", "constant", "normal", "uniform", "glorot", "glorot-uniform", "he", "he-uniform"),
    *("orthogonal", "fixed"),
)
SOURCES = (
    *("blobs", "xor", "moons", "circles", "rings", "spirals", "classification", "curve", "linear", "iris", "diabetes"),
    *("digits", "strokes", "mnist", "hello", "names", "countries", "elements", "reviews", "senses", "family"),
    *("sunspots", "passengers", "copy", "adding", "parity", "dates", "karate", "communities", "shapes"),
)

_WEIGHTS = ("units", "activation", "init", "scale", "weight", "bias")
_WINDOW = ("kernel", "stride", "padding")
_FIRST = ("activation", "init", "scale", "weight", "bias")
_RECURRENT = ("units", "init", "scale", "sequences", "initial", "dropout", "recurrent_dropout", "bidirectional")
_ATTENTION = ("units", "causal", "memory", "rate", "init", "scale")
_POOL = ("size", "stride", "padding")
AUGMENTATIONS = ("rotate", "shift", "zoom", "flip", "flip_vertical", "brightness", "contrast", "noise")
LAYERS: dict[str, tuple[str, ...]] = {  # type -> its own keys
    "dense": _WEIGHTS,
    "graph-conv": ("graph", *_WEIGHTS),
    "conv2d": ("filters", *_WINDOW, "dilation", "groups", *_FIRST),
    "depthwise2d": (*_WINDOW, "dilation", "multiplier", *_FIRST),
    "separable2d": ("filters", *_WINDOW, "activation", "init", "scale", "bias"),
    "convtranspose2d": ("filters", *_WINDOW, *_FIRST),
    "upsample2d": ("factor", "mode"),
    "conv1d": ("filters", *_WINDOW, "dilation", *_FIRST),
    "maxpool2d": _POOL,
    "avgpool2d": _POOL,
    "maxpool1d": _POOL,
    "avgpool1d": _POOL,
    "flatten": (),
    "reshape": ("shape",),
    "dropout": ("rate",),
    "spatial-dropout2d": ("rate",),
    "alpha-dropout": ("rate",),
    "gaussian-noise": ("deviation",),
    "augment": (*AUGMENTATIONS, "fill"),
    "batchnorm": ("momentum", "epsilon"),
    "layernorm": ("epsilon",),
    "globalpool2d": (),
    "globalmaxpool2d": (),
    "globalpool1d": (),
    "globalmaxpool1d": (),
    "embedding": ("size", "units", "vocabulary", "init", "scale", "mask_zero"),
    "one-hot": ("size", "vocabulary"),
    "masking": ("value",),
    "input": ("source",),
    "residual": ("of",),
    "parallel": ("of", "join"),
    "rnn": (*_RECURRENT, "recurrent"),
    "lstm": _RECURRENT,
    "gru": _RECURRENT,
    "attention": _ATTENTION,
    "multi-head-attention": ("heads", *_ATTENTION),
    "transformer": ("heads", "hidden", *_ATTENTION),
    "positional-encoding": (),
    "position-embedding": ("init", "scale"),
    "activation": ("function", "activation", "temperature"),
}
TRAINED = ("frozen", "rate_factor", "l1", "l2")  # further keys of every layer that learns

PANELS: dict[str, bool] = {  # name -> whether `:LAYER` follows it
    "loss": False,
    "accuracy": False,
    "schedule": False,
    "apart": False,
    "lossof": False,
    "surface": False,
    "boundary": False,
    "unit": True,
    "network": False,
    "weights": True,
    "filters": True,
    "kernel": True,
    "sample": False,
    "confusion": False,
    "layers": False,
    "timing": False,
    "signal": False,
    "gradients": False,
    "updates": False,
    "dead": False,
    "saturated": False,
    "activation": True,
    "histogram": True,
    "histograms": False,
    "weight-histogram": True,
    "rates": False,
    "maps": True,
    "gates": True,
    "attention": True,
    "distance": True,
    "embedding": True,
    "hidden": False,
    "next": False,
    "text": False,
    "gallery": False,
    "augmented": False,
}

SHOWN: dict[str, tuple[str, ...]] = {  # panel of a layer -> the types of layers that have something to show in it
    "filters": ("conv2d",),
    "kernel": ("conv2d", "depthwise2d"),
    "gates": ("lstm", "gru"),
    "attention": ("attention", "multi-head-attention", "transformer"),
    "embedding": ("embedding",),
}

VALUES = (
    *("step", "epoch", "loss", "accuracy", "error", "val_loss", "val_accuracy", "val_error"),
    *("test_loss", "test_accuracy", "test_error", "exact", "val_exact", "test_exact", "naive"),
    *("parameters", "bigram", "rate", "penalty", "apart"),
)
LAYER_VALUES = ("signal", "gradient", "distinct", "dead", "weight", "sparse")
TOLD = ("reached", "nan_at")  # only in explanations
LAYER_PLUGS = ("forward", "backward")  # what of a layer a learner's function may stand for
PLUGS = (  # and of the whole network
    *("layers.init", "layers.dense", "layers.activation", "layers.softmax", "layers.dropout"),
    *("layers.batchnorm", "loss", "optimiser", "schedule"),
)
DRAWN = ("temperature",)  # knobs that a panel reads, by this very name
FALLING = (
    *("loss", "val_loss", "test_loss", "error", "val_error", "test_error"),
    *("parameters", "step", "epoch", "reached"),
)  # the smaller, the better

KEYS = (
    "space",
    "enter",
    "esc",
    "tab",
    ".",
    ",",
    "<",
    "r",
    "n",
    "p",
    "h",
    "e",
    "x",
    "b",
    "c",
    "s",
    "d",
    "f",
    "g",
    "l",
    "t",
    "S",
    "w",
    "?",
    "^p",
)
DEEPEST = 64  # layers that `repeat` may make
