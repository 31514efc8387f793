"""Writes fixtures/schedules.json: learning rates of real Keras at each update. Run as make_fixtures.py is."""

from make_fixtures import keras, numbers, write  # first, because it chooses the backend

s = keras.optimizers.schedules

STEPS = [0, 1, 2, 5, 6, 9, 10, 11, 15, 20, 21, 25, 30, 31, 47, 70, 71, 100]


def schedule_case(source, schedule):
    return {"source": source, "steps": STEPS, "rates": [numbers(schedule(step)) for step in STEPS]}


def schedule_cases():
    yield schedule_case("CosineDecay(0.1, 30)", s.CosineDecay(0.1, 30))
    yield schedule_case("CosineDecay(0.1, 30, 0.2)", s.CosineDecay(0.1, 30, 0.2))
    warm = s.CosineDecay(0.001, 30, warmup_target=0.1, warmup_steps=11)
    yield schedule_case("CosineDecay(0.001, 30, warmup_target = 0.1, warmup_steps = 11)", warm)
    low = s.CosineDecay(0.0, 7, alpha=0.1, warmup_target=0.1, warmup_steps=20)
    yield schedule_case("CosineDecay(0, 7, alpha = 0.1, warmup_target = 0.1, warmup_steps = 20)", low)
    yield schedule_case("CosineDecayRestarts(0.1, 7)", s.CosineDecayRestarts(0.1, 7))
    yield schedule_case("CosineDecayRestarts(0.1, 8, 1.0, 0.7)", s.CosineDecayRestarts(0.1, 8, 1.0, 0.7))
    several = s.CosineDecayRestarts(0.1, 6, 1.5, 0.8, 0.05)
    yield schedule_case("CosineDecayRestarts(0.1, 6, 1.5, 0.8, 0.05)", several)
    yield schedule_case("ExponentialDecay(0.1, 10, 0.5)", s.ExponentialDecay(0.1, 10, 0.5))
    yield schedule_case("ExponentialDecay(0.1, 10, 0.9, true)", s.ExponentialDecay(0.1, 10, 0.9, True))
    yield schedule_case("InverseTimeDecay(0.1, 10, 0.5)", s.InverseTimeDecay(0.1, 10, 0.5))
    yield schedule_case("InverseTimeDecay(0.1, 10, 0.5, staircase = true)", s.InverseTimeDecay(0.1, 10, 0.5, True))
    pieces = s.PiecewiseConstantDecay([5, 15, 30], [1.0, 0.5, 0.1, 0.02])
    yield schedule_case("PiecewiseConstantDecay([5, 15, 30], [1, 0.5, 0.1, 0.02])", pieces)
    yield schedule_case("PolynomialDecay(0.1, 30)", s.PolynomialDecay(0.1, 30))
    yield schedule_case("PolynomialDecay(0.1, 30, 0.01, 0.5)", s.PolynomialDecay(0.1, 30, 0.01, 0.5))
    yield schedule_case("PolynomialDecay(0.1, 10, 0.01, 2, true)", s.PolynomialDecay(0.1, 10, 0.01, 2.0, True))


if __name__ == "__main__":
    write("schedules", list(schedule_cases()))
