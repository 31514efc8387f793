"""Writes fixtures/*.json: numbers computed by real Keras, which the tests of the library compare with.

    python -m venv venv && venv/bin/pip install keras==3.15.1 jax numpy scipy
    venv/bin/python test/keras/make_fixtures.py

Everything is computed in float32 with the JAX backend. Each case holds the word as a model file writes it (`source`)
beside the Keras object that it stands for, so a case reads as a claim: this text means that object.
"""

import inspect
import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "jax"

import jax
import jax.numpy as jnp
import keras
import numpy as np
from keras.src import backend
from keras import activations, constraints, initializers, layers, losses, metrics, optimizers, regularizers

FOLDER = pathlib.Path(__file__).parent / "fixtures"
random = np.random.default_rng(7)


def normal(*shape, scale=1.0):
    return (random.standard_normal(shape) * scale).astype("float32")


def numbers(value):
    """Nested lists of the shortest decimals that give the same float32."""
    array = np.asarray(value)
    if array.dtype.kind in "iu":
        return array.tolist()
    if array.ndim == 0:
        return float(np.format_float_positional(array.astype("float32"), unique=True, trim="0"))
    return [numbers(part) for part in array]


def write(name, cases):
    versions = {"keras": keras.__version__, "jax": jax.__version__, "dtype": "float32"}
    lines = ",\n  ".join(json.dumps(case) for case in cases)
    text = json.dumps({"computedBy": versions})[:-1] + f', "cases": [\n  {lines}\n]}}\n'
    json.loads(text)
    (FOLDER / f"{name}.json").write_text(text)
    print(f"{name}: {len(cases)} cases, {len(text)} bytes")


# Layers: their results, gradients of sum(result * upstream) with respect to every input and weight, and where all of these are
# after three steps of an optimizer.


def by_list(tensors):
    """How most layers take their tensors: the one, or several in a list."""
    return ([tensors[0] if len(tensors) == 1 else tensors], {})


def one_by_one(tensors):
    """Attention to itself takes its tensor twice."""
    return (tensors * 2 if len(tensors) == 1 else tensors, {})


def with_states(tensors):
    first, *states = tensors
    return ([first], {"initial_state": states} if states else {})


def small(*shape):
    return normal(*shape, scale=0.5)


def layer_case(source, layer, *shapes, inputs=None, arrange=by_list, draw=small, training=False, masks=(), traced=jax.jit, **options):
    """`draw` makes the weights, which stay as the layer made them where it is None. `masks` come with the inputs, as from Embedding."""
    inputs = [jnp.asarray(x) for x in (inputs or [normal(2, *shape) for shape in shapes])]
    masks = [None if mask is None else jnp.asarray(mask, "bool") for mask in masks]
    if training and "training" in inspect.signature(layer.call).parameters:
        options["training"] = True

    def called(tensors):
        for tensor, mask in zip(tensors, masks):
            backend.set_keras_mask(tensor, mask)
        arguments, named = arrange(list(tensors))
        return layer(*arguments, **named, **options)

    called(inputs)
    for w in layer.weights if draw else ():
        w.assign(draw(*w.shape))
    variables = [*layer.trainable_variables, *layer.non_trainable_variables]
    start = [jnp.asarray(v.value) for v in variables]
    shown = layer.weights if draw else layer.trainable_weights
    names = [w.path.split("/", 1)[1] for w in shown]
    places = [next(i for i, v in enumerate(variables) if v is w) for w in shown]

    @traced
    def run(values, tensors):
        """Results in order and their masks, the variables afterwards, and what is added to the loss."""
        with keras.StatelessScope([*zip(variables, values)], collect_losses=True) as scope:
            results = jax.tree_util.tree_leaves(called(tensors))
            after = [scope.get_current_value(v) for v in variables]
            return results, [backend.get_keras_mask(y) for y in results], after, sum(layer.losses)

    results, made, _, _ = run(start, inputs)
    upstream = [normal(*y.shape) for y in results]

    def total(values, tensors):
        results, _, after, losses = run(values, tensors)
        return sum(jnp.sum(y * u) for y, u in zip(results, upstream)) + losses, after

    @traced
    def gradient(values, tensors):
        """Of the variables and of the inputs, and the variables afterwards."""
        found, after = jax.grad(total, argnums=(0, 1), has_aux=True, allow_int=True)(values, tensors)
        zeroed = [[np.zeros(g.shape) if g.dtype == jax.dtypes.float0 else g for g in part] for part in found]
        return *zeroed, after

    by_variable, by_input, after = gradient(start, inputs)
    fixed = [i for i in places if i >= len(layer.trainable_variables)]
    moves = {names[places.index(i)]: numbers(after[i]) for i in fixed} if training else {}
    return {
        "source": source,
        **({"training": True} if training else {}),
        **({"masks": shown_masks(masks), "resultMasks": shown_masks(made)} if masks else {}),
        "inputs": [numbers(x) for x in inputs],
        **({} if inputs[0].dtype == "float32" else {"dtype": "i32"}),
        "names": names,
        "weights": [numbers(start[i]) for i in places],
        "results": [numbers(y) for y in results],
        "upstream": [numbers(u) for u in upstream],
        "inputGradients": [numbers(g) for g in by_input],
        "weightGradients": [numbers(by_variable[i]) for i in places],
        **({"updates": moves} if moves else {}),
        "steps": after_steps(gradient, start, len(layer.trainable_variables), inputs, places),
    }


