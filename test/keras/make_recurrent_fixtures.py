"""Writes fixtures/recurrent-layers.json: recurrent layers, wrappers and masks of real Keras. Run as make_fixtures.py is.

A case has inputs (the sequence, then states), weights in order, every result with an upstream gradient, and perhaps a mask of
the first input. Weights are compared by their order, as names below a wrapper differ.
"""

from make_fixtures import layer_case, layers as l, np, with_states, write


def case(source, layer, *shapes, mask=None):
    # Where states are given as well, Keras does not look for the mask of the sequence by itself.
    options = {} if mask is None else {"mask": np.asarray(mask, "bool"), "masks": [mask]}
    made = layer_case(source, layer, *shapes, arrange=with_states, **options)
    del made["names"]
    return made


holes = [[0, 1, 1, 0], [1, 1, 0, 0]]


def simple():
    r = l.SimpleRNN
    yield case("SimpleRNN(3)", r(3), (4, 2))
    yield case("SimpleRNN(2, relu, use_bias = false, return_sequences = true)", r(2, "relu", use_bias=False, return_sequences=True), (3, 2))
    yield case("SimpleRNN(2, go_backwards = true, return_state = true)", r(2, go_backwards=True, return_state=True), (3, 2), (2,))
    yield case("SimpleRNN(2, return_sequences = true)", r(2, return_sequences=True), (4, 2), mask=holes)


def gru():
    g = l.GRU
    yield case("GRU(3)", g(3), (4, 2))
    yield case("GRU(2, reset_after = false, return_sequences = true)", g(2, reset_after=False, return_sequences=True), (3, 2))
    yield case("GRU(2, sigmoid, hard_sigmoid, use_bias = false)", g(2, "sigmoid", "hard_sigmoid", use_bias=False), (3, 2))
    yield case("GRU(2, return_state = true, return_sequences = true)", g(2, return_state=True, return_sequences=True), (4, 2), (2,), mask=holes)
    yield case("GRU(2, go_backwards = true, return_sequences = true)", g(2, go_backwards=True, return_sequences=True), (4, 2), mask=holes)


def lstm():
    m = l.LSTM
    yield case("LSTM(3)", m(3), (4, 2))
    yield case("LSTM(2, relu, hard_sigmoid, use_bias = false, return_sequences = true)", m(2, "relu", "hard_sigmoid", use_bias=False, return_sequences=True), (3, 2))
    yield case("LSTM(2, return_state = true)", m(2, return_state=True), (3, 2), (2,), (2,))
    yield case("LSTM(2, go_backwards = true, return_sequences = true)", m(2, go_backwards=True, return_sequences=True), (4, 2), mask=holes)
    yield case("LSTM(2, return_state = true)", m(2, return_state=True), (4, 2), mask=holes)


def cells():
    yield case("RNN(LSTMCell(2), return_sequences = true)", l.RNN(l.LSTMCell(2), return_sequences=True), (3, 2))
    yield case("RNN([GRUCell(3), SimpleRNNCell(2)])", l.RNN([l.GRUCell(3), l.SimpleRNNCell(2)]), (3, 2))
    stacked = l.RNN(l.StackedRNNCells([l.LSTMCell(2), l.GRUCell(3)]), return_sequences=True, return_state=True, go_backwards=True)
    yield case("RNN(StackedRNNCells([LSTMCell(2), GRUCell(3)]), return_sequences = true, return_state = true, go_backwards = true)", stacked, (4, 2), mask=holes)
    zeros = l.RNN(l.GRUCell(2), return_sequences=True, zero_output_for_mask=True)
    yield case("RNN(GRUCell(2), return_sequences = true, zero_output_for_mask = true)", zeros, (4, 2), mask=holes)


def wrappers():
    b = l.Bidirectional
    yield case("Bidirectional(LSTM(2))", b(l.LSTM(2)), (3, 2))
    yield case("Bidirectional(LSTM(2, return_sequences = true))", b(l.LSTM(2, return_sequences=True)), (4, 2), mask=holes)
    yield case("Bidirectional(GRU(2), sum)", b(l.GRU(2), "sum"), (3, 2))
    yield case("Bidirectional(GRU(2, return_sequences = true), mul)", b(l.GRU(2, return_sequences=True), "mul"), (3, 2))
    yield case("Bidirectional(SimpleRNN(2, return_sequences = true), ave)", b(l.SimpleRNN(2, return_sequences=True), "ave"), (3, 2))
    yield case("Bidirectional(GRU(2, return_sequences = true), none)", b(l.GRU(2, return_sequences=True), None), (3, 2))
    states = b(l.LSTM(2, return_state=True))
    yield case("Bidirectional(LSTM(2, return_state = true))", states, (3, 2), (2,), (2,), (2,), (2,))
    own = b(l.LSTM(2), backward_layer=l.GRU(2, go_backwards=True))
    yield case("Bidirectional(LSTM(2), backward_layer = GRU(2, go_backwards = true))", own, (3, 2))
    yield case("TimeDistributed(Dense(2, tanh))", l.TimeDistributed(l.Dense(2, "tanh")), (3, 2))
    yield case("TimeDistributed(Conv1D(2, 2))", l.TimeDistributed(l.Conv1D(2, 2)), (2, 3, 2))
    yield case("TimeDistributed(LSTM(2))", l.TimeDistributed(l.LSTM(2)), (2, 3, 2))


def convolutional():
    yield case("ConvLSTM1D(2, 2)", l.ConvLSTM1D(2, 2), (2, 4, 2))
    yield case("ConvLSTM1D(2, 3, 2, same, return_sequences = true)", l.ConvLSTM1D(2, 3, 2, "same", return_sequences=True), (3, 4, 1))
    yield case("ConvLSTM2D(1, 2, padding = same)", l.ConvLSTM2D(1, 2, padding="same"), (2, 3, 3, 1))
    yield case("ConvLSTM2D(1, [2, 1], dilation_rate = 2, return_state = true)", l.ConvLSTM2D(1, (2, 1), dilation_rate=2, return_state=True), (2, 3, 2, 1))
    yield case("ConvLSTM2D(1, 2, [1, 2], use_bias = false, recurrent_activation = hard_sigmoid)", l.ConvLSTM2D(1, 2, (1, 2), use_bias=False, recurrent_activation="hard_sigmoid"), (2, 3, 3, 1))
    yield case("ConvLSTM3D(1, [1, 2, 1])", l.ConvLSTM3D(1, (1, 2, 1)), (2, 2, 2, 1, 1))


def others():
    """Layers that look at masks, or make them."""
    yield case("Masking(0)", l.Masking(), (3, 2))
    yield case("GlobalAveragePooling1D()", l.GlobalAveragePooling1D(), (4, 2), mask=holes)
    yield case("Softmax()", l.Softmax(), (4,), mask=holes)


if __name__ == "__main__":
    write("recurrent-layers", [*simple(), *gru(), *lstm(), *cells(), *wrappers(), *convolutional(), *others()])
