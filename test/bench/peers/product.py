"""A product of two square matrices in NumPy or torch.mm. Prints the median milliseconds as JSON.

pip install numpy torch; run by `npm run bench`.
"""
import json
import sys

from median_time import median_time

work = json.loads(sys.argv[1])
size = work["size"]
try:
    if work["library"] == "torch":
        import torch

        torch.set_num_threads(work["threads"])
        a, b, c = torch.rand(size, size), torch.rand(size, size), torch.empty(size, size)
        call = lambda: torch.mm(a, b, out=c)
    else:
        import numpy

        random = numpy.random.default_rng(1)
        a, b = (random.random((size, size), dtype=numpy.float32) for _ in range(2))
        c = numpy.empty((size, size), dtype=numpy.float32)
        call = lambda: numpy.matmul(a, b, out=c)
    median, calls = median_time(work["seconds"], call)
    print(json.dumps({"median": median, "calls": calls}))
except Exception as error:
    print(json.dumps({"cannot": str(error).split("\n")[0][:200]}))
