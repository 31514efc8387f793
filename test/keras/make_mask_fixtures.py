"""Writes fixtures/mask-layers.json: what layers of real Keras make of the masks that come with their inputs, and which masks they
hand on. Run as make_fixtures.py is. Axes there count the batch; here not.
"""

from make_fixtures import layer_case, layers as l, normal, np, one_by_one, write
from make_layer_fixtures import positive

HOLES = [[0, 1, 1, 0], [1, 1, 0, 0]]
TAIL = [[1, 1, 1, 0], [1, 0, 0, 0]]
SHORT = [[1, 1, 0], [0, 1, 0]]


def case(source, layer, *shapes, masks=(HOLES,), names=True, **options):
    made = layer_case(source, layer, *shapes, masks=masks, **options)
    if not names:
        del made["names"]
    return made


def attention():
    for name in ("Attention", "AdditiveAttention"):
        make = getattr(l, name)
        yield case(f"{name}()", make(), (4, 3), (3, 3), masks=[TAIL, SHORT])
        yield case(f"{name}()", make(), (4, 3), (3, 3), masks=[None, SHORT])
        yield case(f"{name}()", make(), (4, 3), (3, 3), masks=[HOLES, None])
        yield case(f"{name}()", make(), (4, 3), (3, 2), (3, 3), masks=[TAIL, SHORT, [[1, 0, 0], [1, 1, 1]]])
        yield case(f"{name}(use_causal_mask = true)", make(), (4, 3), (4, 3), masks=[TAIL, TAIL], use_causal_mask=True)
    yield case("Attention(true, concat)", l.Attention(True, "concat"), (4, 3), (3, 3), masks=[TAIL, SHORT])
    for name, sizes in (("MultiHeadAttention", (2, 3)), ("GroupQueryAttention", (3, 2, 1))):
        make, source = getattr(l, name), f"{name}({', '.join(map(str, sizes))}"
        options = {"arrange": one_by_one}
        yield case(f"{source})", make(*sizes), (4, 3), masks=[TAIL], **options)
        yield case(f"{source})", make(*sizes), (4, 3), (3, 3), masks=[TAIL, SHORT], **options)
        yield case(f"{source})", make(*sizes), (4, 3), (3, 3), masks=[None, SHORT], **options)
        yield case(f"{source})", make(*sizes), (4, 3), (3, 3), masks=[HOLES, None], **options)
        yield case(f"{source})", make(*sizes), (4, 3), (3, 2), (3, 3), masks=[TAIL, SHORT, [[1, 0, 0], [1, 1, 1]]], **options)
        yield case(f"{source}, use_causal_mask = true)", make(*sizes), (4, 3), masks=[TAIL], use_causal_mask=True, **options)


def statistics():
    inputs = [normal(2, 4, 3, scale=2)]
    for source, layer in (
        ("BatchNormalization()", l.BatchNormalization()),
        ("BatchNormalization(momentum = 0.5, renorm = true)", l.BatchNormalization(momentum=0.5, renorm=True)),
    ):
        yield case(source, layer, inputs=inputs, draw=positive, training=True)
    yield case("BatchNormalization()", l.BatchNormalization(), inputs=inputs, draw=positive)
    yield case("GlobalAveragePooling1D()", l.GlobalAveragePooling1D(), (4, 2))
    yield case("GlobalAveragePooling1D(keepdims = true)", l.GlobalAveragePooling1D(keepdims=True), (4, 2))
    yield case("Softmax()", l.Softmax(), (4,))
    yield case("Softmax(0)", l.Softmax(1), (4,))
    yield case("LayerNormalization()", l.LayerNormalization(), (4, 3))
    yield case("GroupNormalization(1)", l.GroupNormalization(1), (4, 3))
    yield case("UnitNormalization()", l.UnitNormalization(), (4, 3))


def merging():
    for name in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"):
        yield case(f"{name}()", getattr(l, name)(), (4, 2), (4, 2), masks=[HOLES, TAIL])
        yield case(f"{name}()", getattr(l, name)(), (4, 2), (4, 2), masks=[HOLES, None])
    yield case("Concatenate()", l.Concatenate(), (4, 2), (4, 1), masks=[HOLES, TAIL])
    yield case("Concatenate()", l.Concatenate(), (4, 2), (4, 1), masks=[HOLES, None])
    yield case("Concatenate(0)", l.Concatenate(1), (4, 2), (3, 2), masks=[HOLES, SHORT])
    yield case("Concatenate(0)", l.Concatenate(1), (3, 2), (4, 2), masks=[None, HOLES])
    yield case("Dot(1)", l.Dot(2), (4, 2), (3, 2), masks=[HOLES, SHORT])


