"""Writes a GPT-2 as GGUF (version 3) with Q8_0 matrices, as llama.cpp's converter lays it out."""
import struct

import numpy as np

from tokenizers_made import byte_alphabet, pieces

UINT32, INT32, FLOAT32, STRING, ARRAY = 4, 5, 6, 8, 9
TENSOR_F32, TENSOR_Q8_0 = 0, 8
BLOCK = 32
ALIGNMENT = 32


def text(value):
    return struct.pack("<Q", len(value.encode())) + value.encode()


def entry(key, kind, packed):
    return text(key) + struct.pack("<I", kind) + packed


def array(kind, values, pack):
    return struct.pack("<IQ", kind, len(values)) + b"".join(map(pack, values))


def q8_0(matrix):
    """Blocks of 32 along a row: an fp16 scale and 32 signed bytes."""
    rows = matrix.reshape(-1, BLOCK)
    scale = np.maximum(np.abs(rows).max(1, keepdims=True) / 127, 1e-9)
    values = np.round(rows / scale).astype(np.int8)
    return np.concatenate([scale.astype(np.float16).view(np.uint8).reshape(-1, 2), values.view(np.uint8)], 1).tobytes()


def tensors(model):
    """Name and array; a Conv1D's weight is turned, GGUF wants [outputs, inputs]."""
    body = model.transformer
    yield "token_embd.weight", body.wte.weight, True
    yield "position_embd.weight", body.wpe.weight, False
    yield "output_norm.weight", body.ln_f.weight, False
    yield "output_norm.bias", body.ln_f.bias, False
    yield "output.weight", model.lm_head.weight, True
    for at, layer in enumerate(body.h):
        for name, part in (("attn_norm", layer.ln_1), ("ffn_norm", layer.ln_2)):
            yield f"blk.{at}.{name}.weight", part.weight, False
            yield f"blk.{at}.{name}.bias", part.bias, False
        for name, part in (("attn_qkv", layer.attn.c_attn), ("attn_output", layer.attn.c_proj), ("ffn_up", layer.mlp.c_fc), ("ffn_down", layer.mlp.c_proj)):
            yield f"blk.{at}.{name}.weight", part.weight.T, True
            yield f"blk.{at}.{name}.bias", part.bias, False


def header(config):
    size = config.vocab_size
    names = pieces(byte_alphabet(), ["<|endoftext|>"], size)
    number = lambda value: struct.pack("<I", value)
    return [
        entry("general.architecture", STRING, text("gpt2")),
        entry("general.name", STRING, text("random")),
        entry("general.file_type", UINT32, number(7)),
        entry("gpt2.context_length", UINT32, number(config.n_positions)),
        entry("gpt2.embedding_length", UINT32, number(config.n_embd)),
        entry("gpt2.feed_forward_length", UINT32, number(4 * config.n_embd)),
        entry("gpt2.block_count", UINT32, number(config.n_layer)),
        entry("gpt2.attention.head_count", UINT32, number(config.n_head)),
        entry("gpt2.attention.layer_norm_epsilon", FLOAT32, struct.pack("<f", config.layer_norm_epsilon)),
        entry("tokenizer.ggml.model", STRING, text("gpt2")),
        entry("tokenizer.ggml.pre", STRING, text("gpt-2")),
        entry("tokenizer.ggml.tokens", ARRAY, array(STRING, names, text)),
        entry("tokenizer.ggml.token_type", ARRAY, array(INT32, [1] * (size - 1) + [3], number)),
        # llama.cpp wants at least one merge; this one joins two pieces that are there
        entry("tokenizer.ggml.merges", ARRAY, array(STRING, ["t o"], text)),
        entry("tokenizer.ggml.bos_token_id", UINT32, number(size - 1)),
        entry("tokenizer.ggml.eos_token_id", UINT32, number(size - 1)),
    ]


def write_gpt2(model, path):
    entries = header(model.config)
    infos, blobs, offset = [], [], 0
    for name, parameter, quantised in tensors(model):
        data = np.ascontiguousarray(parameter.detach().numpy(), np.float32)
        blob = q8_0(data) if quantised else data.tobytes()
        blob += bytes(-len(blob) % ALIGNMENT)
        kind = TENSOR_Q8_0 if quantised else TENSOR_F32
        shape = b"".join(struct.pack("<Q", dim) for dim in reversed(data.shape))
        infos.append(text(name) + struct.pack("<I", data.ndim) + shape + struct.pack("<IQ", kind, offset))
        blobs.append(blob)
        offset += len(blob)
    with open(path, "wb") as file:
        file.write(b"GGUF" + struct.pack("<IQQ", 3, len(infos), len(entries)))
        file.write(b"".join(entries) + b"".join(infos))
        file.write(bytes(-file.tell() % ALIGNMENT))
        for blob in blobs:
            file.write(blob)
