"""Writes fixtures/images.json: preprocessing layers of real Keras. Run as make_fixtures.py is. Axes there count the batch; here not.

Random layers draw from ranges whose ends are equal, so that what they draw is known; where a draw decides or places something, every
uniform number is a given one, here as there.
"""

import math
from unittest import mock

from make_fixtures import jax, jnp, layer_case, layers as l, np, random, write

from keras.src.backend.jax import random as generator

BYTES = (0, 255)
UNIT = (0, 1)


def case(source, layer, shape, low=0.0, high=255.0, batch=2, whole=False, **options):
    x = random.uniform(low, high, (batch, *shape)).astype("float32")
    return layer_case(source, layer, inputs=[np.floor(x) if whole else x], draw=None, training=True, **options)


def drawn(source, layer, shape, share=0.3, corners=None, batch=2):
    """All uniform numbers are `share`; those of RandomPerspective are `corners`, x and y of each."""

    def uniform(shape, minval=0.0, maxval=1.0, dtype="float32", seed=None):
        shares = jnp.asarray(corners) if corners and tuple(shape[1:]) == (4, 2) else share
        return jnp.full(shape, minval + (maxval - minval) * shares, "float32")

    # What Box and Muller make of two such numbers.
    bell = math.sqrt(-2 * math.log(1 - share)) * math.cos(2 * math.pi * share)
    normal = lambda *arguments, shape=None, **_: jnp.full(arguments[0] if shape is None else shape, bell, "float32")
    with mock.patch.object(generator, "uniform", uniform), mock.patch.object(generator, "normal", normal), mock.patch.object(jax.random, "normal", normal):
        return {**case(source, layer, shape, batch=batch, traced=lambda run: run), "draws": share, **({"corners": corners} if corners else {})}


def placed():
    grey, rgb = (4, 5, 1), (4, 5, 3)
    for share in (0.3, 0.8):
        yield drawn("RandomFlip()", l.RandomFlip(), (3, 4, 2), share)
        yield drawn("RandomFlip(horizontal)", l.RandomFlip("horizontal"), grey, share)
        yield drawn("RandomFlip(vertical)", l.RandomFlip("vertical"), grey, share)
        yield drawn("RandomCrop(2, 3)", l.RandomCrop(2, 3), (5, 6, 2), share)
        yield drawn("RandomCrop(3, 5)", l.RandomCrop(3, 5), (6, 5, 1), share)
        yield drawn("RandomShear(0.8, 0.4)", l.RandomShear(0.8, 0.4), grey, share)
        yield drawn("RandomErasing([1, 1], [0.2, 0.5], 7)", l.RandomErasing((1.0, 1.0), (0.2, 0.5), 7.0), rgb, share)
        yield drawn("RandomErasing([0.6, 0.9], [0.2, 0.5])", l.RandomErasing((0.6, 0.9), (0.2, 0.5)), grey, share)
        yield drawn("RandomContrast(0.4)", l.RandomContrast(0.4), rgb, share)
        yield drawn("RandomColorJitter([0, 255], 0.2, 0.3, [0.2, 0.7], 0.4)", l.RandomColorJitter(BYTES, 0.2, 0.3, (0.2, 0.7), 0.4), rgb, share)
    yield drawn("RandomShear([0.2, 0.4], [0.3, 0.5], nearest, nearest)", l.RandomShear((0.2, 0.4), (0.3, 0.5), "nearest", "nearest"), grey)
    yield drawn("RandomElasticTransform([1, 1], [0.8, 1])", l.RandomElasticTransform((1.0, 1.0), (0.8, 1.0)), (11, 10, 1), batch=1)
    yield drawn("RandomElasticTransform([1, 1], 1, nearest, wrap)", l.RandomElasticTransform((1.0, 1.0), 1.0, "nearest", "wrap"), (10, 10, 1), 0.95, batch=1)
    corners = [[0.1, 0.9], [0.2, 0.7], [0.6, 0.3], [0.8, 0.35]]
    yield drawn("RandomPerspective([1, 1], 0.8)", l.RandomPerspective((1.0, 1.0), 0.8), grey, corners=corners)
    yield drawn("RandomPerspective([1, 1], 0.5, nearest, 9)", l.RandomPerspective((1.0, 1.0), 0.5, "nearest", 9.0), (4, 5, 2), corners=corners)
    yield drawn("RandomPerspective([0, 0.2])", l.RandomPerspective((0.0, 0.2)), grey, corners=corners)


