"""The same model in plain numpy, from the package's weights: what the exported graphs are compared with."""
import math

import numpy as np

from sentence_package import Blocks

# Chebyshev fit of erfc by Press et al., Numerical Recipes, section 6.2: within 1.2e-7 of it everywhere
ERFC = (-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
        0.17087277)


def erf(x):
    t = 1 / (1 + np.abs(x) / 2)
    return np.sign(x) * (1 - t * np.exp(np.polynomial.polynomial.polyval(t, ERFC) - x * x))


class Reference:
    """Computes in fp64; `words` are the package's, or those that were kept. Remembers of each layer's inputs, by the names in
    the graph, how large every channel became."""

    NAMES = {"q": "attention.qkv", "ao": "attention.output", "fi": "inner", "fo": "outer"}

    def __init__(self, package, words):
        self.package, self.words = package, words
        self.largest = {}
        self.floats = {name: (one.floats() if isinstance(one, Blocks) else one).astype(np.float64)
                       for name, one in package.tensors.items() if name != "emb.word"}

    def states(self, ids):
        """Last hidden states [tokens, width] of one text."""
        package, weights = self.package, self.floats
        heads, size = package.heads, package.width // package.heads

        def norm(x, at):
            centred = x - x.mean(-1, keepdims=True)
            return centred / np.sqrt((centred ** 2).mean(-1, keepdims=True) + package.epsilon) * weights[f"{at}.w"] + weights[f"{at}.b"]

        def linear(x, at):
            layer, part = at[1:].split(".")
            if part in self.NAMES:
                name = f"layer.{layer}.{self.NAMES[part]}"
                self.largest[name] = np.maximum(self.largest.get(name, 0), np.abs(x).max(0))
            return x @ weights[f"{at}.w"].T + weights[f"{at}.b"]

        x = self.words.rows(ids).floats() + weights["emb.pos"][:len(ids)] + weights["emb.type"].reshape(2, -1)[0]
        x = norm(x, "emb.ln")
        for layer in range(package.layers):
            q, k, v = (linear(x, f"l{layer}.{part}").reshape(-1, heads, size).swapaxes(0, 1) for part in "qkv")
            scores = q @ k.swapaxes(1, 2) / math.sqrt(size)
            scores = np.exp(scores - scores.max(-1, keepdims=True))
            mixed = (scores / scores.sum(-1, keepdims=True) @ v).swapaxes(0, 1).reshape(len(ids), -1)
            x = norm(x + linear(mixed, f"l{layer}.ao"), f"l{layer}.aln")
            inner = linear(x, f"l{layer}.fi")
            x = norm(x + linear(inner * (1 + erf(inner / math.sqrt(2))) / 2, f"l{layer}.fo"), f"l{layer}.oln")
        return x

    def vector(self, ids):
        """The mean of the states, of length 1."""
        mean = self.states(ids).mean(0)
        return mean / np.linalg.norm(mean)
