"""Writes fixtures/merge-layers.json and fixtures/attention-layers.json: layers of several inputs of real Keras. Run as make_fixtures.py is.

Axes there count the batch; here not. Weights have their names below the layer: query/kernel.
"""

from make_fixtures import layer_case, layers as l, one_by_one, write


def merging_cases():
    for name in ("Add", "Multiply", "Average", "Maximum", "Minimum"):
        yield layer_case(f"{name}()", getattr(l, name)(), (2, 3), (3,), (2, 1))
        yield layer_case(f"{name}()", getattr(l, name)(), (4,), (4,))
    yield layer_case("Subtract()", l.Subtract(), (2, 3), (2, 3))
    yield layer_case("Subtract()", l.Subtract(), (3,), (2, 3))
    yield layer_case("Concatenate()", l.Concatenate(), (2, 3), (2, 1), (2, 2))
    yield layer_case("Concatenate(0)", l.Concatenate(1), (2, 3), (1, 3))
    yield layer_case("Concatenate(axis = -2)", l.Concatenate(-2), (2, 3), (1, 3))
    yield layer_case("Dot(0)", l.Dot(1), (3,), (3,))
    yield layer_case("Dot(-1, normalize = true)", l.Dot(-1, normalize=True), (3,), (3,))
    yield layer_case("Dot(1, true)", l.Dot(2, normalize=True), (2, 3), (4, 3))
    yield layer_case("Dot([1, 0])", l.Dot((2, 1)), (2, 3), (3, 4))
    yield layer_case("Dot([0, 1])", l.Dot((1, 2)), (3,), (4, 3))
    yield layer_case("Dot([0, -1])", l.Dot((1, -1)), (3, 2, 2), (4, 3))


def attention_cases():
    yield layer_case("Attention()", l.Attention(), (3, 4), (5, 4))
    yield layer_case("Attention(use_scale = true)", l.Attention(use_scale=True), (3, 4), (5, 2), (5, 4))
    yield layer_case("Attention(score_mode = concat)", l.Attention(score_mode="concat"), (3, 4), (5, 4))
    yield layer_case("Attention(true, concat)", l.Attention(True, "concat"), (3, 4), (5, 2), (5, 4))
    yield layer_case("Attention(use_causal_mask = true)", l.Attention(), (4, 3), (4, 3), use_causal_mask=True)
    yield layer_case("AdditiveAttention()", l.AdditiveAttention(), (3, 4), (5, 4))
    yield layer_case("AdditiveAttention(use_scale = false)", l.AdditiveAttention(use_scale=False), (3, 4), (5, 2), (5, 4))
    causal = l.AdditiveAttention()
    yield layer_case("AdditiveAttention(use_causal_mask = true)", causal, (3, 2), (3, 2), use_causal_mask=True)


def multi_head_cases():
    def case(source, layer, *shapes, **options):
        return layer_case(source, layer, *shapes, arrange=one_by_one, **options)

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
