"""Pictures of Pillow and tables of pyarrow, as base64, for test/data/pictures-and-parquet.test.ts. Needs pillow, pyarrow."""
import base64
import io
import json
import pathlib

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image


def file(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return base64.b64encode(out.getvalue()).decode()


def pixels(image):
    return np.asarray(image).ravel().tolist()


y, x = np.mgrid[0:6, 0:9]
rgb = np.stack([x * 28, y * 42, (x * y * 5) % 256], axis=-1).astype("u1")
colour = Image.fromarray(rgb)
grey = colour.convert("L")
palette = colour.quantize(12)
bits = Image.fromarray(((x + y) % 2 * 255).astype("u1")).convert("1")
smooth = Image.fromarray(np.stack([x * 20 + 30, y * 30 + 20, x * 10 + y * 10], axis=-1).astype("u1"))
jpeg = file(smooth, "JPEG", quality=95, subsampling=0)
pngs = {
    "colour": [file(colour, "PNG"), pixels(colour)],
    "opacity": [file(colour.convert("RGBA"), "PNG"), pixels(colour)],
    "grey": [file(grey, "PNG"), pixels(grey.convert("RGB"))],
    "palette": [file(palette, "PNG"), pixels(palette.convert("RGB"))],
    "bits": [file(bits, "PNG"), pixels(bits.convert("RGB"))],
}
table = pa.table({
    "id": pa.array([1, 2, 3], pa.int64()),
    "score": pa.array([0.5, None, float("nan")], pa.float64()),
    "name": pa.array(["Turku", None, "Åbo"]),
    "seen": pa.array([True, False, True]),
    "wave": pa.array([[1, 2], [3, 4], [5, 6]], pa.list_(pa.int32())),
})


def parquet(data, **options):
    out = io.BytesIO()
    pq.write_table(data, out, **options)
    return base64.b64encode(out.getvalue()).decode()


many = pa.table({"a": pa.array(np.arange(1200) % 7, pa.int32())})
out = {
    "pngs": pngs,
    "greyOfColour": pixels(grey),
    "jpeg": [jpeg, pixels(Image.open(io.BytesIO(base64.b64decode(jpeg))))],
    "parquet": {c: parquet(table, compression=c) for c in ["none", "snappy", "gzip", "zstd"]},
    "groups": parquet(many, row_group_size=200, compression="none", use_dictionary=False),
    "nested": parquet(pa.table({"a": pa.array([{"b": 1}])})),
}
path = pathlib.Path(__file__).parent / "fixtures" / "pictures-and-parquet.json"
path.write_text(json.dumps(out, separators=(",", ":")) + "\n")
