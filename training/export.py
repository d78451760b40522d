"""From a training run to what the package ships: an int8 ONNX graph with fixed activation ranges.

    python -m training.export --run RUN --encoder FOLDER --data CORPORA/nlp --out src/dateline/models --name reader-1

Weights are 7-bit integers per output column, activations unsigned 8-bit with calibrated ranges: processors without
VNNI add two products in 16 bits, and full 8-bit weights could overflow there and give other results.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import shutil
from collections import defaultdict
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from dateline.reading.parse.pieces import Pieces
from training.data import Sentence, load
from training.network import Encoder, Reader
from training.train import inputs

TOP = 63  # largest weight: 7 bits
OUTPUTS = ["arc", "dep", "head", "upos", "feats", "scripts", "tags"]


class Graph(nn.Module):
    """The part that goes into the file; tree and labels are made outside."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, *b: Tensor) -> tuple[Tensor, ...]:
        arc, dep, head, upos, feats, scripts, tags = self.reader(*b)
        cuts = torch.stack([f.argmax(-1) for f in feats.split(list(self.reader.sizes.features), -1)], -1)
        return arc, dep, head, upos.argmax(-1), cuts, scripts.argmax(-1), tags.argmax(-1)


def to_onnx(reader: Reader, path: pathlib.Path) -> None:
    zeros = lambda *n: torch.zeros(n, dtype=torch.int64)
    args = (zeros(2, 9), zeros(2, 9), zeros(2, 5), zeros(2, 5), torch.full((2,), 9), torch.full((2,), 5))
    names = ["ids", "case", "first", "last", "n_pieces", "n_words"]
    axes: dict[str, dict[int, str]] = {n: {0: "b", 1: "s"} for n in names[:2]}
    axes |= {n: {0: "b", 1: "w"} for n in names[2:4] + OUTPUTS} | {n: {0: "b"} for n in names[4:]}
    axes["arc"], axes["head"] = {0: "b", 1: "w", 2: "w1"}, {0: "b", 1: "w1"}
    torch.onnx.export(Graph(reader).eval(), args, str(path), input_names=names, output_names=OUTPUTS,
                      dynamic_axes=axes, opset_version=17, dynamo=False)  # fmt: skip


def _constant_products(model: onnx.ModelProto) -> set[str]:
    constant = {t.name for t in model.graph.initializer}
    return {n.input[0] for n in model.graph.node if n.op_type in ("MatMul", "Gemm") and n.input[1] in constant}


def activation_ranges(
    path: pathlib.Path, pieces: Pieces, sentences: list[Sentence], cut: float = 0.01
) -> dict[str, tuple[float, float]]:
    """Low and high of every input of a constant product over some sentences: percentiles, not extremes."""
    model = onnx.load(str(path))
    names = sorted(_constant_products(model))
    model.graph.output.extend(helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in names)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    seen: dict[str, list[np.ndarray]] = defaultdict(list)
    for s in sentences:  # one at a time: no padding in the statistics
        for n, v in zip(names, session.run(names, inputs([s], pieces)), strict=True):
            seen[n].append(np.percentile(v, [cut, 100 - cut]))
    return {n: (float(min(a for a, _ in v)), float(max(b for _, b in v))) for n, v in seen.items()}


