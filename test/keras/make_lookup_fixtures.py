"""Writes fixtures/lookup-layers.json: IntegerLookup of real Keras, which computes it with the tensorflow package alone.

    python -m venv venv && venv/bin/pip install keras==3.15.1 tensorflow-cpu
    venv/bin/python test/keras/make_lookup_fixtures.py

Whole numbers have no gradient, so a case has results alone; inputs stay as they are over any steps.
"""

import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import tensorflow
from keras import layers as l

FOLDER = pathlib.Path(__file__).parent / "fixtures"


def case(source, layer, x):
    x = np.array(x)
    return {"source": source, "inputs": [x.tolist()], "results": [np.asarray(layer(x)).tolist()]}


def cases():
    def lookup(**options):
        return l.IntegerLookup(vocabulary=[12, 36, 0, 7], **options)

    some = [[12, 7, 36], [5, 0, 12], [-3, 99, 7]]
    words = "IntegerLookup(vocabulary = [12, 36, 0, 7]"
    yield case(f"{words})", lookup(), some)
    yield case(f"{words}, num_oov_indices = 3)", lookup(num_oov_indices=3), some)
    yield case(f"{words}, num_oov_indices = 0)", lookup(num_oov_indices=0), [[12, 7, 36], [0, 0, 12]])
    yield case(f"{words}, mask_token = -1)", lookup(mask_token=-1), [[-1, 7, 36], [0, 5, -1]])
    yield case(f"{words}, num_oov_indices = 2, mask_token = 99)", lookup(num_oov_indices=2, mask_token=99), some)
    for mode in ("one_hot", "multi_hot", "count"):
        of = [[12], [5], [7]] if mode == "one_hot" else [[12, 12, 7], [5, 0, 12], [1, 2, 3]]
        yield case(f"{words}, output_mode = {mode})", lookup(output_mode=mode), of)
        source = f"{words}, num_oov_indices = 2, output_mode = {mode})"
        yield case(source, lookup(num_oov_indices=2, output_mode=mode), of)
    yield case(f"{words}, invert = true)", lookup(invert=True), [[1, 2, 3], [4, 0, 1]])
    yield case(f"{words}, mask_token = -1, oov_token = -2, invert = true)", lookup(mask_token=-1, oov_token=-2, invert=True), [[0, 1, 2], [3, 4, 5]])


if __name__ == "__main__":
    versions = {"keras": keras.__version__, "tensorflow": tensorflow.__version__, "dtype": "int64"}
    lines = ",\n  ".join(json.dumps(one) for one in cases())
    (FOLDER / "lookup-layers.json").write_text(json.dumps({"computedBy": versions})[:-1] + f', "cases": [\n  {lines}\n]}}\n')
