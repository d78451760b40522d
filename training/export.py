r"""From training runs to what the package ships: int8 ONNX graphs with fixed activation ranges, and one table of vectors.

    python -m training.export reader --run RUN --encoder FOLDER --data CORPORA --out src/dateline/models --name reader-2
    python -m training.export attribution --run RUN --encoder FOLDER --data CORPORA --out src/dateline/models \
        --name attribution-1

The reader is cut in parts: the lower layers, the early heads that the fast path asks, the upper layers with the late
heads, and the labels of both, asked when the tree is known. Weights are 7-bit integers per output column, activations
unsigned 8-bit with calibrated ranges: processors without VNNI add two products in 16 bits, and full 8-bit weights could
overflow there and give other results.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import random
import shutil
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import helper, numpy_helper
from torch import Tensor, nn

from dateline.reading.parse.pieces import Pieces
from training.batches import inputs
from training.data import load
from training.network import TOP, Encoder, Heads, Reader
from training.passages import epoch

Arrays = dict[str, np.ndarray]
GRAPHS = ("lower", "early", "early-relations", "upper", "upper-relations")
ANSWERS = ["arc", "dep", "head", "upos", "feats", "scripts", "tags", "starts"]
CALIBRATION = 200  # passages


class Lower(nn.Module):
    """Vectors of pieces to the states of the lower layers: layers x rows x dim."""

    def __init__(self, encoder: Encoder, layers: int) -> None:
        super().__init__()
        self.encoder, self.n = encoder, layers

    def forward(self, vectors: Tensor, case: Tensor, n_pieces: Tensor) -> Tensor:
        return torch.stack(self.encoder.run(self.encoder.enter(vectors, case), n_pieces, 0, self.n))


class Upper(nn.Module):
    """The states of the lower layers to the late answers."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader
        self.answers = Answers(reader.late, reader.sizes.features)

    def forward(self, states: Tensor, first: Tensor, last: Tensor, n_pieces: Tensor, n_words: Tensor) -> tuple[Tensor, ...]:
        below = self.reader.sizes.early
        above = self.reader.encoder.run(states[below - 1], n_pieces, below, self.reader.sizes.layers)
        return self.answers(torch.cat([states, torch.stack(above)]), first, last, n_pieces, n_words)


