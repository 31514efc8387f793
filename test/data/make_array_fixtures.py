"""Files of numpy.save and numpy.savez, as base64, for test/data/arrays.test.ts. Needs NumPy."""
import base64
import io
import json
import pathlib

import numpy as np


def npy(array, **options):
    file = io.BytesIO()
    np.save(file, array, **options)
    return base64.b64encode(file.getvalue()).decode()


def npz(save, **arrays):
    file = io.BytesIO()
    save(file, **arrays)
    return base64.b64encode(file.getvalue()).decode()


base = np.array([[[0, 1, 2], [3, 4, 5]], [[6, 7, 8], [9, 10, 100]]])
types = ["?", "u1", "i1", "<i2", ">i2", "<u2", "<i4", ">i4", "<u4", "<i8", "<u8", "<f2", "<f4", ">f4", "<f8", ">f8"]
arrays = {t: npy(base.astype(t)) for t in types}
halves = np.array([0.5, -2.0, 65504, 6e-8, 1 / 3, np.inf, np.nan, -0.0], dtype="<f2")
images = (np.arange(4 * 3 * 2) % 251).reshape(4, 3, 2).astype("u1")
out = {
    "arrays": arrays,
    "values": [int(v) for v in base.ravel()],
    "fortran": npy(np.asfortranarray(base.astype("<f4"))),
    "column": npy(np.array([1.5, np.nan, -2.0])),
    "halves": npy(halves),
    "halvesAsText": [repr(float(v)) for v in halves.astype("f8")],
    "refused": {
        "object": npy(np.array([{"a": 1}], dtype=object), allow_pickle=True),
        "complex": npy(np.array([1j])),
        "date": npy(np.array(["2020-01-01"], dtype="M8[D]")),
        "text": npy(np.array(["a", "bc"])),
        "record": npy(np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")])),
        "scalar": npy(np.float64(3)),
        "empty": npy(np.zeros((0, 3))),
    },
    "npz": npz(np.savez, images=images, label=np.array([0, 1, 0, 1])),
    "npzPacked": npz(np.savez_compressed, images=images, label=np.array([0, 1, 0, 1])),
    "mnist": npz(np.savez, x_train=images, y_train=np.arange(4), x_test=images[:2], y_test=np.arange(2)),
    "bomb": npz(np.savez_compressed, images=np.zeros((40, 100, 100), "u1"), label=np.zeros(40, "i8")),
}
path = pathlib.Path(__file__).parent / "fixtures" / "arrays.json"
path.write_text(json.dumps(out, separators=(",", ":")) + "\n")
