"""Runs a compiled model in Python without nnet: pip install wasmtime; python host.py iris.wasm 5.1 3.5 1.4 0.2"""
import struct
import sys

from wasmtime import Instance, Module, Store

store = Store()
exports = Instance(store, Module.from_file(store.engine, sys.argv[1]), []).exports(store)
row = [float(word) for word in sys.argv[2:]]
memory, count = exports["memory"], 3
exports["memory"].write(store, struct.pack(f"<{len(row)}d", *row), exports["input"](store, 0))
exports["run"](store)
start = exports["output"](store, 0)
print(*struct.unpack(f"<{count}d", memory.read(store, start, start + 8 * count)))