def shown_masks(masks):
    return [None if mask is None else mask.astype("int").tolist() for mask in masks]


def after_steps(gradient, start, trainable, inputs, places):
    """Weights and inputs, all of which an optimizer moves, after three of its steps: so does a trainable layer in front see it."""
    reading = [i for i, x in enumerate(inputs) if x.dtype == "float32"]
    weights = [keras.Variable(value) for value in start[:trainable]]
    tensors = {i: keras.Variable(inputs[i]) for i in reading}
    optimizer = stepping()
    moved = [*weights, *tensors.values()]
    optimizer.build(moved)
    now = lambda: [tensors[i].value if i in tensors else x for i, x in enumerate(inputs)]
    values = start
    for _ in range(3):
        by_variable, by_input, after = gradient(values, now())
        optimizer.apply([*by_variable[:trainable], *(by_input[i] for i in reading)], moved)
        values = [*(w.value for w in weights), *after[trainable:]]
    return {"weights": [folded(values[i]) for i in places], "inputs": [folded(x) for x in now()]}


def stepping():
    return optimizers.SGD(0.01, momentum=0.9)


def descended(gradient, start, constraint=None):
    """One tensor after three such steps."""
    variable, optimizer = keras.Variable(start), stepping()
    variable.constraint = constraint
    optimizer.build([variable])
    for _ in range(3):
        optimizer.apply([gradient(variable.value)], [variable])
    return folded(variable.value)


def folded(value):
    """Seven sums, in which every element counts once: element i in sum i % 7."""
    flat = np.asarray(value, "float64").ravel()
    return [float(f"{flat[i::7].sum():.9g}") for i in range(min(7, flat.size))]


def layer_cases():
    yield layer_case("Dense(3)", layers.Dense(3), (4,))
    yield layer_case("Dense(3, use_bias = false)", layers.Dense(3, use_bias=False), (4,))
    yield layer_case("Dense(2, tanh)", layers.Dense(2, "tanh"), (3, 4))
    yield layer_case("Dense(2, use_bias = false)", layers.Dense(2, use_bias=False), (2, 3, 4))
    for name in ("relu", "sigmoid", "softmax", "tanh", "linear", "leaky_relu", "elu", "gelu", "selu", "softplus"):
        yield layer_case(f"Dense(3, {name})", layers.Dense(3, name), (4,))
    yield layer_case("Activation(elu)", layers.Activation("elu"), (5,))
    # Axes are counted without the batch here, so Keras' axis 1 is axis 0.
    yield layer_case("Activation(softmax(axis = 0))", layers.Activation(lambda x: activations.softmax(x, 1)), (3, 2))
    yield layer_case("Flatten()", layers.Flatten(), (2, 3))
    yield layer_case("Reshape([3, -1])", layers.Reshape((3, -1)), (2, 6))
    yield layer_case("Rescaling(0.5, offset = -1)", layers.Rescaling(0.5, offset=-1.0), (2, 3))


# Activations: value, and gradient of sum(value * upstream).


