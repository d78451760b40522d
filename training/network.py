"""The network: MiniLM's lower layers, a case embedding, and one head per question asked of a word.

Weights start from all-MiniLM-L6-v2 (Apache-2.0). Arcs are biaffine (Dozat & Manning 2017), labels a product
of the two words' label vectors. A word is read as its first and last piece.
"""

from __future__ import annotations

import dataclasses
import pathlib

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from dateline.reading.parse.pieces import CASE_CLASSES
from training.data import ENTITY_TAGS, UPOS


@dataclasses.dataclass(frozen=True)
class Sizes:
    layers: int = 6
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


class Encoder(nn.Module):
    """Pieces and case classes to one vector a piece: a learned average of the layers."""

    def __init__(self, folder: pathlib.Path, layers: int) -> None:
        super().__init__()
        w = {k.removeprefix("bert."): v for k, v in load_file(folder / "model.safetensors").items()}
        vocabulary, dim = w["embeddings.word_embeddings.weight"].shape
        inner = w["encoder.layer.0.intermediate.dense.weight"].shape[0]
        self.dim = dim
        self.word, self.position = nn.Embedding(vocabulary, dim), nn.Embedding(512, dim)
        self.case = nn.Embedding(CASE_CLASSES, dim)
        self.ln, self.drop = nn.LayerNorm(dim, eps=1e-12), nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer(dim, dim // 32, inner) for _ in range(layers))
        self.mix = nn.Parameter(torch.zeros(layers))
        self._start_from(w)

    @torch.no_grad()
    def _start_from(self, w: dict[str, Tensor]) -> None:
        e = "embeddings."
        self.word.weight.copy_(w[e + "word_embeddings.weight"])
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

    def forward(self, ids: Tensor, case: Tensor, n_pieces: Tensor) -> Tensor:
        """ids, case: batch x pieces; n_pieces: batch. Returns flat rows, (batch * pieces) x dim."""
        length = ids.shape[1]
        places = torch.arange(length, device=ids.device)[None]
        x = self.drop(self.ln(self.word(ids) + self.position(places) + self.case(case)))
        mask = (places >= n_pieces[:, None]).float()[:, None, None] * -1e4
        flat, states = x.reshape(-1, self.dim), []
        for layer in self.layers:
            flat = layer(flat, mask)
            states.append(flat)
        return sum(w * h for w, h in zip(self.mix.softmax(0), states, strict=True))


class Reader(nn.Module):
    """Every head over one encoder. Outputs are batch x words x …; candidate heads are the root and the words."""

    def __init__(self, encoder: Encoder, sizes: Sizes) -> None:
        super().__init__()
        self.encoder, self.sizes = encoder, sizes
        d = 2 * encoder.dim
        mlp = lambda n: nn.Sequential(nn.Linear(d, n), nn.GELU(), nn.Dropout(0.33))
        self.arc_dep, self.arc_head, self.rel_dep, self.rel_head = (mlp(n) for n in (sizes.arc,) * 2 + (sizes.label,) * 2)
        self.arc_u = nn.Linear(sizes.arc, sizes.arc)
        self.rel_out = nn.Linear(3 * sizes.label, sizes.rels)
        self.tag_drop = nn.Dropout(0.2)
        self.upos, self.tags = nn.Linear(d, len(UPOS)), nn.Linear(d, len(ENTITY_TAGS))
        self.feats, self.scripts = nn.Linear(d, sum(sizes.features)), nn.Linear(d, sizes.scripts)

    def forward(
        self, ids: Tensor, case: Tensor, first: Tensor, last: Tensor, n_pieces: Tensor, n_words: Tensor
    ) -> tuple[Tensor, ...]:
        """arc, rel_dep, rel_head, upos, feats, scripts, tags."""
        x = self.encoder(ids, case, n_pieces)
        batch, words = first.shape
        base = torch.arange(batch, device=ids.device)[:, None] * ids.shape[1]
        root = torch.zeros_like(first[:, :1])  # [CLS] stands for the root
        pick = lambda i: x.index_select(0, (torch.cat([root, i], 1) + base).reshape(-1))
        flat = torch.cat([pick(first), pick(last)], 1)
        fold = lambda t: t.view(batch, words + 1, t.shape[1])
        dep, cand = fold(self.arc_u(self.arc_dep(flat)))[:, 1:], fold(self.arc_head(flat))
        out_of_reach = (torch.arange(words + 1, device=ids.device)[None] > n_words[:, None]).float()[:, None] * -1e4
        arc = dep @ cand.transpose(1, 2) + out_of_reach
        t = self.tag_drop(flat)
        heads = (self.upos(t), self.feats(t), self.scripts(t), self.tags(t))
        return (arc, fold(self.rel_dep(flat))[:, 1:], fold(self.rel_head(flat)), *(fold(h)[:, 1:] for h in heads))

    def relations(self, dep: Tensor, head: Tensor) -> Tensor:
        """Label scores of words paired with their heads."""
        return self.rel_out(torch.cat([dep * head, dep, head], -1))

    def loss(self, b: dict[str, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        arc, dep, head, upos, feats, scripts, tags = self(b["ids"], b["case"], b["first"], b["last"], b["n_pieces"], b["n_words"])
        gold = b["head"].clamp(min=0)
        rel = self.relations(dep, head.gather(1, gold[..., None].expand(-1, -1, head.shape[2])))
        parts = {
            "arc": _ce(arc, b["head"]),
            "rel": _ce(rel, b["rel"]),
            "upos": _ce(upos, b["upos"]),
            "tags": _ce(tags, b["tags"]),
        }
        parts["scripts"] = _ce(scripts, b["scripts"])
        cuts = feats.split(list(self.sizes.features), -1)
        parts["feats"] = torch.stack([_ce(f, b["feats"][..., i]) for i, f in enumerate(cuts)]).sum()
        weight = {"arc": 1.0, "rel": 1.0, "upos": 0.5, "feats": 0.2, "scripts": 0.4, "tags": 1.0}
        return torch.stack([weight[k] * v for k, v in parts.items()]).sum(), parts


def _ce(logits: Tensor, gold: Tensor) -> Tensor:
    total = F.cross_entropy(logits.float().flatten(0, -2), gold.flatten(), ignore_index=-100, reduction="sum")
    return total / (gold != -100).sum().clamp(min=1)
