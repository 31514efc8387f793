"""Writes fixtures/more-layers.json: layers of real Keras. Run as make_fixtures.py is. Axes there count the batch; here not."""

from make_fixtures import jax, jnp, layer_case, layers as l, normal, np, numbers, write


def training_case(source, layer, shape):
    """In training: outputs, gradients, and the next values of weights that the layer updates by itself."""
    x = normal(4, *shape, scale=2)
    layer.build((None, *shape))
    weights = {w.name: np.abs(normal(*w.shape)) for w in layer.weights}
    trainable = [w.name for w in layer.trainable_weights]
    fixed = [w.name for w in layer.non_trainable_weights]

    def call(values, inputs):
        states = [values[n] for n in trainable], [values[n] for n in fixed]
        return layer.stateless_call(*states, inputs, training=True)

    y, updated = call(weights, x)
    upstream = normal(*y.shape)
    gradient = jax.grad(lambda values, inputs: jnp.sum(call(values, inputs)[0] * upstream), argnums=(0, 1))
    by_weight, by_input = gradient(weights, jnp.asarray(x))
    return {
        "source": source,
        "training": True,
        "x": numbers(x),
        "weights": {n: numbers(v) for n, v in weights.items()},
        "y": numbers(y),
        "upstream": numbers(upstream),
        "inputGradient": numbers(by_input),
        "weightGradients": {n: numbers(by_weight[n]) for n in weights},
        "updates": dict(zip(fixed, map(numbers, updated))),
    }


def still_case(source, layer, shape):
    """Out of training, with states."""
    case = training_case(source, layer, shape)
    x, weights = np.asarray(case["x"], "float32"), {n: np.asarray(v, "float32") for n, v in case["weights"].items()}
    upstream = np.asarray(case["upstream"], "float32")

    def call(values, inputs):
        names = [[w.name for w in group] for group in (layer.trainable_weights, layer.non_trainable_weights)]
        return layer.stateless_call(*[[values[n] for n in group] for group in names], inputs, training=False)[0]

    gradient = jax.grad(lambda values, inputs: jnp.sum(call(values, inputs) * upstream), argnums=(0, 1))
    by_weight, by_input = gradient(weights, jnp.asarray(x))
    by_weight = {n: numbers(by_weight[n]) for n in weights}
    y = numbers(call(weights, x))
    return {**case, "training": False, "y": y, "inputGradient": numbers(by_input), "weightGradients": by_weight, "updates": {}}


def layer_cases():
    yield layer_case("ReLU()", l.ReLU(), (5,))
    yield layer_case("ReLU(1.5, 0.1, 0.25)", l.ReLU(1.5, 0.1, 0.25), (5,))
    yield layer_case("LeakyReLU()", l.LeakyReLU(), (5,))
    yield layer_case("ELU(0.5)", l.ELU(0.5), (5,))
    yield layer_case("Softmax()", l.Softmax(), (2, 5))
    yield layer_case("Softmax(0)", l.Softmax(1), (2, 5))
    yield layer_case("PReLU()", l.PReLU(), (2, 5))
    yield layer_case("PReLU(shared_axes = [0])", l.PReLU(shared_axes=[1]), (2, 5))
    yield layer_case("Identity()", l.Identity(), (2, 3))
    yield layer_case("Permute([3, 1, 2])", l.Permute((3, 1, 2)), (2, 3, 4))
    yield layer_case("RepeatVector(3)", l.RepeatVector(3), (4,))
    yield layer_case("LayerNormalization()", l.LayerNormalization(), (3, 5))
    yield layer_case("LayerNormalization([0, 1], 0.1)", l.LayerNormalization([1, 2], 0.1), (3, 5))
    yield layer_case("LayerNormalization(0, scale = false)", l.LayerNormalization(1, scale=False), (3, 5))
    yield layer_case("RMSNormalization()", l.RMSNormalization(), (3, 5))
    yield layer_case("RMSNormalization(epsilon = 0.1)", l.RMSNormalization(epsilon=0.1), (3, 5))
    yield layer_case("UnitNormalization()", l.UnitNormalization(), (3, 5))
    yield layer_case("UnitNormalization([0, 1])", l.UnitNormalization([1, 2]), (3, 5))
    yield layer_case("GroupNormalization(2)", l.GroupNormalization(2), (6,))
    yield layer_case("GroupNormalization(3, epsilon = 0.1)", l.GroupNormalization(3, epsilon=0.1), (2, 3, 6))
    yield layer_case("GroupNormalization(-1)", l.GroupNormalization(-1), (5, 3))
    yield training_case("BatchNormalization()", l.BatchNormalization(), (3,))
    yield training_case("BatchNormalization(momentum = 0.5)", l.BatchNormalization(momentum=0.5), (2, 3, 4))
    plain = l.BatchNormalization(1, epsilon=0.1, center=False)
    yield training_case("BatchNormalization(0, epsilon = 0.1, center = false)", plain, (3, 4))
    yield still_case("BatchNormalization()", l.BatchNormalization(), (2, 3))


if __name__ == "__main__":
    write("more-layers", list(layer_cases()))
