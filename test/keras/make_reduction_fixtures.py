"""Writes fixtures/reductions.json: CTC, and the ways to make one number of a loss's values. Run as make_fixtures.py is."""

from make_fixtures import descended, distribution, jax, jnp, loss_case, losses, normal, np, numbers, write


def ctc_cases():
    for labels in ([[1, 2], [2, 0]], [[1, 1], [3, 3]], [[0, 0], [3, 1]]):
        yield loss_case("CTC()", losses.CTC(), np.array(labels), normal(2, 4, 4, scale=2))
    yield loss_case("CTC(sum)", losses.CTC("sum"), np.array([[2, 2, 1], [1, 2, 3]]), normal(2, 5, 4))
    yield loss_case("CTC()", losses.CTC(), np.array([[1], [2]]), normal(2, 1, 3))


def weighted_case(source, loss, target, output, weights):
    """`weights`: one for each row."""
    output = jnp.asarray(output, "float32")
    of_output = lambda p: loss(jnp.asarray(target), p, sample_weight=weights)
    value, gradient = jax.value_and_grad(of_output)(output)
    steps = descended(jax.grad(of_output), output)
    case = {"source": source, "target": numbers(target), "output": numbers(output), "behind": None}
    return {**case, "weights": numbers(weights), "value": numbers(value), "gradient": numbers(gradient), "steps": steps}


def reduction_cases():
    target, output = normal(3, 2), normal(3, 2)
    classes, p = np.array([1, 2, 0]), distribution(3, 3)
    weights = np.array([1, 3, 0.5], "float32")
    for how in ("sum_over_batch_size", "mean", "sum", "mean_with_sample_weight"):
        source = f"MeanSquaredError({how})"
        yield loss_case(source, losses.MeanSquaredError(how), target, output)
        yield weighted_case(source, losses.MeanSquaredError(how), target, output, weights)
        ignoring = losses.SparseCategoricalCrossentropy(ignore_class=2, reduction=how)
        source = f"SparseCategoricalCrossentropy(ignore_class = 2, reduction = {how})"
        yield loss_case(source, ignoring, classes, p)
    yield loss_case("Huber(0.5, sum)", losses.Huber(0.5, "sum"), target, output)
    yield loss_case("Dice(sum, axis = -1)", losses.Dice("sum", axis=-1), np.abs(target), np.abs(output))


if __name__ == "__main__":
    write("reductions", [*ctc_cases(), *reduction_cases()])