def activation_case(source, function, x):
    x = jnp.asarray(x, "float32")
    y = function(x)
    upstream = normal(*y.shape)
    gradient = jax.grad(lambda z: jnp.sum(function(z) * upstream))
    case = {"source": source, "x": numbers(x), "y": numbers(y), "upstream": numbers(upstream)}
    return {**case, "gradient": numbers(gradient(x)), "steps": descended(gradient, x)}


def activation_cases():
    # Without the kinks at 0, 1 and 1.5, where derivatives are a matter of convention.
    points = np.array([[-40, -20, -3.25, -2, -0.5, -1e-3, -1e-6, 1e-6, 1e-3, 0.5, 1.25, 2, 3.25, 20, 40]], "float32")
    plain = ("relu", "sigmoid", "softmax", "tanh", "linear", "leaky_relu", "elu", "gelu", "selu", "softplus")
    for name in plain:
        yield activation_case(name, activations.get(name), points)
    for name in ("sigmoid", "softmax", "tanh", "gelu", "softplus"):
        yield activation_case(name, activations.get(name), np.zeros((1, 3)))
    yield activation_case("softmax", activations.softmax, normal(2, 3, 4, scale=3))
    yield activation_case("softmax(axis = 0)", lambda x: activations.softmax(x, axis=1), normal(2, 3, 4, scale=3))
    yield activation_case("relu(max_value = 1.5)", lambda x: activations.relu(x, max_value=1.5), points)
    yield activation_case("relu(0.1)", lambda x: activations.relu(x, 0.1), points)
    yield activation_case("relu(threshold = 1)", lambda x: activations.relu(x, threshold=1.0), points)
    yield activation_case(
        "relu(0.25, 1.5, 1)", lambda x: activations.relu(x, negative_slope=0.25, max_value=1.5, threshold=1.0), points
    )
    yield activation_case("leaky_relu(0.01)", lambda x: activations.leaky_relu(x, 0.01), points)
    yield activation_case("elu(alpha = 0.5)", lambda x: activations.elu(x, alpha=0.5), points)
    yield activation_case("gelu(approximate = true)", lambda x: activations.gelu(x, approximate=True), points)


# Losses: the mean, and its gradient with respect to the output. `behind` names the activation whose input the output is:
# the test then lets the loss find these logits, as it does behind a sigmoid or softmax.


def loss_case(source, loss, target, output, behind=None):
    target = jnp.asarray(target)
    output = jnp.asarray(output, "float32")
    of_output = lambda p: loss(target, p)
    value, gradient = jax.value_and_grad(of_output)(output)
    steps = descended(jax.grad(of_output), output)
    case = {"source": source, "target": numbers(target), "output": numbers(output)}
    return {**case, "behind": behind, "value": numbers(value), "gradient": numbers(gradient), "steps": steps}


def distribution(*shape):
    weights = np.exp(normal(*shape))
    return (weights / weights.sum(-1, keepdims=True)).astype("float32")


