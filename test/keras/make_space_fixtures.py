"""Writes fixtures/space-layers.json, sum-layers.json and group-attention.json: transposed convolution, adaptive pooling, interpolation,
channels first; EinsumDense, GroupQueryAttention, renormalised batches, softmax over several axes. Run as make_fixtures.py is.
"""

from make_fixtures import layer_case, one_by_one, write
from make_layer_fixtures import still_case, training_case

from keras import layers as l


def transposed():
    yield layer_case("Conv1DTranspose(2, 3)", l.Conv1DTranspose(2, 3), (4, 2))
    for size in (1, 2, 3, 4, 5):
        for padding in ("valid", "same"):
            source = f"Conv1DTranspose(1, {size}, 2, {padding})"
            yield layer_case(source, l.Conv1DTranspose(1, size, 2, padding), (3, 1))
            for added in (0, 2):
                source = f"Conv1DTranspose(1, {size}, 3, {padding}, {added}, use_bias = false)"
                layer = l.Conv1DTranspose(1, size, 3, padding, added, use_bias=False)
                yield layer_case(source, layer, (3, 1))
    for padding in ("valid", "same"):
        source = f"Conv1DTranspose(2, 3, padding = {padding}, dilation_rate = 2)"
        yield layer_case(source, l.Conv1DTranspose(2, 3, padding=padding, dilation_rate=2), (4, 1))
    yield layer_case(
        "Conv2DTranspose(2, [2, 3], [1, 2], same, activation = tanh)",
        l.Conv2DTranspose(2, (2, 3), (1, 2), "same", activation="tanh"),
        (2, 3, 2),
    )
    yield layer_case("Conv2DTranspose(1, 3, 2, valid, [1, 0])", l.Conv2DTranspose(1, 3, 2, "valid", (1, 0)), (2, 2, 2))
    yield layer_case(
        "Conv3DTranspose(2, 2, 2, same, channels_first, [1, 0, 1])",
        l.Conv3DTranspose(2, 2, 2, "same", "channels_first", (1, 0, 1)),
        (1, 1, 2, 2),
    )
    yield layer_case("Conv3DTranspose(1, [1, 2, 2])", l.Conv3DTranspose(1, (1, 2, 2)), (2, 1, 2, 2))


def adaptive():
    for rank, shape, sizes in ((1, (5, 2), "3"), (2, (3, 5, 2), "[2, 3]"), (3, (3, 2, 4, 1), "[2, 2, 3]")):
        for kind in ("AdaptiveMaxPooling", "AdaptiveAveragePooling"):
            name = f"{kind}{rank}D"
            size = eval(sizes)
            yield layer_case(f"{name}({sizes})", getattr(l, name)(tuple(size) if rank > 1 else size), shape)
        first = (shape[-1], *shape[:-1])
        layer = getattr(l, f"AdaptiveAveragePooling{rank}D")(2, data_format="channels_first")
        yield layer_case(f"AdaptiveAveragePooling{rank}D(2, channels_first)", layer, first)


def between():
    for how in ("bilinear", "bicubic", "lanczos3", "lanczos5"):
        source = f"UpSampling2D([2, 3], interpolation = {how})"
        yield layer_case(source, l.UpSampling2D((2, 3), interpolation=how), (3, 2, 1))
    yield layer_case(
        "UpSampling2D(2, channels_first, bilinear)", l.UpSampling2D(2, "channels_first", "bilinear"), (2, 3, 2)
    )
    yield layer_case("UpSampling3D(2, channels_first)", l.UpSampling3D(2, "channels_first"), (2, 1, 2, 1))


def channels_first():
    first = "channels_first"
    yield layer_case("Conv1D(2, 2, 1, same, channels_first)", l.Conv1D(2, 2, 1, "same", first), (3, 4))
    yield layer_case(
        "Conv2D(4, 2, 1, valid, channels_first, groups = 2, activation = softmax)",
        l.Conv2D(4, 2, 1, "valid", first, groups=2, activation="softmax"),
        (4, 2, 3),
    )
    yield layer_case("Conv3D(2, 2, data_format = channels_first)", l.Conv3D(2, 2, data_format=first), (1, 2, 2, 3))
    yield layer_case("DepthwiseConv1D(2, 1, same, 2, channels_first)", l.DepthwiseConv1D(2, 1, "same", 2, first), (2, 3))
    yield layer_case("DepthwiseConv2D(2, data_format = channels_first)", l.DepthwiseConv2D(2, data_format=first), (2, 3, 3))
    yield layer_case("SeparableConv1D(3, 2, 1, same, channels_first)", l.SeparableConv1D(3, 2, 1, "same", first), (2, 4))
    yield layer_case(
        "SeparableConv2D(3, 2, data_format = channels_first)", l.SeparableConv2D(3, 2, data_format=first), (2, 3, 3)
    )
    for rank, shape in ((1, (2, 5)), (2, (2, 4, 3)), (3, (1, 2, 4, 3))):
        for kind in ("MaxPooling", "AveragePooling"):
            name = f"{kind}{rank}D"
            layer = getattr(l, name)(2, 1, "same", first)
            yield layer_case(f"{name}(2, 1, same, channels_first)", layer, shape)
        for kind in ("GlobalMaxPooling", "GlobalAveragePooling"):
            name = f"{kind}{rank}D"
            yield layer_case(f"{name}(channels_first, true)", getattr(l, name)(first, True), shape)
    yield layer_case("ZeroPadding1D(1, channels_first)", l.ZeroPadding1D(1, first), (2, 3))
    yield layer_case("ZeroPadding2D([[1, 0], [0, 2]], channels_first)", l.ZeroPadding2D(((1, 0), (0, 2)), first), (2, 1, 2))
    yield layer_case("ZeroPadding3D(1, channels_first)", l.ZeroPadding3D(1, first), (2, 1, 1, 2))
    yield layer_case("Cropping2D([1, 0], channels_first)", l.Cropping2D((1, 0), first), (2, 3, 2))
    yield layer_case("Cropping3D(1, channels_first)", l.Cropping3D(1, first), (2, 3, 3, 4))
    yield layer_case("Flatten(channels_first)", l.Flatten(first), (2, 3, 2))