def cases():
    rgb, grey = (4, 5, 3), (5, 4, 1)
    yield case("RandomRotation([0.1, 0.1])", l.RandomRotation((0.1, 0.1)), grey)
    yield case('RandomRotation([0.3, 0.3], "wrap")', l.RandomRotation((0.3, 0.3), "wrap"), (4, 5, 2))
    yield case("RandomRotation([-0.2, -0.2], constant, nearest, fill_value = 7)", l.RandomRotation((-0.2, -0.2), "constant", "nearest", fill_value=7.0), grey)
    yield case("RandomRotation([0.15, 0.15], nearest)", l.RandomRotation((0.15, 0.15), "nearest"), grey)
    yield case("RandomTranslation([0.3, 0.3], [-0.25, -0.25])", l.RandomTranslation((0.3, 0.3), (-0.25, -0.25)), grey)
    yield case("RandomTranslation([-0.6, -0.6], [0.1, 0.1], constant, bilinear, none, 9)", l.RandomTranslation((-0.6, -0.6), (0.1, 0.1), "constant", fill_value=9.0), grey)
    yield case("RandomZoom([0.3, 0.3])", l.RandomZoom((0.3, 0.3)), grey)
    yield case("RandomZoom([-0.4, -0.4], [0.2, 0.2], nearest, nearest)", l.RandomZoom((-0.4, -0.4), (0.2, 0.2), "nearest", "nearest"), (4, 5, 2))
    yield case("RandomBrightness([0.2, 0.2])", l.RandomBrightness((0.2, 0.2)), rgb)
    yield case("RandomBrightness([-0.3, -0.3], [0, 1])", l.RandomBrightness((-0.3, -0.3), UNIT), rgb, 0, 1)
    yield case("RandomSaturation([0.3, 0.3])", l.RandomSaturation((0.3, 0.3)), rgb)
    yield case("RandomSaturation([0.7, 0.7], [0, 1])", l.RandomSaturation((0.7, 0.7), UNIT), rgb, 0, 1)
    yield case("RandomHue([1, 1], [0, 1])", l.RandomHue((1.0, 1.0), UNIT), rgb, 0, 1)
    yield case("RandomContrast([0, 0])", l.RandomContrast((0.0, 0.0)), rgb)
    yield case("Solarization()", l.Solarization(), rgb)
    yield case("RandomColorDegeneration([0.6, 0.6])", l.RandomColorDegeneration((0.6, 0.6)), rgb)
    yield case("RandomGrayscale(1)", l.RandomGrayscale(1.0), rgb)
    yield case("RandomInvert([1, 1])", l.RandomInvert((1.0, 1.0)), rgb)
    yield case("RandomPosterization([3, 3])", l.RandomPosterization((3, 3)), rgb)
    yield case("RandomPosterization([2, 2], [0, 1])", l.RandomPosterization((2, 2), UNIT), rgb, 0, 1)
    yield case("RandomSharpness([0.9, 0.9])", l.RandomSharpness((0.9, 0.9)), rgb)
    yield case("RandomSharpness([0.1, 0.1], [0, 1])", l.RandomSharpness((0.1, 0.1), UNIT), grey, 0, 1)
    yield case("RandomGaussianBlur([1, 1], [3, 5], [0.8, 0.8])", l.RandomGaussianBlur((1.0, 1.0), (3, 5), (0.8, 0.8)), (6, 5, 2))
    yield case("AutoContrast()", l.AutoContrast(), rgb, 20, 190)
    yield case("AutoContrast([0, 1])", l.AutoContrast(UNIT), grey, 0.2, 0.7)
    yield case("Equalization()", l.Equalization(), rgb, 60, 200, batch=1, whole=True)
    yield case("Equalization([0, 255], 16)", l.Equalization(bins=16), grey, 60, 200, batch=1, whole=True)
    clahe = l.ContrastLimitedAdaptiveHistogramEqualization
    yield case("ContrastLimitedAdaptiveHistogramEqualization([0, 255], 4, [2, 2])", clahe(BYTES, 4.0, (2, 2)), (6, 5, 2), whole=True)
    yield case("ContrastLimitedAdaptiveHistogramEqualization(clip_limit = 90, tile_grid_size = [2, 1])", clahe(clip_limit=90.0, tile_grid_size=(2, 1)), grey, whole=True)
    yield case("Resizing(3, 7)", l.Resizing(3, 7), grey)
    yield case("Resizing(2, 2, bicubic, antialias = true)", l.Resizing(2, 2, "bicubic", antialias=True), grey)
    yield case("Resizing(4, 6, lanczos3, true)", l.Resizing(4, 6, "lanczos3", True), (5, 4, 1))
    yield case("Resizing(3, 3, nearest, pad_to_aspect_ratio = true, fill_value = 7)", l.Resizing(3, 3, "nearest", pad_to_aspect_ratio=True, fill_value=7.0), (2, 6, 1))
    yield case("CenterCrop(2, 3)", l.CenterCrop(2, 3), rgb)
    yield case("CenterCrop(6, 4)", l.CenterCrop(6, 4), (3, 5, 1))
    yield case("Normalization(mean = [1, 2, 3], variance = [4, 1, 9])", l.Normalization(mean=[1.0, 2.0, 3.0], variance=[4.0, 1.0, 9.0]), (2, 3), -2, 5)
    yield case("Normalization(none, 33, 60)", l.Normalization(None, 33.0, 60.0), (4,), 0, 90)
    yield case("Normalization(0, [1, 2], [3, 4], invert = true)", l.Normalization(1, [1.0, 2.0], [3.0, 4.0], invert=True), (2, 3), -2, 2)
    yield case("Discretization([0, 1.5, 3])", l.Discretization([0.0, 1.5, 3.0]), (2, 3), -2, 5)
    yield case("Discretization([0, 1.5], output_mode = one_hot)", l.Discretization([0.0, 1.5], output_mode="one_hot"), (2, 3), -2, 5)
    yield case("Discretization([0, 1.5], output_mode = count)", l.Discretization([0.0, 1.5], output_mode="count"), (4,), -2, 5)
    yield case("CategoryEncoding(5)", l.CategoryEncoding(5), (3,), 0, 5, whole=True)
    yield case("CategoryEncoding(5, one_hot)", l.CategoryEncoding(5, "one_hot"), (3,), 0, 5, whole=True)
    yield case("CategoryEncoding(5, count)", l.CategoryEncoding(5, "count"), (3,), 0, 5, whole=True)
    yield case("STFTSpectrogram(frame_length = 8)", l.STFTSpectrogram(frame_length=8), (20, 2), -1, 1)
    yield case("STFTSpectrogram(magnitude, 6, 2, 8, hamming, true, spectrum, same, true)", l.STFTSpectrogram("magnitude", 6, 2, 8, "hamming", True, "spectrum", "same", True), (9, 2), -1, 1)
    yield case("STFTSpectrogram(psd, 6, 3, window = none)", l.STFTSpectrogram("psd", 6, 3, window=None), (12, 1), -1, 1)
    yield case("STFTSpectrogram(stft, 6)", l.STFTSpectrogram("stft", 6), (12, 1), -1, 1)
    yield case("MelSpectrogram(8, 4, num_mel_bins = 3, sampling_rate = 80)", l.MelSpectrogram(8, 4, num_mel_bins=3, sampling_rate=80), (20,), -1, 1, batch=1)
    mel = l.MelSpectrogram(16, 5, 10, "hamming", 16000, 4, 20.0, 7000.0, power_to_db=False)
    yield case("MelSpectrogram(16, 5, 10, hamming, 16000, 4, 20, 7000, power_to_db = false)", mel, (30,), -1, 1)


if __name__ == "__main__":
    write("images", list(cases()))
    write("placed-images", list(placed()))