def loss_cases():
    binary = np.array([[1], [0], [1], [0]], "float32")
    several = np.array([[1, 0, 1], [0, 0, 1]], "float32")
    p = np.array([[0.9], [0.2], [0.4], [1.0]], "float32")
    p3 = np.array([[0.9, 0.1, 0.6], [0.3, 0.2, 0.0]], "float32")
    logits = np.array([[2.5], [-30], [-0.25], [60]], "float32")
    logits3 = normal(2, 3, scale=4)
    bce = losses.BinaryCrossentropy
    yield loss_case("BinaryCrossentropy()", bce(), binary, p)
    yield loss_case("BinaryCrossentropy()", bce(), several, p3)
    yield loss_case("BinaryCrossentropy(label_smoothing = 0.2)", bce(label_smoothing=0.2), several, p3)
    yield loss_case("BinaryCrossentropy(from_logits = true)", bce(from_logits=True), binary, logits)
    yield loss_case("BinaryCrossentropy(true, 0.1)", bce(True, 0.1), several, logits3)
    yield loss_case("BinaryCrossentropy()", bce(from_logits=True), binary, logits, "sigmoid")
    yield loss_case("BinaryCrossentropy()", bce(from_logits=True), binary, np.zeros((4, 1)), "sigmoid")
    yield loss_case("BinaryCrossentropy(axis = 0)", bce(axis=1), several, p3)

    one_hot = np.eye(3, dtype="float32")[[1, 2, 0]]
    soft = distribution(3, 3)
    q = distribution(3, 3)
    unnormalised = q * np.array([[1], [2], [0.5]], "float32")
    scores = normal(3, 3, scale=20)
    cce = losses.CategoricalCrossentropy
    yield loss_case("CategoricalCrossentropy()", cce(), one_hot, q)
    yield loss_case("CategoricalCrossentropy()", cce(), one_hot, unnormalised)
    yield loss_case("CategoricalCrossentropy()", cce(), one_hot, np.eye(3, dtype="float32")[[1, 0, 0]])
    yield loss_case("CategoricalCrossentropy()", cce(), soft, q)
    yield loss_case("CategoricalCrossentropy(label_smoothing = 0.3)", cce(label_smoothing=0.3), one_hot, q)
    yield loss_case("CategoricalCrossentropy(from_logits = true)", cce(from_logits=True), one_hot, scores)
    yield loss_case("CategoricalCrossentropy(label_smoothing = 0.1)", cce(True, 0.1), one_hot, scores, "softmax")
    yield loss_case("CategoricalCrossentropy()", cce(from_logits=True), soft, scores, "softmax")
    yield loss_case("CategoricalCrossentropy(axis = 0)", cce(axis=1), distribution(2, 3, 2), distribution(2, 3, 2))

    classes = np.array([1, 2, 0], "int32")
    steps = np.array([[0, 2], [1, 1], [2, 0]], "int32")
    q2, scores2 = distribution(3, 2, 3), normal(3, 2, 3, scale=20)
    scce = losses.SparseCategoricalCrossentropy
    yield loss_case("SparseCategoricalCrossentropy()", scce(), classes, q)
    yield loss_case("SparseCategoricalCrossentropy()", scce(), classes[:, None], q)
    yield loss_case("SparseCategoricalCrossentropy()", scce(), steps, q2)
    yield loss_case("SparseCategoricalCrossentropy()", scce(), classes, np.eye(3, dtype="float32")[[1, 0, 0]])
    yield loss_case("SparseCategoricalCrossentropy(from_logits = true)", scce(from_logits=True), steps, scores2)
    yield loss_case("SparseCategoricalCrossentropy()", scce(from_logits=True), classes, scores, "softmax")
    yield loss_case("SparseCategoricalCrossentropy(ignore_class = 1)", scce(ignore_class=1), steps, q2)
    ignoring = scce(from_logits=True, ignore_class=2)
    yield loss_case("SparseCategoricalCrossentropy(ignore_class = 2)", ignoring, classes, scores, "softmax")

    y, guess = normal(3, 2, scale=3), normal(3, 2, scale=3)
    yield loss_case("MeanSquaredError()", losses.MeanSquaredError(), y, guess)
    yield loss_case("MeanAbsoluteError()", losses.MeanAbsoluteError(), y, guess)
    yield loss_case("MeanSquaredError()", losses.MeanSquaredError(), y[:, 0], guess[:, :1])
    yield loss_case("MeanAbsoluteError()", losses.MeanAbsoluteError(), y[:, 0], guess[:, :1])
    yield loss_case("MeanSquaredError()", losses.MeanSquaredError(), normal(2, 3, 4), normal(2, 3, 4))


# Metrics: the result after two batches.


def metric_case(source, metric, *batches):
    for target, output in batches:
        metric.update_state(target, output)
    cases = [{"target": numbers(t), "output": numbers(np.asarray(o, "float32"))} for t, o in batches]
    return {"source": source, "batches": cases, "value": numbers(metric.result())}


def accuracy_word(target, output):
    """What `accuracy` in compile becomes for these shapes."""
    model = keras.Sequential([keras.Input(output.shape[1:]), layers.Activation("linear")])
    model.compile(loss=lambda y, p: 0.0 * jnp.sum(p), metrics=["accuracy"])
    model.evaluate(output, target, verbose=0)
    return model.metrics[1].metrics[0]


