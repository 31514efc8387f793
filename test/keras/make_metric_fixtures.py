"""Writes fixtures/more-metrics.json: results of real Keras after two batches. Run as make_fixtures.py is."""

from make_fixtures import distribution, metric_case, metrics as m, normal, np, random, write


def labels(units, chance=0.4):
    pairs = [((random.random((n, units)) < chance).astype("float32"), random.random((n, units))) for n in (40, 25)]
    return [(t, np.clip(0.3 * t + 0.7 * p, 0, 1).astype("float32")) for t, p in pairs]


def metric_cases():
    reals = [(normal(n, 3), normal(n, 3)) for n in (5, 4)]
    positive = [(np.abs(t), np.abs(p)) for t, p in reals]
    for name in ("MeanAbsolutePercentageError", "LogCoshError", "CosineSimilarity", "PearsonCorrelation"):
        yield metric_case(f"{name}()", getattr(m, name)(), *reals)
    yield metric_case("ConcordanceCorrelation()", m.ConcordanceCorrelation(), *reals)
    yield metric_case("MeanSquaredLogarithmicError()", m.MeanSquaredLogarithmicError(), *positive)
    yield metric_case("Poisson()", m.Poisson(), *positive)
    close = [(t, t + 0.3 * p) for t, p in reals]
    yield metric_case("R2Score()", m.R2Score(), *close)
    yield metric_case("R2Score(variance_weighted_average)", m.R2Score("variance_weighted_average"), *close)
    yield metric_case("R2Score(num_regressors = 2)", m.R2Score(num_regressors=2), *close)

    one, three = labels(1), labels(3)
    yield metric_case("Hinge()", m.Hinge(), *three)
    yield metric_case("SquaredHinge()", m.SquaredHinge(), *three)
    for name in ("TruePositives", "TrueNegatives", "FalsePositives", "FalseNegatives", "Precision", "Recall"):
        metric = getattr(m, name)
        yield metric_case(f"{name}()", metric(), *three)
        yield metric_case(f"{name}(0.3)", metric(0.3), *three)
    yield metric_case("Precision(class_id = 2)", m.Precision(class_id=2), *three)
    yield metric_case("Recall(0.6, class_id = 0)", m.Recall(0.6, class_id=0), *three)
    for name in ("PrecisionAtRecall", "RecallAtPrecision", "SensitivityAtSpecificity", "SpecificityAtSensitivity"):
        metric = getattr(m, name)
        yield metric_case(f"{name}(0.8)", metric(0.8), *one)
        yield metric_case(f"{name}(0.6, num_thresholds = 11)", metric(0.6, num_thresholds=11), *one)
        yield metric_case(f"{name}(0.7, class_id = 1)", metric(0.7, class_id=1), *three)

    chosen = [(np.eye(3, dtype="float32")[random.integers(0, 3, n)], distribution(n, 3)) for n in (9, 7)]
    for average in ("macro", "micro", "weighted"):
        yield metric_case(f"F1Score({average})", m.F1Score(average), *chosen)
        yield metric_case(f"F1Score({average}, threshold = 0.4)", m.F1Score(average, 0.4), *three)
        yield metric_case(f"FBetaScore({average}, 2)", m.FBetaScore(average, 2.0), *chosen)
    yield metric_case("FBetaScore(beta = 0.5, threshold = 0.6)", m.FBetaScore("macro", 0.5, 0.6), *three)
    yield metric_case("KLDivergence()", m.KLDivergence(), *[(distribution(n, 3), distribution(n, 3)) for n in (3, 4)])
    yield metric_case("CategoricalHinge()", m.CategoricalHinge(), *chosen)

    numbers = [(random.integers(0, 3, (n, 4)).astype("float32"), random.integers(0, 3, (n, 4)).astype("float32")) for n in (6, 4)]
    yield metric_case("MeanIoU(3)", m.MeanIoU(3), *numbers)
    yield metric_case("MeanIoU(4, ignore_class = 1)", m.MeanIoU(4, ignore_class=1), *numbers)
    yield metric_case("IoU(3, [0, 2])", m.IoU(3, [0, 2]), *numbers)
    scores = [(t, distribution(len(t), 4, 3)) for t, _ in numbers]
    yield metric_case("MeanIoU(3, sparse_y_pred = false)", m.MeanIoU(3, sparse_y_pred=False), *scores)
    yield metric_case("OneHotIoU(3, [1, 2])", m.OneHotIoU(3, [1, 2]), *chosen)
    yield metric_case("OneHotMeanIoU(3)", m.OneHotMeanIoU(3), *chosen)
    yield metric_case("OneHotMeanIoU(3, ignore_class = 0)", m.OneHotMeanIoU(3, ignore_class=0), *chosen)
    yield metric_case("BinaryIoU()", m.BinaryIoU(), *three)
    yield metric_case("BinaryIoU([1], 0.3)", m.BinaryIoU([1], 0.3), *three)

    y, p = np.array([[1, 2, 3], [3, -1, 0]], "float32"), np.array([[1.5, 1, 2], [2, -2, 0]], "float32")
    yield metric_case("PearsonCorrelation()", m.PearsonCorrelation(), (y, p))
    yield metric_case("ConcordanceCorrelation()", m.ConcordanceCorrelation(), (y, p))
    y, p = np.array([[1, 2], [3, -1]], "float32"), np.array([[1.5, 1], [2, -2]], "float32")
    yield metric_case("R2Score(variance_weighted_average)", m.R2Score("variance_weighted_average"), (y, p))


if __name__ == "__main__":
    write("more-metrics", list(metric_cases()))