def einsum():
    yield layer_case('EinsumDense("ab,bc->ac", 3, bias_axes = "c")', l.EinsumDense("ab,bc->ac", 3, bias_axes="c"), (4,))
    yield layer_case(
        'EinsumDense("abc,cde->abde", [none, 2, 3], tanh, "de")',
        l.EinsumDense("abc,cde->abde", (None, 2, 3), "tanh", "de"),
        (2, 4),
    )
    yield layer_case(
        'EinsumDense("...x,xy->...y", 3, bias_axes = "y")', l.EinsumDense("...x,xy->...y", 3, bias_axes="y"), (2, 2, 4)
    )
    yield layer_case(
        'EinsumDense("abc...,bde->aced...", [4, 3, 2], bias_axes = "ed")',
        l.EinsumDense("abc...,bde->aced...", (4, 3, 2), bias_axes="ed"),
        (3, 4, 2),
    )
    yield layer_case('EinsumDense("abcd,bde->abe", [2, 3])', l.EinsumDense("abcd,bde->abe", (2, 3)), (2, 3, 2))


def several_axes():
    yield layer_case("Softmax([0, -1])", l.Softmax((1, -1)), (2, 3, 2))
    yield layer_case("Softmax([1])", l.Softmax([2]), (2, 3))


def renormalised():
    # Bounds that cut some features and leave others.
    source = "BatchNormalization(renorm = true, renorm_clipping = { rmin = 0.8, rmax = 3, dmax = 0.5 }, renorm_momentum = 0.9)"
    clipping = {"rmin": 0.8, "rmax": 3, "dmax": 0.5}
    yield training_case(source, l.BatchNormalization(renorm=True, renorm_clipping=clipping, renorm_momentum=0.9), (4,))
    source = "BatchNormalization(0, 0.5, 0.1, false, moving_variance_initializer = Constant(4), renorm = true)"
    yield training_case(source, l.BatchNormalization(1, 0.5, 0.1, False, renorm=True), (2, 3))
    yield still_case("BatchNormalization(renorm = true)", l.BatchNormalization(renorm=True), (3,))


def spectral():
    for inner, layer, shape in (("Dense(3)", lambda: l.Dense(3, name="dense"), (4,)), ("Conv1D(2, 2)", lambda: l.Conv1D(2, 2, name="conv1d"), (3, 2))):
        for times in (1, 3):
            wrapper = l.SpectralNormalization(layer(), times)
            case = training_case(f"SpectralNormalization({inner}, {times})", wrapper, shape)
            # Its own vector stands behind the weights of the inner layer here.
            own = case["names"].index("vector_u")
            last = lambda values: [*values[:own], *values[own + 1 :], values[own]]
            parts = {part: last(case[part]) for part in ("names", "weights", "weightGradients")}
            yield {**case, **parts, "steps": {**case["steps"], "weights": last(case["steps"]["weights"])}}


def grouped():
    def case(source, layer, *shapes, **options):
        return layer_case(source, layer, *shapes, arrange=one_by_one, **options)

    g = l.GroupQueryAttention
    yield case("GroupQueryAttention(2, 4, 2)", g(2, 4, 2), (3, 4))
    yield case("GroupQueryAttention(2, 2, 1, use_bias = false)", g(2, 2, 1, use_bias=False), (3, 2), (4, 3))
    source = "GroupQueryAttention(1, 4, 2, sliding_window = 2, use_gate = true, use_causal_mask = true)"
    yield case(source, g(1, 4, 2, sliding_window=2, use_gate=True), (4, 3), use_causal_mask=True)
    yield case("GroupQueryAttention(2, 2, 2, 0.5)", g(2, 2, 2, 0.5), (2, 3), (3, 2), (3, 4))


if __name__ == "__main__":
    write("space-layers", [*transposed(), *adaptive(), *between(), *channels_first()])
    write("sum-layers", [*einsum(), *several_axes(), *renormalised(), *spectral()])
    write("group-attention", list(grouped()))