def metric_cases():
    binary = [(random.integers(0, 2, (n, 1)).astype("float32"), random.random((n, 1)).astype("float32")) for n in (7, 5)]
    labels = [(random.integers(0, 2, (n, 3)).astype("float32"), random.random((n, 3)).astype("float32")) for n in (7, 5)]
    sparse = [(random.integers(0, 7, n).astype("int32"), distribution(n, 7)) for n in (6, 4)]
    one_hot = [(np.eye(7, dtype="float32")[t], o) for t, o in sparse]
    steps = [(random.integers(0, 3, (n, 4)).astype("int32"), distribution(n, 4, 3)) for n in (3, 2)]
    reals = [(normal(n, 2), normal(n, 2)) for n in (5, 3)]
    m = metrics

    for name, batches in (("binary", binary), ("sparse", sparse), ("one_hot", one_hot), ("labels", labels), ("steps", steps)):
        chosen = accuracy_word(*batches[0])
        yield {**metric_case("accuracy", type(chosen)(), *batches), "meaning": type(chosen).__name__, "of": name}
    yield metric_case("BinaryAccuracy()", m.BinaryAccuracy(), *labels)
    yield metric_case("BinaryAccuracy(threshold = 0.3)", m.BinaryAccuracy(threshold=0.3), *labels)
    yield metric_case("CategoricalAccuracy()", m.CategoricalAccuracy(), *one_hot)
    yield metric_case("SparseCategoricalAccuracy()", m.SparseCategoricalAccuracy(), *sparse)
    yield metric_case("SparseCategoricalAccuracy()", m.SparseCategoricalAccuracy(), *steps)
    yield metric_case("TopKCategoricalAccuracy(k = 3)", m.TopKCategoricalAccuracy(k=3), *one_hot)
    yield metric_case("TopKCategoricalAccuracy()", m.TopKCategoricalAccuracy(), *one_hot)
    yield metric_case("SparseTopKCategoricalAccuracy(2)", m.SparseTopKCategoricalAccuracy(2), *sparse)
    yield metric_case("MeanSquaredError()", m.MeanSquaredError(), *reals)
    yield metric_case("MeanAbsoluteError()", m.MeanAbsoluteError(), *reals)
    yield metric_case("RootMeanSquaredError()", m.RootMeanSquaredError(), *reals)
    yield metric_case("BinaryCrossentropy(label_smoothing = 0.1)", m.BinaryCrossentropy(label_smoothing=0.1), *labels)
    yield metric_case("CategoricalCrossentropy()", m.CategoricalCrossentropy(), *one_hot)
    yield metric_case("SparseCategoricalCrossentropy()", m.SparseCategoricalCrossentropy(), *sparse)

    many = [((random.random((n, 1)) < 0.4).astype("float32"), random.random((n, 1)).astype("float32")) for n in (40, 25)]
    many = [(t, np.clip(0.3 * t + 0.7 * o, 0, 1)) for t, o in many]
    logits = [(t, np.log(o / (1 - o + 1e-3) + 1e-3)) for t, o in many]
    for curve in ("ROC", "PR"):
        for method in ("interpolation", "minoring", "majoring"):
            source = f"AUC(curve = {curve}, summation_method = {method})"
            yield metric_case(source, m.AUC(curve=curve, summation_method=method), *many)
    yield metric_case("AUC(11)", m.AUC(11), *many)
    yield metric_case("AUC(thresholds = [0.2, 0.5, 0.4])", m.AUC(thresholds=[0.2, 0.5, 0.4]), *many)
    yield metric_case("AUC(from_logits = true)", m.AUC(from_logits=True), *logits)
    yield metric_case("AUC()", m.AUC(), *labels)
    yield metric_case("AUC(multi_label = true)", m.AUC(multi_label=True), *labels)
    weighted = m.AUC(multi_label=True, label_weights=[1.0, 2.0, 0.5], curve="PR")
    yield metric_case("AUC(curve = PR, multi_label = true, label_weights = [1, 2, 0.5])", weighted, *labels)


# Optimizers: two weights after each of three updates. `clips` marks what is done before the update proper.


def optimizer_case(source, optimizer, clips=False):
    gradients = [[normal(3), normal(2, scale=3)] for _ in range(3)]
    variables = [keras.Variable(normal(3)), keras.Variable(normal(2))]
    start = [numbers(v.value) for v in variables]
    optimizer.build(variables)
    after = []
    for step in gradients:
        optimizer.apply(list(map(jnp.asarray, step)), variables)
        after.append([numbers(v.value) for v in variables])
    return {"source": source, "clips": clips, "start": start, "gradients": [[numbers(g) for g in s] for s in gradients], "weights": after}


