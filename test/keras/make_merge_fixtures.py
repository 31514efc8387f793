"""Writes fixtures/merge-layers.json and fixtures/attention-layers.json: layers of several inputs of real Keras. Run as make_fixtures.py is.

Axes there count the batch; here not. Weights have their names below the layer: query/kernel.
"""

from make_fixtures import jax, jnp, layers as l, normal, numbers, write


def merge_case(source, layer, *shapes, attends=False, **options):
    """`attends`: the layer takes its tensors one by one, not as a list."""
    inputs = [normal(2, *shape) for shape in shapes]
    given = inputs * 2 if attends and len(inputs) == 1 else inputs

    def call(values, tensors):
        tensors = [*tensors, *tensors] if attends and len(tensors) == 1 else tensors
        arguments = tensors if attends else [tensors]
        states = [values[n] for n in names]
        return layer.stateless_call(states, [v.value for v in layer.non_trainable_variables], *arguments, **options)[0]

    layer(*given) if attends else layer(given)
    names = [w.path.split("/", 1)[1] for w in layer.trainable_weights]
    weights = {n: normal(*w.shape, scale=0.5) for n, w in zip(names, layer.trainable_weights)}
    y = call(weights, inputs)
    upstream = normal(*y.shape)
    gradient = jax.grad(lambda values, tensors: jnp.sum(call(values, tensors) * upstream), argnums=(0, 1))
    by_weight, by_input = gradient(weights, [jnp.asarray(x) for x in inputs])
    return {
        "source": source,
        "inputs": [numbers(x) for x in inputs],
        "weights": {n: numbers(v) for n, v in weights.items()},
        "y": numbers(y),
        "upstream": numbers(upstream),
        "inputGradients": [numbers(g) for g in by_input],
        "weightGradients": {n: numbers(v) for n, v in by_weight.items()},
    }


def merging_cases():
    for name in ("Add", "Multiply", "Average", "Maximum", "Minimum"):
        yield merge_case(f"{name}()", getattr(l, name)(), (2, 3), (3,), (2, 1))
        yield merge_case(f"{name}()", getattr(l, name)(), (4,), (4,))
    yield merge_case("Subtract()", l.Subtract(), (2, 3), (2, 3))
    yield merge_case("Subtract()", l.Subtract(), (3,), (2, 3))
    yield merge_case("Concatenate()", l.Concatenate(), (2, 3), (2, 1), (2, 2))
    yield merge_case("Concatenate(0)", l.Concatenate(1), (2, 3), (1, 3))
    yield merge_case("Concatenate(axis = -2)", l.Concatenate(-2), (2, 3), (1, 3))
    yield merge_case("Dot(0)", l.Dot(1), (3,), (3,))
    yield merge_case("Dot(-1, normalize = true)", l.Dot(-1, normalize=True), (3,), (3,))
    yield merge_case("Dot(1, true)", l.Dot(2, normalize=True), (2, 3), (4, 3))
    yield merge_case("Dot([1, 0])", l.Dot((2, 1)), (2, 3), (3, 4))
    yield merge_case("Dot([0, 1])", l.Dot((1, 2)), (3,), (4, 3))
    yield merge_case("Dot([0, -1])", l.Dot((1, -1)), (3, 2, 2), (4, 3))


def attention_cases():
    yield merge_case("Attention()", l.Attention(), (3, 4), (5, 4))
    yield merge_case("Attention(use_scale = true)", l.Attention(use_scale=True), (3, 4), (5, 2), (5, 4))
    yield merge_case("Attention(score_mode = concat)", l.Attention(score_mode="concat"), (3, 4), (5, 4))
    yield merge_case("Attention(true, concat)", l.Attention(True, "concat"), (3, 4), (5, 2), (5, 4))
    yield merge_case("Attention(use_causal_mask = true)", l.Attention(), (4, 3), (4, 3), use_causal_mask=True)
    yield merge_case("AdditiveAttention()", l.AdditiveAttention(), (3, 4), (5, 4))
    yield merge_case("AdditiveAttention(use_scale = false)", l.AdditiveAttention(use_scale=False), (3, 4), (5, 2), (5, 4))
    causal = l.AdditiveAttention()
    yield merge_case("AdditiveAttention(use_causal_mask = true)", causal, (3, 2), (3, 2), use_causal_mask=True)


def multi_head_cases():
    def case(source, layer, *shapes, **options):
        return merge_case(source, layer, *shapes, attends=True, **options)

    m = l.MultiHeadAttention
    yield case("MultiHeadAttention(2, 3)", m(2, 3), (4, 5))
    yield case("MultiHeadAttention(2, 3)", m(2, 3), (4, 5), (3, 6))
    # Keras on JAX takes values of another size only on its path with dropout, which is at rest here.
    yield case("MultiHeadAttention(2, 3, 4, 0.5)", m(2, 3, 4, 0.5), (4, 5), (3, 6), (3, 2))
    yield case("MultiHeadAttention(3, 2, use_bias = false)", m(3, 2, use_bias=False), (4, 5))
    yield case("MultiHeadAttention(2, 3, use_causal_mask = true)", m(2, 3), (4, 5), use_causal_mask=True)
    yield case("MultiHeadAttention(2, 3, output_shape = 4)", m(2, 3, output_shape=4), (4, 5))
    yield case("MultiHeadAttention(1, 2, output_shape = [2, 3])", m(1, 2, output_shape=(2, 3)), (3, 4))
    yield case("MultiHeadAttention(2, 2)", m(2, 2), (2, 3, 4))
    yield case("MultiHeadAttention(2, 3, sliding_window = 2)", m(2, 3, sliding_window=2), (5, 4))
    yield case("MultiHeadAttention(2, 3, use_gate = true)", m(2, 3, use_gate=True), (4, 5), (3, 6))
    both = m(2, 3, sliding_window=2, use_gate=True)
    source = "MultiHeadAttention(2, 3, sliding_window = 2, use_gate = true, use_causal_mask = true)"
    yield case(source, both, (5, 4), use_causal_mask=True)


if __name__ == "__main__":
    write("merge-layers", list(merging_cases()))
    write("attention-layers", [*attention_cases(), *multi_head_cases()])
