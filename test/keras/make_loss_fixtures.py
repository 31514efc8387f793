"""Writes fixtures/more-losses.json: losses and gradients of real Keras. Run as make_fixtures.py is."""

from make_fixtures import distribution, loss_case, losses as l, normal, np, random, write

RIGHT = np.array([[1], [0], [1]], "float32")
P = np.array([[0.9], [0.2], [0.4]], "float32")


def unit(*shape):
    x = normal(*shape)
    return (x / np.linalg.norm(x, axis=-1, keepdims=True)).astype("float32")


def regression_cases():
    y, guess = normal(3, 2, scale=3), normal(3, 2, scale=3)
    deep, other = normal(2, 3, 4), normal(2, 3, 4)
    positive, rate = np.abs(y), np.abs(guess)
    for name in ("MeanAbsolutePercentageError", "MeanSquaredLogarithmicError", "LogCosh", "Huber", "CosineSimilarity"):
        loss = getattr(l, name)
        yield loss_case(f"{name}()", loss(), y, guess)
        yield loss_case(f"{name}()", loss(), deep, other)
        if name != "CosineSimilarity":
            yield loss_case(f"{name}()", loss(), y[:, 0], guess[:, :1])
    yield loss_case("MeanSquaredLogarithmicError()", l.MeanSquaredLogarithmicError(), positive, rate)
    yield loss_case("Huber(2.5)", l.Huber(2.5), y, guess)
    yield loss_case("Poisson()", l.Poisson(), np.round(positive), rate)
    yield loss_case("CosineSimilarity(0)", l.CosineSimilarity(axis=1), deep, other)


def binary_cases():
    several = random.integers(0, 2, (4, 3)).astype("float32")
    p, scores = random.random((4, 3)), normal(4, 3, scale=2)
    yield loss_case("Hinge()", l.Hinge(), RIGHT, P)
    yield loss_case("Hinge()", l.Hinge(), several, scores)
    yield loss_case("Hinge()", l.Hinge(), 2 * several - 1, scores)
    yield loss_case("SquaredHinge()", l.SquaredHinge(), several, scores)
    yield loss_case("SquaredHinge()", l.SquaredHinge(), 2 * several - 1, scores)
    focal = l.BinaryFocalCrossentropy
    yield loss_case("BinaryFocalCrossentropy()", focal(), several, p)
    yield loss_case("BinaryFocalCrossentropy(gamma = 0.5)", focal(gamma=0.5), RIGHT, P)
    yield loss_case("BinaryFocalCrossentropy(true, 0.3, 1.5)", focal(True, 0.3, 1.5), several, p)
    yield loss_case("BinaryFocalCrossentropy(gamma = 0)", focal(gamma=0.0), several, p)
    yield loss_case("BinaryFocalCrossentropy(from_logits = true)", focal(from_logits=True), several, scores)
    yield loss_case("BinaryFocalCrossentropy(true)", focal(True, from_logits=True), several, scores, "sigmoid")
    smooth = focal(label_smoothing=0.2, gamma=3.0)
    yield loss_case("BinaryFocalCrossentropy(label_smoothing = 0.2, gamma = 3)", smooth, several, p)
    for name in ("Dice", "Tversky"):
        loss = getattr(l, name)
        yield loss_case(f"{name}()", loss(), several, p)
        yield loss_case(f"{name}(axis = -1)", loss(axis=-1), several, p)
        images, masks = random.random((2, 3, 4, 2)), random.integers(0, 2, (2, 3, 4, 2)).astype("float32")
        yield loss_case(f"{name}(axis = [0, 1, 2])", loss(axis=(1, 2, 3)), masks, images)
        yield loss_case(f"{name}(axis = [0, 1])", loss(axis=(1, 2)), masks, images)
    yield loss_case("Tversky(0.3, 0.7)", l.Tversky(0.3, 0.7), several, p)
    left = np.array([[1, 0], [1, 1]], "float32"), np.array([[0.5, 0.25], [1, 0.5]], "float32")
    yield loss_case("Tversky(alpha = 0.3, beta = 0.7, axis = [0])", l.Tversky(0.3, 0.7, axis=1), *left)


def class_cases():
    classes = np.array([1, 2, 0, 1], "int32")
    one_hot = np.eye(3, dtype="float32")[classes]
    soft, q, scores = distribution(4, 3), distribution(4, 3), normal(4, 3, scale=4)
    yield loss_case("KLDivergence()", l.KLDivergence(), soft, q)
    yield loss_case("KLDivergence()", l.KLDivergence(), one_hot, q)
    yield loss_case("KLDivergence()", l.KLDivergence(), distribution(2, 3, 4), distribution(2, 3, 4))
    yield loss_case("CategoricalHinge()", l.CategoricalHinge(), one_hot, scores)
    focal = l.CategoricalFocalCrossentropy
    yield loss_case("CategoricalFocalCrossentropy()", focal(), one_hot, q)
    yield loss_case("CategoricalFocalCrossentropy(0.5, 1.5)", focal(0.5, 1.5), soft, q)
    yield loss_case("CategoricalFocalCrossentropy(gamma = 0.5)", focal(gamma=0.5), one_hot, q)
    listed = focal([0.2, 0.3, 0.5], label_smoothing=0.1)
    yield loss_case("CategoricalFocalCrossentropy([0.2, 0.3, 0.5], label_smoothing = 0.1)", listed, one_hot, q)
    yield loss_case("CategoricalFocalCrossentropy(from_logits = true)", focal(from_logits=True), one_hot, scores)
    yield loss_case("CategoricalFocalCrossentropy()", focal(from_logits=True), one_hot, scores, "softmax")
    yield loss_case("CategoricalFocalCrossentropy(axis = 0)", focal(axis=1), distribution(2, 3, 2), distribution(2, 3, 2))
    general = l.CategoricalGeneralizedCrossEntropy
    yield loss_case("CategoricalGeneralizedCrossEntropy()", general(), classes, q)
    yield loss_case("CategoricalGeneralizedCrossEntropy(0.7)", general(0.7), classes, q)
    groups = np.array([0, 1, 0, 2, 1, 3], "int32")
    yield loss_case("Circle()", l.Circle(), groups, unit(6, 4))
    yield loss_case("Circle(8, 0.25)", l.Circle(8.0, 0.25), groups, unit(6, 4))
    yield loss_case("Circle(gamma = 4, remove_diagonal = false)", l.Circle(4.0, remove_diagonal=False), groups, unit(6, 4))
    small = np.array([[1, 0], [0, 1], [0.6, 0.8]], "float32")
    yield loss_case("Circle()", l.Circle(), groups[[1, 0, 1]], small)


if __name__ == "__main__":
    write("more-losses", [*regression_cases(), *binary_cases(), *class_cases()])