class Quantiser:
    """Rewrites products with constant weights and embedding look-ups to integers."""

    def __init__(self, model: onnx.ModelProto, ranges: dict[str, tuple[float, float]]) -> None:
        self.graph, self.ranges = model.graph, ranges
        self.constant = {t.name: t for t in model.graph.initializer}
        self.nodes: list[Any] = []
        self.replaced: set[str] = set()
        self.made: set[str] = set()

    def put(self, name: str, array: Any) -> str:
        if name not in self.made:
            self.made.add(name)
            self.graph.initializer.append(numpy_helper.from_array(array, name))
        return name

    def node(self, op: str, given: list[str], out: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(op, given, [out], **attributes))
        return out

    def run(self) -> None:
        for n in self.graph.node:
            at = {"MatMul": 1, "Gemm": 1, "Gather": 0}.get(n.op_type)
            w = self.constant.get(n.input[at]) if at is not None else None
            if w is None or len(w.dims) != 2 or np.prod(w.dims) < 10000:
                self.nodes.append(n)
            elif n.op_type == "Gather":
                self._look_up(n, w)
            else:
                self._product(n, w)
        kept = [t for t in self.graph.initializer if t.name not in self.replaced]
        del self.graph.node[:], self.graph.initializer[:]
        self.graph.node.extend(self.nodes)
        self.graph.initializer.extend(kept)

    def _integers(self, w: Any, axis: int, transpose: bool) -> tuple[str, str]:
        array = numpy_helper.to_array(w)
        array = np.ascontiguousarray(array.T) if transpose else array
        scale = np.maximum(np.abs(array).max(axis, keepdims=True) / TOP, 1e-12).astype(np.float32)
        q = self.put(w.name + "_q", np.clip(np.round(array / scale), -TOP, TOP).astype(np.int8))
        self.replaced.add(w.name)
        return q, self.put(w.name + "_s", scale.ravel() if axis == 0 else scale)

    def _look_up(self, n: Any, w: Any) -> None:
        out = n.output[0]
        q, s = self._integers(w, 1, False)
        row = self.node("Gather", [q, n.input[1]], out + "_i")
        wide = self.node("Cast", [row], out + "_f", to=TensorProto.FLOAT)
        self.node("Mul", [wide, self.node("Gather", [s, n.input[1]], out + "_t")], out)

    def _product(self, n: Any, w: Any) -> None:
        x, bias = n.input[0], list(n.input[2:3]) if n.op_type == "Gemm" else []
        q, s = self._integers(w, 0, any(a.name == "transB" and a.i for a in n.attribute))
        if x + "_q" not in self.made:
            low, high = min(self.ranges[x][0], 0.0), max(self.ranges[x][1], 0.0)
            step = np.float32((high - low) / 255)
            self.put(x + "_r", np.array(step))
            self.put(x + "_z", np.array(round(-low / float(step)), np.uint8))  # unsigned is the fast path
            self.made.add(x + "_q")
            self.node("QuantizeLinear", [x, x + "_r", x + "_z"], x + "_q")
        given = [x + "_q", q, x + "_r", s, x + "_z", "", *bias]
        self.node("MatMulIntegerToFloat", given, n.output[0], domain="com.microsoft")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--run", "--encoder", "--data", "--out"):
        ap.add_argument(name, required=True, type=pathlib.Path)
    ap.add_argument("--name", required=True)
    a = ap.parse_args()
    saved = torch.load(a.run / "model.pt", weights_only=False)
    reader = Reader(Encoder(a.encoder, saved["sizes"].layers), saved["sizes"])
    reader.load_state_dict(saved["model"])
    wide = a.run / "fp32.onnx"
    to_onnx(reader, wide)
    pieces = Pieces(a.encoder / "tokenizer.json")
    train, _ = load(a.data)
    model = onnx.load(str(wide))
    Quantiser(model, activation_ranges(wide, pieces, train[:: len(train) // 150])).run()
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    a.out.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(a.out / "reader.onnx"))
    weight, bias = reader.rel_out.weight.detach().numpy().T.copy(), reader.rel_out.bias.detach().numpy()
    np.savez_compressed(a.out / "reader-relations.npz", weight=weight, bias=bias)
    labels = json.dumps({"name": a.name, **saved["maps"]}, ensure_ascii=False, separators=(",", ":"))
    (a.out / "reader.json").write_text(labels + "\n", encoding="utf-8")
    shutil.copyfile(a.encoder / "tokenizer.json", a.out / "tokenizer.json")


if __name__ == "__main__":
    main()
