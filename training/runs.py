"""What two training runs share: rates by depth, the descent, and a checkpoint that a stopped run goes on from."""

from __future__ import annotations

import pathlib
from typing import Any

import torch
from torch import Tensor, nn


def parameter_groups(model: nn.Module, c: dict[str, Any]) -> list[dict[str, Any]]:
    """Layer-wise learning rates: the deeper into the encoder, the smaller; none but matrices decay."""
    n, out = c["layers"], []
    for name, p in model.named_parameters():
        if not name.startswith("encoder.") or name.startswith("encoder.case"):
            rate = c["head_rate"]
        else:
            below = n - 1 - int(name.split(".")[2]) if name.startswith("encoder.layers.") else n
            rate = c["rate"] * c["decay"] ** below
        out.append({"params": [p], "lr": rate, "base": rate, "weight_decay": 0.0 if p.ndim < 2 else 0.01})
    return out


class Descent:
    """A model on its way: optimizer, rate, and where it stands (`within`: steps of the running epoch)."""

    def __init__(self, model: nn.Module, config: dict[str, Any], out: pathlib.Path) -> None:
        self.model, self.config, self.out = model, config, out
        self.optimizer = torch.optim.AdamW(parameter_groups(model, config), betas=(0.9, 0.98))
        self.step = self.epoch = self.within = 0

    def to_train(self, steps: int) -> None:
        """Sets the rate for the next of so many steps: up while warming, then down to nothing."""
        done = min(1.0, self.step / steps)
        for g in self.optimizer.param_groups:
            g["lr"] = g["base"] * min(1.0, done / self.config["warm_up"] + 1e-3) * (1 - done)
        self.model.train()

    def descend(self, loss: Tensor) -> None:
        """One step down."""
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.step, self.within = self.step + 1, self.within + 1

    def end_epoch(self) -> None:
        """Counts an epoch."""
        self.epoch, self.within = self.epoch + 1, 0

    def save(self, **more: Any) -> None:
        """Writes the checkpoint whole or not at all."""
        at = {k: getattr(self, k) for k in ("step", "epoch", "within")}
        state = {"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(), **at, **more}
        torch.save(state, self.out / "checkpoint.new")
        (self.out / "checkpoint.new").replace(self.out / "checkpoint.pt")

    def resume(self) -> None:
        """Goes on from the checkpoint, if there is one."""
        if (self.out / "checkpoint.pt").exists():
            state = torch.load(self.out / "checkpoint.pt", weights_only=False)
            self.model.load_state_dict(state["model"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.step, self.epoch, self.within = state["step"], state["epoch"], state["within"]