def optimizer_cases():
    o = optimizers
    yield optimizer_case("SGD()", o.SGD())
    yield optimizer_case("SGD(0.1)", o.SGD(0.1))
    yield optimizer_case("SGD(0.1, momentum = 0.9)", o.SGD(0.1, momentum=0.9))
    yield optimizer_case("SGD(0.1, 0.9, nesterov = true)", o.SGD(0.1, 0.9, nesterov=True))
    yield optimizer_case("Adam()", o.Adam())
    yield optimizer_case("Adam(0.1)", o.Adam(0.1))
    yield optimizer_case("Adam(0.1, beta_1 = 0.5, beta_2 = 0.6, epsilon = 1e-3)", o.Adam(0.1, 0.5, 0.6, 1e-3))
    yield optimizer_case("Adam(0.1, beta_2 = 0.5, amsgrad = true)", o.Adam(0.1, beta_2=0.5, amsgrad=True))
    yield optimizer_case("RMSprop()", o.RMSprop())
    yield optimizer_case("RMSprop(0.1, rho = 0.5)", o.RMSprop(0.1, rho=0.5))
    yield optimizer_case("RMSprop(0.1, momentum = 0.9)", o.RMSprop(0.1, momentum=0.9))
    yield optimizer_case("RMSprop(0.1, centered = true)", o.RMSprop(0.1, centered=True))
    yield optimizer_case("RMSprop(0.1, 0.8, 0.5, 1e-3, true)", o.RMSprop(0.1, 0.8, 0.5, 1e-3, True))
    yield optimizer_case("SGD(0.1, weight_decay = 0.01)", o.SGD(0.1, weight_decay=0.01), True)
    yield optimizer_case("Adam(0.1, weight_decay = 0.1)", o.Adam(0.1, weight_decay=0.1), True)
    yield optimizer_case("SGD(0.1, clipnorm = 0.5)", o.SGD(0.1, clipnorm=0.5), True)
    yield optimizer_case("SGD(0.1, clipvalue = 0.5)", o.SGD(0.1, clipvalue=0.5), True)
    yield optimizer_case("SGD(0.1, global_clipnorm = 0.5)", o.SGD(0.1, global_clipnorm=0.5), True)
    yield optimizer_case("RMSprop(0.1, clipnorm = 1)", o.RMSprop(0.1, clipnorm=1.0), True)


# Initializers: exact values where nothing is drawn, else statistics of a large draw.


def initializer_case(source, initializer, shape, exact=False):
    values = np.asarray(initializer(shape), "float32")
    case = {"source": source, "shape": list(shape)}
    if exact:
        return {**case, "values": numbers(values.ravel())}
    wide = values.astype("float64")
    return {**case, "mean": wide.mean(), "deviation": wide.std(), "least": wide.min(), "largest": wide.max()}


def initializer_cases():
    i = initializers
    yield initializer_case("Zeros()", i.Zeros(), (2, 3), True)
    yield initializer_case("Ones()", i.Ones(), (4,), True)
    yield initializer_case("Constant(0.25)", i.Constant(0.25), (3,), True)
    yield initializer_case("Identity()", i.Identity(), (2, 3), True)
    yield initializer_case("Identity(gain = 0.5)", i.Identity(0.5), (3, 2), True)
    yield initializer_case("STFT()", i.STFT(), (8, 1, 5), True)
    yield initializer_case('STFT("imag", hamming, "spectrum", true)', i.STFT("imag", "hamming", "spectrum", True), (6, 1, 4), True)
    yield initializer_case('STFT("imag", none)', i.STFT("imag", None), (5, 1, 3), True)
    yield initializer_case('STFT("real", flattop, none)', i.STFT("real", "flattop", None), (7, 1, 5), True)
    yield initializer_case('STFT("real", blackmanharris, "density", true)', i.STFT("real", "blackmanharris", "density", True), (6, 1, 5), True)
    shape = (400, 100)
    for name in ("GlorotUniform", "GlorotNormal", "HeUniform", "HeNormal", "LecunUniform", "LecunNormal"):
        yield initializer_case(f"{name}()", getattr(i, name)(seed=1), shape)
        yield initializer_case(f"{name}()", getattr(i, name)(seed=2), (5, 5, 16, 64))
    yield initializer_case("HeNormal()", i.HeNormal(seed=3), (20000,))
    axes = i.GlorotUniform(seed=3, input_axes=[1], output_axes=[0, 2])
    yield initializer_case("GlorotUniform(input_axes = [1], output_axes = [0, 2])", axes, (20, 200, 10))
    yield initializer_case("RandomNormal()", i.RandomNormal(seed=1), shape)
    yield initializer_case("RandomNormal(1, 0.5)", i.RandomNormal(1.0, 0.5, seed=1), shape)
    yield initializer_case("TruncatedNormal(1, 0.5)", i.TruncatedNormal(1.0, 0.5, seed=1), shape)
    yield initializer_case("RandomUniform()", i.RandomUniform(seed=1), shape)
    yield initializer_case("RandomUniform(1, 3)", i.RandomUniform(1.0, 3.0, seed=1), shape)
    for mode in ("fan_in", "fan_out", "fan_avg"):
        for kind in ("truncated_normal", "normal", "untruncated_normal", "uniform"):
            scaling = i.VarianceScaling(2.0, mode, kind, seed=1)
            yield initializer_case(f"VarianceScaling(2, {mode}, {kind})", scaling, shape)
    yield initializer_case("Orthogonal()", i.Orthogonal(seed=1), (200, 60))
    yield initializer_case("Orthogonal(gain = 2)", i.Orthogonal(2.0, seed=1), (60, 200))


