"""The network: MiniLM's layers, a case embedding, and one head per question asked of a word.

Weights start from all-MiniLM-L6-v2 (Apache-2.0). Its word-piece vectors stay as they are, rounded as the package ships
them, so that every graph of the package can share one table. Arcs are biaffine (Dozat & Manning 2017), labels a product
of the two words' label vectors. A word is read as its first and last piece. The questions are asked twice: after an early
layer, for the fast path, and at the top.
"""

from __future__ import annotations

import dataclasses
import pathlib
from collections.abc import Callable

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from dateline.reading.parse.entities import TAGS
from dateline.reading.parse.pieces import CASE_CLASSES
from training.data import UPOS

TOP = 63  # largest integer of a weight: 7 bits
Batch = dict[str, Tensor]


@dataclasses.dataclass(frozen=True)
class Sizes:
    layers: int = 6
    early: int = 3
    rels: int = 50
    features: tuple[int, ...] = ()
    scripts: int = 300
    arc: int = 256
    label: int = 128


class Layer(nn.Module):
    """One post-norm transformer layer, over flat rows so that the exported graph stays simple."""

    def __init__(self, dim: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv, self.proj = nn.Linear(dim, 3 * dim), nn.Linear(dim, dim)
        self.up, self.down = nn.Linear(dim, inner), nn.Linear(inner, dim)
        self.ln1, self.ln2 = nn.LayerNorm(dim, eps=1e-12), nn.LayerNorm(dim, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        dim, (batch, length) = x.shape[-1], (mask.shape[0], mask.shape[3])
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, dim // self.heads).permute(2, 0, 3, 1, 4)
        attention = self.drop(torch.softmax(q @ k.transpose(2, 3) * (dim // self.heads) ** -0.5 + mask, -1))
        mixed = (attention @ v).transpose(1, 2).reshape(-1, dim)
        x = self.ln1(x + self.drop(self.proj(mixed)))
        return self.ln2(x + self.drop(self.down(F.gelu(self.up(x)))))


def rounded(table: Tensor) -> tuple[Tensor, Tensor]:
    """A table of vectors as integers with one scale a row: q int8, rows x dim; scale float, rows."""
    scale = (table.abs().amax(1) / TOP).clamp(min=1e-12)
    return (table / scale[:, None]).round().clamp(-TOP, TOP).to(torch.int8), scale


class Encoder(nn.Module):
    """Vectors of pieces and case classes to one vector a piece and layer."""

    def __init__(self, folder: pathlib.Path, layers: int) -> None:
        super().__init__()
        w = {k.removeprefix("bert."): v for k, v in load_file(folder / "model.safetensors").items()}
        q, scale = rounded(w["embeddings.word_embeddings.weight"])
        self.dim = q.shape[1]
        inner = w["encoder.layer.0.intermediate.dense.weight"].shape[0]
        self.register_buffer("table", q, persistent=False)
        self.register_buffer("scale", scale, persistent=False)
        self.position, self.case = nn.Embedding(512, self.dim), nn.Embedding(CASE_CLASSES, self.dim)
        self.ln, self.drop = nn.LayerNorm(self.dim, eps=1e-12), nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer(self.dim, self.dim // 32, inner) for _ in range(layers))
        self._start_from(w)

    @torch.no_grad()
    def _start_from(self, w: dict[str, Tensor]) -> None:
        e = "embeddings."
        self.position.weight.copy_(w[e + "position_embeddings.weight"] + w[e + "token_type_embeddings.weight"][0])
        self.case.weight.zero_()
        for kind in ("weight", "bias"):
            getattr(self.ln, kind).copy_(w[f"{e}LayerNorm.{kind}"])
            for i, layer in enumerate(self.layers):
                get = lambda name, i=i, kind=kind: w[f"encoder.layer.{i}.{name}.{kind}"]
                qkv = torch.cat([get(f"attention.self.{x}") for x in ("query", "key", "value")])
                getattr(layer.qkv, kind).copy_(qkv)
                getattr(layer.proj, kind).copy_(get("attention.output.dense"))
                getattr(layer.up, kind).copy_(get("intermediate.dense"))
                getattr(layer.down, kind).copy_(get("output.dense"))
                getattr(layer.ln1, kind).copy_(get("attention.output.LayerNorm"))
                getattr(layer.ln2, kind).copy_(get("output.LayerNorm"))

    def vectors(self, ids: Tensor) -> Tensor:
        """The table's vectors of pieces: batch x pieces x dim."""
        return self.table[ids].float() * self.scale[ids][..., None]

    def enter(self, vectors: Tensor, case: Tensor) -> Tensor:
        """What the first layer is given: flat rows, (batch * pieces) x dim."""
        places = torch.arange(case.shape[1], device=case.device)[None]
        return self.drop(self.ln(vectors + self.position(places) + self.case(case))).reshape(-1, self.dim)

    def run(self, flat: Tensor, n_pieces: Tensor, first: int, end: int) -> list[Tensor]:
        """The states after each of the layers `first` to `end`, flat rows."""
        places = torch.arange(flat.shape[0] // n_pieces.shape[0], device=flat.device)[None]
        mask = (places >= n_pieces[:, None]).float()[:, None, None] * -1e4
        states = []
        for layer in self.layers[first:end]:
            flat = layer(flat, mask)
            states.append(flat)
        return states

    def forward(self, vectors: Tensor, case: Tensor, n_pieces: Tensor) -> list[Tensor]:
        """vectors: batch x pieces x dim; case: batch x pieces; n_pieces: batch. Flat rows, (batch * pieces) x dim, a layer."""
        return self.run(self.enter(vectors, case), n_pieces, 0, len(self.layers))


class Heads(nn.Module):
    """Every question, asked of a learned average of some layers."""

    def __init__(self, dim: int, layers: int, sizes: Sizes) -> None:
        super().__init__()
        self.mix = nn.Parameter(torch.zeros(layers))
        d = 2 * dim
        mlp = lambda n: nn.Sequential(nn.Linear(d, n), nn.GELU(), nn.Dropout(0.33))
        self.arc_dep, self.arc_head, self.rel_dep, self.rel_head = (mlp(n) for n in (sizes.arc,) * 2 + (sizes.label,) * 2)
        self.arc_u = nn.Linear(sizes.arc, sizes.arc)
        self.rel_out = nn.Linear(3 * sizes.label, sizes.rels)
        self.tag_drop = nn.Dropout(0.2)
        self.upos, self.tags, self.starts = (nn.Linear(d, n) for n in (len(UPOS), len(TAGS), 1))
        self.feats, self.scripts = nn.Linear(d, sum(sizes.features)), nn.Linear(d, sizes.scripts)

    def words(self, states: Tensor, first: Tensor, last: Tensor, length: int) -> tuple[Tensor, Callable[[Tensor], Tensor]]:
        """One row for the root and for each word, flat; and how rows are folded to batch x (words + 1) x …"""
        x = (self.mix.softmax(0)[:, None, None] * states).sum(0)
        batch, words = first.shape
        base = torch.arange(batch, device=first.device)[:, None] * length
        root = torch.zeros_like(first[:, :1])  # [CLS] stands for the root
        pick = lambda i: x.index_select(0, (torch.cat([root, i], 1) + base).reshape(-1))
        return torch.cat([pick(first), pick(last)], 1), lambda t: t.view(batch, words + 1, t.shape[1])

    def trees(self, flat: Tensor, fold: Callable[[Tensor], Tensor], n_words: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """arc, rel_dep, rel_head."""
        dep, cand = fold(self.arc_u(self.arc_dep(flat)))[:, 1:], fold(self.arc_head(flat))
        places = torch.arange(cand.shape[1], device=n_words.device)[None]
        arc = dep @ cand.transpose(1, 2) + (places > n_words[:, None]).float()[:, None] * -1e4
        return arc, fold(self.rel_dep(flat))[:, 1:], fold(self.rel_head(flat))

    def forward(self, states: list[Tensor], first: Tensor, last: Tensor, n_words: Tensor, length: int) -> tuple[Tensor, ...]:
        """arc, rel_dep, rel_head, upos, feats, scripts, tags, starts: batch x words x …; heads are the root and the words."""
        flat, fold = self.words(torch.stack(states), first, last, length)
        t = self.tag_drop(flat)
        tagged = (self.upos(t), self.feats(t), self.scripts(t), self.tags(t), self.starts(t))
        return (*self.trees(flat, fold, n_words), *(fold(h)[:, 1:] for h in tagged))

    def relations(self, dep: Tensor, head: Tensor) -> Tensor:
        """Label scores of words paired with their heads."""
        return self.rel_out(torch.cat([dep * head, dep, head], -1))


class Reader(nn.Module):
    """One encoder with the early and the late heads."""

    def __init__(self, encoder: Encoder, sizes: Sizes) -> None:
        super().__init__()
        self.encoder, self.sizes = encoder, sizes
        self.early = Heads(encoder.dim, sizes.early, sizes)
        self.late = Heads(encoder.dim, sizes.layers, sizes)

    def forward(self, b: Batch) -> tuple[tuple[Tensor, ...], tuple[Tensor, ...]]:
        """The answers of the early and of the late heads."""
        states = self.encoder(self.encoder.vectors(b["ids"]), b["case"], b["n_pieces"])
        rest = (b["first"], b["last"], b["n_words"], b["ids"].shape[1])
        return self.early(states[: self.sizes.early], *rest), self.late(states, *rest)

    def loss(self, b: Batch, weights: dict[str, float]) -> tuple[Tensor, dict[str, Tensor]]:
        """The weighted sum, and the late heads' parts."""
        early, late = self(b)
        before, parts = self._parts(self.early, early, b), self._parts(self.late, late, b)
        total = lambda p: torch.stack([weights[k] * v for k, v in p.items()]).sum()
        return total(parts) + weights["early"] * total(before), parts

    def _parts(self, heads: Heads, answers: tuple[Tensor, ...], b: Batch) -> dict[str, Tensor]:
        arc, dep, head, upos, feats, scripts, tags, starts = answers
        gold = b["head"].clamp(min=0)
        rel = heads.relations(dep, head.gather(1, gold[..., None].expand(-1, -1, head.shape[2])))
        cuts = feats.split(list(self.sizes.features), -1)
        return {
            "arc": _ce(arc + b["apart"], b["head"]),
            "rel": _ce(rel, b["rel"]),
            "upos": _ce(upos, b["upos"]),
            "feats": torch.stack([_ce(f, b["feats"][..., i]) for i, f in enumerate(cuts)]).sum(),
            "scripts": _ce(scripts, b["scripts"]),
            "names": _within(tags, b["allowed"]),
            "starts": _is(starts.squeeze(-1), b["starts"]),
        }


def _ce(logits: Tensor, gold: Tensor) -> Tensor:
    total = F.cross_entropy(logits.float().flatten(0, -2), gold.flatten(), ignore_index=-100, reduction="sum")
    return total / (gold != -100).sum().clamp(min=1)


def _within(logits: Tensor, allowed: Tensor) -> Tensor:
    """Minus the log probability of the set of allowed tags, given as bits; 0 bits: not annotated."""
    sets = (allowed[..., None] >> torch.arange(logits.shape[2], device=logits.device)) & 1
    known = allowed > 0
    inside = logits.masked_fill(sets == 0, -1e4).logsumexp(-1)
    return ((logits.logsumexp(-1) - inside) * known).sum() / known.sum().clamp(min=1)


def _is(logits: Tensor, gold: Tensor) -> Tensor:
    known = (gold >= 0).float()
    each = F.binary_cross_entropy_with_logits(logits, gold.clamp(min=0).float(), reduction="none")
    return (each * known).sum() / known.sum().clamp(min=1)