def wrappers():
    yield case("TimeDistributed(Dense(2, tanh))", l.TimeDistributed(l.Dense(2, "tanh")), (4, 3), names=False)
    normal_inside = l.TimeDistributed(l.BatchNormalization())
    yield case("TimeDistributed(BatchNormalization())", normal_inside, (4, 3), draw=positive, names=False)
    # Where Keras on JAX does not unroll, it lays the mask over the axis of places instead of the batch.
    unrolled = l.ConvLSTM1D(2, 2, return_sequences=True)
    unrolled.unroll = True
    yield case("ConvLSTM1D(2, 2, return_sequences = true)", unrolled, (4, 3, 1), names=False)
    yield case("Bidirectional(GRU(2))", l.Bidirectional(l.GRU(2)), (4, 2), names=False)
    yield case("Masking()", l.Masking(), inputs=[np.array([[[0, 0], [1, 0], [2, 3]], [[1, 1], [0, 0], [0, 0]]], "float32")], masks=[None])
    yield case("Masking(1)", l.Masking(1), inputs=[np.array([[[0, 0], [1, 0], [2, 3]], [[1, 1], [0, 0], [0, 0]]], "float32")], masks=[SHORT])
    yield case("Embedding(5, 2, mask_zero = true)", l.Embedding(5, 2, mask_zero=True), inputs=[np.array([[0, 3, 1], [4, 0, 0]])], masks=[None])
    yield case("Embedding(5, 2)", l.Embedding(5, 2), inputs=[np.array([[0, 3, 1], [4, 0, 0]])], masks=[None])


def backwards(tensors):
    return (tensors, {"reverse": True})


def reversible():
    """Both ways through one table, or through two."""
    make = l.ReversibleEmbedding
    words = {"inputs": [np.array([[0, 3, 1], [4, 0, 0]])], "masks": [None]}
    yield case("ReversibleEmbedding(5, 2)", make(5, 2), **words)
    yield case("ReversibleEmbedding(5, 2, mask_zero = true)", make(5, 2, mask_zero=True), **words)
    vectors = {"masks": [SHORT], "arrange": backwards}
    yield case("ReversibleEmbedding(5, 2, mask_zero = true)", make(5, 2, mask_zero=True), (3, 2), **vectors)
    both = make(5, 2, tie_weights=False, logit_soft_cap=1.5)
    yield case("ReversibleEmbedding(5, 2, tie_weights = false, logit_soft_cap = 1.5)", both, (3, 2), **vectors)


def handed_on():
    yield case("Dense(2)", l.Dense(2), (4, 3))
    yield case("Activation(tanh)", l.Activation("tanh"), (4, 3))
    yield case("ReLU()", l.ReLU(), (4, 3))
    yield case("LeakyReLU()", l.LeakyReLU(), (4, 3))
    yield case("ELU()", l.ELU(), (4, 3))
    yield case("PReLU()", l.PReLU(), (4, 3))
    yield case("Identity()", l.Identity(), (4, 3))
    yield case("Rescaling(0.5)", l.Rescaling(0.5), (4, 3))
    yield case("ActivityRegularization(0.1)", l.ActivityRegularization(0.1), (4, 3), training=True)
    yield case("Normalization(mean = 1, variance = 4)", l.Normalization(mean=1.0, variance=4.0), (4, 3), draw=None)
    for name in ("Dropout", "AlphaDropout", "GaussianDropout", "GaussianNoise", "SpatialDropout1D"):
        yield case(f"{name}(0)", getattr(l, name)(0.0), (4, 3), training=True)
    yield case("SpatialDropout2D(0)", l.SpatialDropout2D(0.0), (4, 2, 3), training=True)
    yield case("SpatialDropout3D(0)", l.SpatialDropout3D(0.0), (4, 1, 2, 3), training=True)


def ended():
    yield case("Flatten()", l.Flatten(), (4, 3))
    yield case("Reshape([2, 6])", l.Reshape((2, 6)), (4, 3))
    yield case("Permute([2, 1])", l.Permute((2, 1)), (4, 3))
    yield case("RepeatVector(2)", l.RepeatVector(2), (4,))
    yield case("Conv1D(2, 2)", l.Conv1D(2, 2), (4, 3))
    yield case("MaxPooling1D()", l.MaxPooling1D(), (4, 3))
    yield case("AveragePooling1D(2)", l.AveragePooling1D(2), (4, 3))
    yield case("GlobalMaxPooling1D()", l.GlobalMaxPooling1D(), (4, 3))
    yield case("ZeroPadding1D()", l.ZeroPadding1D(), (4, 3))
    yield case("Cropping1D()", l.Cropping1D(), (4, 3))
    yield case("UpSampling1D()", l.UpSampling1D(), (4, 3))
    yield case('EinsumDense("abc,cd->abd", [none, 2])', l.EinsumDense("abc,cd->abd", (None, 2)), (4, 3))
    yield case("RMSNormalization()", l.RMSNormalization(), (4, 3))


if __name__ == "__main__":
    write("mask-layers", [*attention(), *statistics(), *merging(), *wrappers(), *reversible(), *handed_on(), *ended()])
