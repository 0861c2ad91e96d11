"""Muon (Jordan et al. 2024) that computes in the precision that the processor is fast at; torch's own is bound to bf16."""
import torch

COEFFICIENTS = (3.4445, -4.7750, 2.0315)


def orthogonal(matrix, dtype, rounds=5):
    """About U Vᵀ of the matrix's singular value decomposition, by Newton-Schulz iteration. [rows, columns], any of the two larger."""
    a, b, c = COEFFICIENTS
    x = (matrix.T if matrix.size(0) > matrix.size(1) else matrix).to(dtype)
    x = x / x.norm().clamp(min=1e-7)
    for _ in range(rounds):
        gram = x @ x.T
        x = torch.addmm(x, torch.addmm(gram, gram, gram, beta=b, alpha=c), x, beta=a)
    return x.T if matrix.size(0) > matrix.size(1) else x


class Muon(torch.optim.Optimizer):
    """Nesterov momentum, made orthogonal; steps as large as AdamW's, so that both share one rate (Liu et al. 2025)."""

    def __init__(self, matrices, lr, weight_decay, momentum, dtype):
        super().__init__(matrices, {"lr": lr, "weight_decay": weight_decay, "momentum": momentum})
        self.dtype = dtype

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for parameter in group["params"]:
                held = self.state[parameter].setdefault("momentum_buffer", torch.zeros_like(parameter))
                held.lerp_(parameter.grad, 1 - group["momentum"])
                update = orthogonal(parameter.grad.lerp(held, group["momentum"]), self.dtype)
                parameter.mul_(1 - group["lr"] * group["weight_decay"])
                parameter.add_(update, alpha=-0.2 * max(parameter.shape) ** 0.5 * group["lr"])
