"""Runs a compiled model in Python without nnet: pip install wasmtime; python host.py iris.wasm 5.1 3.5 1.4 0.2"""
import struct
import sys

from wasmtime import Instance, Module, Store

store = Store()
exports = Instance(store, Module.from_file(store.engine, sys.argv[1]), []).exports(store)
row = [float(word) for word in sys.argv[2:]]
memory = exports["memory"]
memory.write(store, struct.pack(f"<{len(row)}d", *row), exports["input"](store, 0))
exports["run"](store)
start, length = exports["output"](store, 0), exports["output_bytes"](store, 0)
print(*struct.unpack(f"<{length // 8}d", memory.read(store, start, start + length)))
