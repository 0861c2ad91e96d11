"""Cross-entropy against a large vocabulary without ever holding the full logits."""
import torch

from training import precision


class ChunkedCrossEntropy(torch.autograd.Function):
    """Mean cross-entropy of h·Wᵀ + b against labels, `chunk` rows at a time; gradients are made in the forward pass.

    h [n, d] in the precision of training, weight [V, d], bias [V] or None, labels [n] int64, smooth: label smoothing, 0 to 1.
    told [n, V] or None: a teacher's probabilities, which have `share` of the target distribution (Hinton et al. 2015).
    """

    @staticmethod
    def forward(ctx, h, weight, bias, labels, smooth, chunk, told, share):
        w = weight.detach().to(h.dtype)
        grad_h, grad_w = torch.empty_like(h), torch.zeros_like(weight, dtype=torch.float32)
        grad_b = torch.zeros_like(bias) if bias is not None else None
        count, total = max(1, labels.numel()), torch.zeros((), device=h.device)
        share = 0.0 if told is None else share
        right = (1 - share) * (1 - smooth)
        for start in range(0, labels.numel(), chunk):
            x, y = h[start:start + chunk], labels[start:start + chunk]
            logits = (x @ w.t()).float()
            if bias is not None:
                logits += bias
            log_sum = torch.logsumexp(logits, 1, keepdim=True)
            gold = logits.gather(1, y[:, None])
            total += (log_sum - gold).sum() * right
            if smooth:
                total += (log_sum - logits.mean(1, keepdim=True)).sum() * smooth * (1 - share)
            if share:
                total += (told[start:start + chunk] * (log_sum - logits)).sum() * share
            # d loss / d logits = softmax − target distribution
            p = logits.sub_(log_sum).exp_()
            if smooth:
                p -= smooth * (1 - share) / p.size(1)
            if share:
                p.sub_(told[start:start + chunk], alpha=share)
            p.scatter_add_(1, y[:, None], torch.full_like(gold, -right))
            p.div_(count)
            if grad_b is not None:
                grad_b += p.sum(0)
            g = p.to(h.dtype)
            grad_h[start:start + chunk] = g @ w
            grad_w += (g.t() @ x).float()
        ctx.save_for_backward(grad_h, grad_w.to(weight.dtype), grad_b)
        return total / count

    @staticmethod
    def backward(ctx, grad):
        grad_h, grad_w, grad_b = ctx.saved_tensors
        return grad_h * grad, grad_w * grad, (grad_b * grad if grad_b is not None else None), None, None, None, None, None


def cross_entropy(h, weight, labels, bias=None, smooth=0.0, chunk=512, told=None, share=0.0):
    """Mean cross-entropy (nats). h [n, d], weight [V, d], labels [n], told [n, V]; see ChunkedCrossEntropy."""
    return ChunkedCrossEntropy.apply(h.to(precision()).contiguous(), weight, bias, labels, smooth, chunk, told, share)