# Regularizers: value and gradient. Constraints: value.


def regularizer_case(source, regularizer, weight):
    value, gradient = jax.value_and_grad(regularizer)(jnp.asarray(weight))
    case = {"source": source, "weight": numbers(weight), "value": numbers(value), "gradient": numbers(gradient)}
    return {**case, "steps": descended(jax.grad(regularizer), weight)}


def regularizer_cases():
    r = regularizers
    yield regularizer_case("L1()", r.L1(), normal(3, 4))
    yield regularizer_case("L2(0.1)", r.L2(0.1), normal(3, 4))
    yield regularizer_case("L2()", r.L2(), normal(5))
    yield regularizer_case("L1L2()", r.L1L2(), normal(3, 4))
    yield regularizer_case("L1L2(0.02, l2 = 0.3)", r.L1L2(0.02, l2=0.3), normal(2, 3, 4))
    yield regularizer_case("OrthogonalRegularizer()", r.OrthogonalRegularizer(), normal(3, 4))
    yield regularizer_case("OrthogonalRegularizer(0.5, columns)", r.OrthogonalRegularizer(0.5, "columns"), normal(3, 4))


def constraint_case(source, constraint, weight):
    """Steps by one gradient, long enough that the constraint has to bring the weight back."""
    gradient = jnp.asarray(normal(*weight.shape, scale=30))
    case = {"source": source, "weight": numbers(weight), "value": numbers(constraint(jnp.asarray(weight)))}
    return {**case, "gradient": numbers(gradient), "steps": descended(lambda _: gradient, weight, constraint)}


def constraint_cases():
    c = constraints
    yield constraint_case("MaxNorm()", c.MaxNorm(), normal(3, 4, scale=3))
    yield constraint_case("MaxNorm(1, axis = 1)", c.MaxNorm(1, axis=1), normal(3, 4))
    yield constraint_case("MaxNorm(1, [0, 1, 2])", c.MaxNorm(1, [0, 1, 2]), normal(2, 3, 2, 2))
    yield constraint_case("MinMaxNorm()", c.MinMaxNorm(), normal(3, 4))
    yield constraint_case("MinMaxNorm(1, 1.5, 0.25, axis = 1)", c.MinMaxNorm(1.0, 1.5, 0.25, axis=1), normal(3, 4))
    yield constraint_case("NonNeg()", c.NonNeg(), normal(3, 4))
    yield constraint_case("UnitNorm()", c.UnitNorm(), normal(3, 4))
    yield constraint_case("UnitNorm(axis = -1)", c.UnitNorm(axis=-1), normal(3, 4))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    write("layers", list(layer_cases()))
    write("activations", list(activation_cases()))
    write("losses", list(loss_cases()))
    write("metrics", list(metric_cases()))
    write("optimizers", list(optimizer_cases()))
    write("initializers", list(initializer_cases()))
    write("regularizers", list(regularizer_cases()))
    write("constraints", list(constraint_cases()))
