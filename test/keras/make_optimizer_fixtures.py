"""Writes fixtures/more-optimizers.json: weights after each update of real Keras. Run as make_fixtures.py is."""

from make_fixtures import jnp, keras, normal, numbers, optimizers as o, write

SHAPES = ((3, 2), (2, 4), (3,), (2, 3, 2))


def optimizer_case(source, optimizer, steps=3, shapes=SHAPES):
    gradients = [[normal(*shape, scale=2) for shape in shapes] for _ in range(steps)]
    variables = [keras.Variable(normal(*shape)) for shape in shapes]
    start = [numbers(v.value) for v in variables]
    optimizer.build(variables)
    after = []
    for step in gradients:
        optimizer.apply(list(map(jnp.asarray, step)), variables)
        after.append([numbers(v.value) for v in variables])
    return {"source": source, "start": start, "gradients": [[numbers(g) for g in s] for s in gradients], "weights": after}


def optimizer_cases():
    yield optimizer_case("Adadelta()", o.Adadelta())
    yield optimizer_case("Adadelta(1, rho = 0.8, epsilon = 1e-3)", o.Adadelta(1.0, 0.8, 1e-3))
    yield optimizer_case("Adagrad()", o.Adagrad())
    yield optimizer_case("Adagrad(0.1, 0.5, 1e-3)", o.Adagrad(0.1, 0.5, 1e-3))
    yield optimizer_case("Adamax()", o.Adamax())
    yield optimizer_case("Adamax(0.1, 0.5, 0.6, 1e-3)", o.Adamax(0.1, 0.5, 0.6, 1e-3))
    yield optimizer_case("AdamW()", o.AdamW())
    yield optimizer_case("AdamW(0.1, 0.05, amsgrad = true)", o.AdamW(0.1, 0.05, amsgrad=True))
    yield optimizer_case("Nadam()", o.Nadam())
    yield optimizer_case("Nadam(0.1, 0.5, 0.6, 1e-3)", o.Nadam(0.1, 0.5, 0.6, 1e-3), 5)
    yield optimizer_case("Ftrl()", o.Ftrl())
    ftrl = o.Ftrl(0.1, -0.4, 0.2, 0.05, 0.02, 0.01, 0.3)
    yield optimizer_case("Ftrl(0.1, -0.4, 0.2, 0.05, 0.02, 0.01, 0.3)", ftrl)
    yield optimizer_case("Ftrl(0.1, learning_rate_power = 0)", o.Ftrl(0.1, learning_rate_power=0.0))
    yield optimizer_case("Lion()", o.Lion())
    yield optimizer_case("Lion(0.1, 0.5, 0.6, weight_decay = 0.1)", o.Lion(0.1, 0.5, 0.6, weight_decay=0.1))
    yield optimizer_case("Lamb()", o.Lamb())
    yield optimizer_case("Lamb(0.1, 0.5, 0.6, 1e-3, weight_decay = 0.1)", o.Lamb(0.1, 0.5, 0.6, 1e-3, weight_decay=0.1))
    yield optimizer_case("Adafactor()", o.Adafactor())
    yield optimizer_case("Adafactor(0.5)", o.Adafactor(0.5), 5)
    adafactor = o.Adafactor(0.5, -0.6, 1e-20, 1e-2, 0.5, False)
    yield optimizer_case("Adafactor(0.5, -0.6, 1e-20, 1e-2, 0.5, false)", adafactor, 5)
    yield optimizer_case("ScheduleFreeAdamW()", o.ScheduleFreeAdamW())
    free = o.ScheduleFreeAdamW(0.1, 0.8, 0.9, 1e-3, 3)
    yield optimizer_case("ScheduleFreeAdamW(0.1, 0.8, 0.9, 1e-3, 3)", free, 5)
    yield optimizer_case("Muon()", o.Muon())
    yield optimizer_case("Muon(0.1)", o.Muon(0.1))
    other = o.Muon(0.1, 0.8, 0.9, 0.1, 1e-3, 0.05, adam_lr_ratio=0.5, momentum=0.8, ns_steps=3, nesterov=False, rms_rate=None)
    source = "adam_lr_ratio = 0.5, momentum = 0.8, ns_steps = 3, nesterov = false, rms_rate = none"
    yield optimizer_case(f"Muon(0.1, 0.8, 0.9, 0.1, 1e-3, 0.05, {source})", other)
    yield optimizer_case("SGD(0.1, use_ema = true)", o.SGD(0.1, use_ema=True))
    often = o.SGD(0.1, use_ema=True, ema_momentum=0.7, ema_overwrite_frequency=2)
    yield optimizer_case("SGD(0.1, use_ema = true, ema_momentum = 0.7, ema_overwrite_frequency = 2)", often, 6)
    yield optimizer_case("SGD(0.1, gradient_accumulation_steps = 2)", o.SGD(0.1, gradient_accumulation_steps=2), 5)
    several = o.Adam(0.1, weight_decay=0.1, clipnorm=1.0, gradient_accumulation_steps=3)
    yield optimizer_case("Adam(0.1, weight_decay = 0.1, clipnorm = 1, gradient_accumulation_steps = 3)", several, 7)


if __name__ == "__main__":
    write("more-optimizers", list(optimizer_cases()))