class Answers(nn.Module):
    """Heads as they are asked at run time: one product for all tags, the best of each, scores where they are needed."""

    def __init__(self, heads: Heads, features: tuple[int, ...]) -> None:
        super().__init__()
        self.heads, self.features = heads, list(features)
        parts = (heads.upos, heads.feats, heads.scripts, heads.tags, heads.starts)
        self.cuts = [p.out_features for p in parts]
        self.all = nn.Linear(parts[0].in_features, sum(self.cuts))
        with torch.no_grad():
            self.all.weight.copy_(torch.cat([p.weight for p in parts]))
            self.all.bias.copy_(torch.cat([p.bias for p in parts]))

    def forward(self, states: Tensor, first: Tensor, last: Tensor, n_pieces: Tensor, n_words: Tensor) -> tuple[Tensor, ...]:
        flat, fold = self.heads.words(states, first, last, states.shape[1] // n_pieces.shape[0])
        upos, feats, scripts, tags, starts = fold(self.all(flat))[:, 1:].split(self.cuts, -1)
        best = torch.stack([f.argmax(-1) for f in feats.split(self.features, -1)], -1)
        return (*self.heads.trees(flat, fold, n_words), upos.argmax(-1), best, scripts.argmax(-1), tags, starts.squeeze(-1))


class Relations(nn.Module):
    """Label vectors of words and of their heads (rows x label) to the best relation of each."""

    def __init__(self, heads: Heads) -> None:
        super().__init__()
        self.heads = heads

    def forward(self, dep: Tensor, head: Tensor) -> Tensor:
        return self.heads.relations(dep, head).argmax(-1)


def to_onnx(
    module: nn.Module, given: dict[str, Tensor], out: list[str], axes: dict[str, dict[int, str]], path: pathlib.Path
) -> None:
    torch.onnx.export(
        module.eval(), tuple(given.values()), str(path), input_names=list(given), output_names=out, dynamic_axes=axes,
        opset_version=17, dynamo=False,
    )  # fmt: skip


def reader_graphs(reader: Reader, folder: pathlib.Path) -> None:
    """lower, early and upper in floating point."""
    zeros = lambda *n: torch.zeros(n, dtype=torch.int64)
    vectors, case, first, last = torch.zeros(2, 9, reader.encoder.dim), zeros(2, 9), zeros(2, 5), zeros(2, 5)
    pieces, words = torch.full((2,), 9), torch.full((2,), 5)
    axes: dict[str, dict[int, str]] = {n: {0: "b", 1: "s"} for n in ("vectors", "case")}
    axes |= {n: {0: "b", 1: "w"} for n in ("first", "last", *ANSWERS)} | {n: {0: "b"} for n in ("n_pieces", "n_words")}
    axes |= {"arc": {0: "b", 1: "w", 2: "w1"}, "head": {0: "b", 1: "w1"}, "states": {1: "rows"}}
    lower = Lower(reader.encoder, reader.sizes.early)
    to_onnx(lower, {"vectors": vectors, "case": case, "n_pieces": pieces}, ["states"], axes, folder / "lower.onnx")
    given = {"states": lower(vectors, case, pieces), "first": first, "last": last, "n_pieces": pieces, "n_words": words}
    to_onnx(Answers(reader.early, reader.sizes.features), given, ANSWERS, axes, folder / "early.onnx")
    to_onnx(Upper(reader), given, ANSWERS, axes, folder / "upper.onnx")
    pairs = {name: torch.zeros(5, reader.sizes.label) for name in ("dep", "head")}
    for name, heads in (("early-relations", reader.early), ("upper-relations", reader.late)):
        to_onnx(Relations(heads), pairs, ["rel"], {n: {0: "rows"} for n in (*pairs, "rel")}, folder / f"{name}.onnx")


def _constant_products(model: onnx.ModelProto) -> set[str]:
    constant = {t.name for t in model.graph.initializer if len(t.dims) == 2}
    return {n.input[0] for n in model.graph.node if n.op_type in ("MatMul", "Gemm") and n.input[1] in constant}


class Ranges:
    """Low and high of every input of a constant product, over some passages: percentiles, not extremes."""

    def __init__(self, path: pathlib.Path, cut: float = 0.01) -> None:
        self.model, self.cut = onnx.load(str(path)), cut
        self._names, self._seen = sorted(_constant_products(self.model)), defaultdict[str, list[np.ndarray]](list)
        told = onnx.load(str(path))
        self._own = [o.name for o in told.graph.output]
        told.graph.output.extend(helper.make_tensor_value_info(n, onnx.TensorProto.FLOAT, None) for n in self._names)
        self._session = onnxruntime.InferenceSession(told.SerializeToString(), providers=["CPUExecutionProvider"])
        self._asks = [i.name for i in self._session.get_inputs()]

    def see(self, arrays: Arrays) -> Arrays:
        """Run one passage; what the graph itself answers."""
        found = self._session.run(self._own + self._names, {k: arrays[k] for k in self._asks})
        for name, v in zip(self._names, found[len(self._own) :], strict=True):
            self._seen[name].append(np.percentile(v, [self.cut, 100 - self.cut]))
        return dict(zip(self._own, found, strict=False))

    def ranges(self) -> dict[str, tuple[float, float]]:
        return {n: (float(min(a for a, _ in v)), float(max(b for _, b in v))) for n, v in self._seen.items()}

    def write(self, path: pathlib.Path) -> None:
        """The graph with integer products."""
        Quantiser(self.model, self.ranges()).run()
        self.model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
        onnx.save(self.model, str(path))


class Quantiser:
    """Rewrites products with constant weights to integers."""

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
            w = self.constant.get(n.input[1]) if n.op_type in ("MatMul", "Gemm") else None
            if w is None or len(w.dims) != 2:
                self.nodes.append(n)
            else:
                self._product(n, w)
        kept = [t for t in self.graph.initializer if t.name not in self.replaced]
        del self.graph.node[:], self.graph.initializer[:]
        self.graph.node.extend(self.nodes)
        self.graph.initializer.extend(kept)

    def _integers(self, w: Any, transpose: bool) -> tuple[str, str]:
        array = numpy_helper.to_array(w)
        array = np.ascontiguousarray(array.T) if transpose else array
        scale = np.maximum(np.abs(array).max(0, keepdims=True) / TOP, 1e-12).astype(np.float32)
        q = self.put(w.name + "_q", np.clip(np.round(array / scale), -TOP, TOP).astype(np.int8))
        self.replaced.add(w.name)
        return q, self.put(w.name + "_s", scale.ravel())

    def _product(self, n: Any, w: Any) -> None:
        x, bias = n.input[0], list(n.input[2:3]) if n.op_type == "Gemm" else []
        q, s = self._integers(w, any(a.name == "transB" and a.i for a in n.attribute))
        if x + "_q" not in self.made:
            low, high = min(self.ranges[x][0], 0.0), max(self.ranges[x][1], 0.0)
            step = np.float32((high - low) / 255)
            self.put(x + "_r", np.array(step))
            self.put(x + "_z", np.array(round(-low / float(step)), np.uint8))  # unsigned is the fast path
            self.made.add(x + "_q")
            self.node("QuantizeLinear", [x, x + "_r", x + "_z"], x + "_q")
        given = [x + "_q", q, x + "_r", s, x + "_z", "", *bias]
        self.node("MatMulIntegerToFloat", given, n.output[0], domain="com.microsoft")


def passages(data: pathlib.Path, pieces: Pieces, encoder: Encoder) -> Iterable[Arrays]:
    """Some training passages, one at a time: no padding in the statistics."""
    train, _ = load(data / "nlp")
    table, scale = encoder.table.numpy(), encoder.scale.numpy()
    joined = epoch(train, random.Random(1), 0.5, 0.0, [], [])
    for s in random.Random(1).sample(joined, CALIBRATION):
        b = inputs([s], pieces)
        yield b | {"vectors": table[b["ids"]].astype(np.float32) * scale[b["ids"]][..., None]}


def export_reader(a: argparse.Namespace, pieces: Pieces) -> None:
    saved = torch.load(a.run / "checkpoint.pt", weights_only=False)
    encoder = Encoder(a.encoder, saved["sizes"].layers)
    reader = Reader(encoder, saved["sizes"])
    reader.load_state_dict(saved["model"])
    reader_graphs(reader, a.run)
    graphs = {name: Ranges(a.run / f"{name}.onnx") for name in GRAPHS}
    for b in passages(a.data, pieces, encoder):
        b |= graphs["lower"].see(b)
        for name in ("early", "upper"):
            found = graphs[name].see(b)
            graphs[f"{name}-relations"].see({"dep": found["dep"][0], "head": found["head"][0, found["arc"][0].argmax(-1)]})
    for name, graph in graphs.items():
        graph.write(a.out / f"reader-{name}.onnx")
    np.savez_compressed(a.out / "embeddings.npz", table=encoder.table.numpy(), scale=encoder.scale.numpy())
    labels = json.dumps({"name": a.name, **saved["maps"]}, ensure_ascii=False, separators=(",", ":"))
    (a.out / "reader.json").write_text(labels + "\n", encoding="utf-8")
    shutil.copyfile(a.encoder / "tokenizer.json", a.out / "tokenizer.json")


def export_attribution(a: argparse.Namespace, pieces: Pieces) -> None:
    from dateline.reading.parse.attribution_features import Features
    from training.attribution import Attributor
    from training.attribution_data import arrays, documents, parses, read_rows

    saved = torch.load(a.run / "checkpoint.pt", weights_only=False)
    features = Features(saved["labels"])
    model = Attributor(a.encoder, saved["layers"], features.sizes)
    model.load_state_dict(saved["model"])
    zeros = lambda *n: torch.zeros(n, dtype=torch.int64)
    given = {
        "vectors": torch.zeros(1, 9, model.encoder.dim), "case": zeros(1, 9), "features": zeros(1, 9, len(features.sizes)),
        "first": zeros(1, 5), "last": zeros(1, 5), "n_pieces": torch.full((1,), 9),
    }  # fmt: skip
    axes: dict[str, dict[int, str]] = {n: {1: "s"} for n in ("vectors", "case", "features")} | {
        n: {1: "w"} for n in ("first", "last", "scores")
    }
    to_onnx(model, given, ["scores"], axes, a.run / "attribution.onnx")
    graph = Ranges(a.run / "attribution.onnx")
    rows = read_rows(a.data / "attribution", "train")
    found = parses(rows, a.run / "train.pickle")
    windows = [(d, w) for d in documents(rows, found, features, pieces) for w in d.windows]
    table, scale = model.encoder.table.numpy(), model.encoder.scale.numpy()
    for d, w in random.Random(1).sample(windows, CALIBRATION):
        b = {k: np.asarray(v)[None] for k, v in arrays(d, w, pieces).items() if k not in ("tags", "runs")}
        graph.see(b | {
            "vectors": table[b["ids"]].astype(np.float32) * scale[b["ids"]][..., None], "n_pieces": np.array([b["ids"].shape[1]]),
        })  # fmt: skip
    graph.write(a.out / "attribution.onnx")
    step, start, end = (x.tolist() for x in model.crf.chain())
    told = {"name": a.name, **saved["labels"], "chain": {"step": step, "start": start, "end": end}}
    (a.out / "attribution.json").write_text(json.dumps(told, separators=(",", ":")) + "\n", encoding="utf-8")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("what", choices=("reader", "attribution"))
    for name in ("--run", "--encoder", "--data", "--out"):
        ap.add_argument(name, required=True, type=pathlib.Path)
    ap.add_argument("--name", required=True)
    a = ap.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    pieces = Pieces(a.encoder / "tokenizer.json")
    (export_reader if a.what == "reader" else export_attribution)(a, pieces)


if __name__ == "__main__":
    main()
