"""T5 and GPT-2 in plain torch, with the names that transformers gives their weights: for a machine that has nothing but torch.

Only what on_gpu.py needs of them: whole sequences at once, no past. The pipeline's test compares both with transformers.
"""
import math

import torch
from torch import nn
from torch.nn.functional import gelu, layer_norm, relu, scaled_dot_product_attention

PAD, EOS = 0, 1
BUCKETS, FARTHEST = 32, 128


class Norm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        size = x.float().pow(2).mean(-1, keepdim=True)
        return (x.float() * torch.rsqrt(size + 1e-6)).to(x.dtype) * self.weight.to(x.dtype)


def bucket(distance, both_sides):
    """T5's buckets of (key - query) places, int64 of any shape: near ones by themselves, far ones in logarithmic steps."""
    count, found = BUCKETS, 0
    if both_sides:
        count //= 2
        found = (distance > 0).long() * count
        distance = distance.abs()
    else:
        distance = (-distance).clamp(min=0)
    exact = count // 2
    far = exact + (torch.log(distance.float().clamp(min=1) / exact) / math.log(FARTHEST / exact) * (count - exact)).long()
    return found + torch.where(distance < exact, distance, far.clamp(max=count - 1))


class Attention(nn.Module):
    def __init__(self, width, heads, has_bias=False):
        super().__init__()
        self.heads = heads
        for name in "qkvo":
            setattr(self, name, nn.Linear(width, width, bias=False))
        if has_bias:
            self.relative_attention_bias = nn.Embedding(BUCKETS, heads)

    def forward(self, x, memory, bias):
        """x [rows, m, width], memory [rows, n, width], bias what is added to the scores, [1 or rows, heads, m, n]."""
        def split(y):
            return y.unflatten(-1, (self.heads, -1)).transpose(1, 2)
        mixed = scaled_dot_product_attention(split(self.q(x)), split(self.k(memory)), split(self.v(memory)),
                                             bias.to(x.dtype), scale=1.0)
        return self.o(mixed.transpose(1, 2).flatten(2))


class Inner(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.wi, self.wo = nn.Linear(width, 4 * width, bias=False), nn.Linear(4 * width, width, bias=False)

    def forward(self, x):
        return self.wo(relu(self.wi(x)))


class Part(nn.Module):
    """A norm, what it is for, and the way around them."""

    def __init__(self, name, module, width):
        super().__init__()
        self.name, self.layer_norm = name, Norm(width)
        setattr(self, name, module)

    def forward(self, x, *more):
        read = self.layer_norm(x)
        module = getattr(self, self.name)
        if self.name == "SelfAttention":
            return x + module(read, read, *more)
        return x + module(read, *more)


class Block(nn.Module):
    def __init__(self, width, heads, is_decoder, has_bias):
        super().__init__()
        parts = [Part("SelfAttention", Attention(width, heads, has_bias), width)]
        if is_decoder:
            parts.append(Part("EncDecAttention", Attention(width, heads), width))
        self.layer = nn.ModuleList([*parts, Part("DenseReluDense", Inner(width), width)])


class Stack(nn.Module):
    def __init__(self, width, heads, layers, is_decoder):
        super().__init__()
        self.is_decoder = is_decoder
        self.block = nn.ModuleList(Block(width, heads, is_decoder, at == 0) for at in range(layers))
        self.final_layer_norm = Norm(width)

    def forward(self, x, seen, memory=None):
        """x [rows, n, width]; seen: which places of x (of memory, in a decoder) hold a token, bool [rows, n]."""
        places = torch.arange(x.size(1), device=x.device)
        distance = places[None] - places[:, None]
        table = self.block[0].layer[0].SelfAttention.relative_attention_bias
        own = table(bucket(distance, not self.is_decoder)).permute(2, 0, 1)[None].float()
        hidden = torch.zeros(seen.shape, device=x.device).masked_fill(~seen, -1e9)[:, None, None]
        own = own.masked_fill(distance > 0, -1e9) if self.is_decoder else own + hidden
        for block in self.block:
            x = block.layer[0](x, own)
            if self.is_decoder:
                x = block.layer[1](x, memory, hidden)
            x = block.layer[-1](x)
        return self.final_layer_norm(x)


class T5(nn.Module):
    def __init__(self, vocabulary, width, heads, encoder_layers, decoder_layers):
        super().__init__()
        self.sizes = dict(vocabulary=vocabulary, width=width, heads=heads, encoder_layers=encoder_layers, decoder_layers=decoder_layers)
        self.shared = nn.Embedding(vocabulary, width)
        self.encoder = Stack(width, heads, encoder_layers, False)
        self.decoder = Stack(width, heads, decoder_layers, True)
        for name, weight in self.named_parameters():
            if weight.dim() == 2 and "shared" not in name:
                # q is not divided by the root of a head's size, so it begins smaller by it
                nn.init.normal_(weight, std=weight.size(1) ** -0.5 * ((width // heads) ** -0.5 if name.endswith(".q.weight") else 1))

    def encode(self, x):
        return self.encoder(self.shared(x), x != PAD)

    def states(self, x, memory, told):
        """What stands before the output matrix at each place of `told`, [rows, n, width]."""
        return self.decoder(self.shared(told), x != PAD, memory) * self.sizes["width"] ** -0.5

    def forward(self, x, told):
        return self.states(x, self.encode(x), told)


class Transposed(nn.Module):
    """A linear layer that holds its weight [in, out], as GPT-2's are."""

    def __init__(self, read, out):
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.randn(read, out) * 0.02), nn.Parameter(torch.zeros(out))

    def forward(self, x):
        return x @ self.weight.to(x.dtype) + self.bias.to(x.dtype)


class Gpt2Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads, self.ln_1, self.ln_2 = heads, nn.LayerNorm(width), nn.LayerNorm(width)
        self.attn = nn.ModuleDict({"c_attn": Transposed(width, 3 * width), "c_proj": Transposed(width, width)})
        self.mlp = nn.ModuleDict({"c_fc": Transposed(width, 4 * width), "c_proj": Transposed(4 * width, width)})

    def forward(self, x):
        q, k, v = (part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in self.attn["c_attn"](self.ln_1(x)).chunk(3, -1))
        mixed = scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.attn["c_proj"](mixed.transpose(1, 2).flatten(2))
        return x + self.mlp["c_proj"](gelu(self.mlp["c_fc"](self.ln_2(x)), approximate="tanh"))


class Body(nn.Module):
    def __init__(self, vocabulary, width, heads, layers, positions):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(vocabulary, width), nn.Embedding(positions, width)
        self.h = nn.ModuleList(Gpt2Block(width, heads) for _ in range(layers))
        self.ln_f = nn.LayerNorm(width)
        for table in (self.wte, self.wpe):
            nn.init.normal_(table.weight, std=0.02)

    def forward(self, x):
        h = self.wte(x) + self.wpe(torch.arange(x.size(1), device=x.device))
        for block in self.h:
            h = block(h)
        return layer_norm(h, h.shape[-1:], self.ln_f.weight, self.ln_f.bias)


class Gpt2(nn.Module):
    def __init__(self, vocabulary, width, heads, layers, positions=512):
        super().__init__()
        self.sizes = dict(vocabulary=vocabulary, width=width, heads=heads, layers=layers, positions=positions)
        self.transformer = Body(vocabulary, width, heads, layers, positions)

    def forward(self, x):
        """What stands before the output matrix, [rows, n, width]."""
        return self.transformer(x)
