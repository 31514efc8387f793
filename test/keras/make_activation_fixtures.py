"""Writes fixtures/more-activations.json: values and derivatives of real Keras. Run as make_fixtures.py is."""

from make_fixtures import activation_case, activations as a, jnp, normal, np, write  # first, because it chooses the backend

# Without the corners of piecewise functions (0, 0.5, 1, 3, 6), where derivatives are a matter of convention.
POINTS = np.array([[-40, -20, -3.25, -2, -0.625, -1e-3, -1e-6, 1e-6, 1e-3, 0.625, 1.25, 2, 3.25, 7, 20, 40]], "float32")
# Where Keras' own form keeps its digits.
NEAR = np.array([[-3.25, -2, -0.625, -1e-3, 1e-3, 0.625, 1.25, 2, 3.25, 7]], "float32")


def sparsemax(x, axis=-1):
    """As Martins and Astudillo define it. Keras 3.15.1 adds up the cumulative sums of the whole support where the last one
    is meant, so its results sum to 1 only where a single entry is left; Keras is asked itself only there."""
    ordered = jnp.flip(jnp.sort(jnp.moveaxis(x, axis, -1)), -1)
    sums = jnp.cumsum(ordered, -1)
    size = jnp.sum(1 + jnp.arange(1, x.shape[axis] + 1) * ordered > sums, -1, keepdims=True)
    tau = (jnp.take_along_axis(sums, size - 1, -1) - 1) / size
    return jnp.maximum(x - jnp.moveaxis(tau, -1, axis), 0)


def activation_cases():
    plain = ("celu", "hard_shrink", "hard_sigmoid", "hard_silu", "hard_swish", "hard_tanh", "log_sigmoid", "log_softmax")
    for name in (*plain, "mish", "relu6", "silu", "swish", "soft_shrink", "softsign", "sparse_plus", "sparse_sigmoid"):
        yield activation_case(name, getattr(a, {"hard_swish": "hard_silu", "swish": "silu"}.get(name, name)), POINTS)
    for name in ("exponential", "squareplus", "tanh_shrink", "sparsemax"):
        yield activation_case(name, getattr(a, name), NEAR)
    yield activation_case("celu(alpha = 0.3)", lambda x: a.celu(x, 0.3), POINTS)
    yield activation_case("hard_shrink(1.5)", lambda x: a.hard_shrink(x, 1.5), POINTS)
    yield activation_case("soft_shrink(1.5)", lambda x: a.soft_shrink(x, 1.5), POINTS)
    yield activation_case("squareplus(0.5)", lambda x: a.squareplus(x, 0.5), NEAR)
    yield activation_case("threshold(1, -3)", lambda x: a.threshold(x, 1.0, -3.0), POINTS)
    yield activation_case("glu", a.glu, normal(2, 3, 8, scale=3))
    # Axes are counted without the batch here, so Keras' axis 1 is axis 0.
    yield activation_case("glu(axis = 0)", lambda x: a.glu(x, axis=1), normal(2, 6, 3, scale=3))
    yield activation_case("log_softmax(axis = 0)", lambda x: a.log_softmax(x, axis=1), normal(2, 6, 3, scale=3))
    yield activation_case("sparsemax", sparsemax, normal(3, 4, 7))
    yield activation_case("sparsemax", sparsemax, normal(5, 9, scale=0.2))
    yield activation_case("sparsemax(axis = 0)", lambda x: sparsemax(x, 1), normal(3, 6, 4))
    yield activation_case("sparsemax", sparsemax, np.array([[1, 1, 0.375, 0.25, 0.25]], "float32"))


if __name__ == "__main__":
    write("more-activations", list(activation_cases()))
