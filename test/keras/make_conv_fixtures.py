"""Writes fixtures/windows.json: convolution, pooling, embedding and what goes with them, computed by real Keras.

    venv/bin/python test/keras/make_conv_fixtures.py

As make_fixtures.py, whose helpers it uses.
"""

from make_fixtures import layer_case, normal, write  # isort: skip (it chooses the backend)

import numpy as np
from keras import layers


def convolutions():
    yield layer_case("Conv1D(2, 3)", layers.Conv1D(2, 3), (5, 2))
    yield layer_case("Conv1D(2, 3, padding = causal)", layers.Conv1D(2, 3, padding="causal"), (4, 2))
    yield layer_case(
        "Conv1D(2, 2, padding = causal, dilation_rate = 2)",
        layers.Conv1D(2, 2, padding="causal", dilation_rate=2),
        (5, 1),
    )
    yield layer_case("Conv1D(2, 3, 2, padding = same)", layers.Conv1D(2, 3, 2, padding="same"), (6, 1))
    yield layer_case("Conv2D(2, 3, padding = same)", layers.Conv2D(2, 3, padding="same"), (4, 3, 2))
    yield layer_case("Conv2D(2, [2, 3], activation = relu)", layers.Conv2D(2, (2, 3), activation="relu"), (3, 4, 2))
    yield layer_case(
        "Conv2D(2, 3, strides = [2, 1], padding = same, use_bias = false)",
        layers.Conv2D(2, 3, strides=(2, 1), padding="same", use_bias=False),
        (4, 3, 1),
    )
    yield layer_case("Conv2D(2, 2, strides = 2, padding = same)", layers.Conv2D(2, 2, strides=2, padding="same"), (3, 5, 1))
    yield layer_case("Conv2D(1, 2, dilation_rate = [2, 1])", layers.Conv2D(1, 2, dilation_rate=(2, 1)), (4, 3, 1))
    yield layer_case(
        "Conv2D(4, 2, groups = 2, padding = same)", layers.Conv2D(4, 2, groups=2, padding="same"), (2, 3, 4)
    )
    yield layer_case("Conv2D(3, 2, groups = 3)", layers.Conv2D(3, 2, groups=3), (3, 2, 3))
    yield layer_case("Conv3D(2, 2, padding = same)", layers.Conv3D(2, 2, padding="same"), (2, 3, 2, 1))
    yield layer_case("Conv3D(1, [1, 2, 2], strides = 2)", layers.Conv3D(1, (1, 2, 2), strides=2), (3, 4, 3, 2))
    yield layer_case("DepthwiseConv1D(2, 2)", layers.DepthwiseConv1D(2, 2), (5, 2))
    yield layer_case(
        "DepthwiseConv2D(2, padding = same, depth_multiplier = 2)",
        layers.DepthwiseConv2D(2, padding="same", depth_multiplier=2),
        (3, 2, 2),
    )
    yield layer_case(
        "DepthwiseConv2D(3, strides = 2, padding = same)",
        layers.DepthwiseConv2D(3, strides=2, padding="same"),
        (4, 3, 2),
    )
    yield layer_case("SeparableConv1D(3, 2)", layers.SeparableConv1D(3, 2), (4, 2))
    yield layer_case(
        "SeparableConv2D(3, 2, padding = same, depth_multiplier = 2)",
        layers.SeparableConv2D(3, 2, padding="same", depth_multiplier=2),
        (3, 2, 2),
    )


def ties(*shape):
    """Small whole numbers: most windows hold their largest more than once."""
    return np.floor(normal(2, *shape)).clip(-1, 1)


def pooling():
    for rank, shape in ((1, (5, 2)), (2, (4, 5, 2)), (3, (2, 4, 3, 1))):
        kind = {name: getattr(layers, f"{name}{rank}D") for name in ("MaxPooling", "AveragePooling")}
        yield layer_case(f"MaxPooling{rank}D()", kind["MaxPooling"](), shape)
        yield layer_case(f"MaxPooling{rank}D(padding = same)", kind["MaxPooling"](padding="same"), shape)
        yield layer_case(f"MaxPooling{rank}D(2)", kind["MaxPooling"](2), inputs=[ties(*shape)])
        yield layer_case(
            f"MaxPooling{rank}D(3, strides = 1, padding = same)",
            kind["MaxPooling"](3, strides=1, padding="same"),
            inputs=[ties(*shape)],
        )
        yield layer_case(
            f"MaxPooling{rank}D(3, strides = 2, padding = same)",
            kind["MaxPooling"](3, strides=2, padding="same"),
            inputs=[ties(*shape)],
        )
        yield layer_case(f"AveragePooling{rank}D(2)", kind["AveragePooling"](2), shape)
        yield layer_case(
            f"AveragePooling{rank}D(3, strides = 2, padding = same)",
            kind["AveragePooling"](3, strides=2, padding="same"),
            shape,
        )
        for name in ("GlobalMaxPooling", "GlobalAveragePooling"):
            word = f"{name}{rank}D"
            yield layer_case(f"{word}()", getattr(layers, word)(), shape)
            yield layer_case(f"{word}(keepdims = true)", getattr(layers, word)(keepdims=True), shape)


def margins():
    yield layer_case("ZeroPadding1D([0, 2])", layers.ZeroPadding1D((0, 2)), (3, 2))
    yield layer_case("ZeroPadding2D([1, 2])", layers.ZeroPadding2D((1, 2)), (2, 2, 1))
    yield layer_case("ZeroPadding2D([[1, 0], [0, 2]])", layers.ZeroPadding2D(((1, 0), (0, 2))), (2, 2, 1))
    yield layer_case("ZeroPadding3D(1)", layers.ZeroPadding3D(1), (1, 2, 1, 1))
    yield layer_case("Cropping1D([2, 0])", layers.Cropping1D((2, 0)), (4, 2))
    yield layer_case("Cropping1D()", layers.Cropping1D(), (4, 2))
    yield layer_case("Cropping2D()", layers.Cropping2D(), (2, 2, 1))
    yield layer_case("Cropping2D([[1, 0], [0, 2]])", layers.Cropping2D(((1, 0), (0, 2))), (3, 4, 1))
    yield layer_case("Cropping3D()", layers.Cropping3D(), (3, 4, 3, 1))
    yield layer_case("UpSampling1D(3)", layers.UpSampling1D(3), (2, 2))
    yield layer_case("UpSampling2D([1, 2])", layers.UpSampling2D((1, 2)), (2, 2, 2))
    yield layer_case("UpSampling3D()", layers.UpSampling3D(), (1, 2, 1, 2))


def embeddings():
    yield layer_case("Embedding(5, 3)", layers.Embedding(5, 3), inputs=[np.array([[0, 4, 4, 1], [4, 2, 0, 0]])])
    yield layer_case("Embedding(3, 2)", layers.Embedding(3, 2), inputs=[np.array([2, 0, 2, 1])])


if __name__ == "__main__":
    write("windows", [*convolutions(), *pooling(), *margins(), *embeddings()])
