"""Writes a sentence encoder as an ONNX graph, in the forms that are compared; no PyTorch is needed.

rows    matrices in 8 bit per column, activations rounded for each token by itself, so that a text's vector does not depend on
        what is read beside it; words in the package's own 4 bit. What is shipped.
four    matrices and words in the package's own 4 bit: MatMulNBits and GatherBlockQuantized in blocks of 32, exactly its
        weights
eight   matrices in 8 bit: the same weights, exactly, in twice the room; words as in `four`
fp32    everything in fp32
dynamic fp32's matrices in 8 bit per channel, activations rounded per tensor as the graph runs (onnxruntime's quantize_dynamic,
        what transformers.js calls q8)

Attention stays unfused, its weights are the outputs of plain Softmax nodes. The only segment is added to the positions.

A few of the activations' channels are twenty times as large as the others, and would leave these a handful of steps. So `rows`
divides each channel by a factor that its column of the weights is multiplied with (SmoothQuant, Xiao et al. 2023). Its values
are such that two neighbours times 255 stay within 16 bit: without VNNI an x64 processor adds them up there, and cuts off.
"""
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from sentence_package import BLOCK, Blocks

MICROSOFT = "com.microsoft"
ACCURACY_LEVEL = 4
SMOOTHING = 0.5
# Two values of 8 bit, each rounded up by a half and multiplied by 255, then add up to less than 32,768.
MOST_OF_TWO = 127


class Writer:
    """Collects nodes and weights. `largest`: of each layer's inputs the largest size of every channel, by layer and name."""

    def __init__(self, form, largest):
        self.form, self.largest = form, largest
        self.nodes, self.weights, self.names = [], [], set()

    def node(self, op, inputs, name, outputs=1, **attributes):
        outs = [name] if outputs == 1 else [f"{name}_{at}" for at in range(outputs)]
        self.nodes.append(helper.make_node(op, inputs, outs, name=f"{name}_{op}", **attributes))
        return name if outputs == 1 else outs

    def weight(self, name, array):
        if name not in self.names:
            self.names.add(name)
            self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def integers(self, *values):
        return self.weight("integers_" + "_".join(map(str, values)), np.array(values, np.int64))

    def linear(self, read, weight, bias, name):
        """weight Blocks [out, in], bias [out]"""
        if self.form == "rows":
            floats = weight.floats()
            factors = self.smoothing(floats, name)
            return self.integer_linear(self.smooth(read, factors, name), floats * factors, bias, name)
        bias = self.weight(f"{name}.bias", bias)
        if self.form == "fp32":
            matrix = self.weight(f"{name}.weight", weight.floats().T)
            return self.node("Add", [self.node("MatMul", [read, matrix], f"{name}.product"), bias], name)
        out, blocks, _ = weight.values.shape
        bits = 4 if self.form == "four" else 8
        values = pack(weight.values) if bits == 4 else weight.values + 120
        return self.node(
            "MatMulNBits",
            [read, self.weight(f"{name}.weight_q{bits}", values), self.weight(f"{name}.scale", weight.scales), "", "", bias],
            name, domain=MICROSOFT, K=blocks * BLOCK, N=out, bits=bits, block_size=BLOCK, accuracy_level=ACCURACY_LEVEL)

    def smoothing(self, weights, name):
        """The factors of an input's channels, around 1; `weights` fp32 [out, in]."""
        read = np.maximum(self.largest[name], 1e-3) ** SMOOTHING
        factors = read / np.maximum(np.abs(weights).max(0), 1e-3) ** (1 - SMOOTHING)
        return factors / np.exp(np.log(factors).mean())

    def integer_linear(self, read, weights, bias, name):
        """weights fp32 [out, in] as integers with a scale for each column, `read` as integers with a scale for each token."""
        values, scales = column_values(weights)
        step, zero = self.weight("step", np.float32(1 / 127)), self.weight("zero", np.uint8(128))
        largest = self.node("ReduceMax", [self.node("Abs", [read], f"{name}.sizes"), self.integers(-1)], f"{name}.largest")
        rounded = self.node("QuantizeLinear", [self.node("Div", [read, largest], f"{name}.share"), step, zero], f"{name}.rounded")
        product = self.node(
            "MatMulIntegerToFloat",
            [rounded, self.weight(f"{name}.weight_q8", values.T), step, self.weight(f"{name}.scale", scales), zero],
            f"{name}.product", domain=MICROSOFT)
        return self.node("Add", [self.node("Mul", [product, largest], f"{name}.scaled"), self.weight(f"{name}.bias", bias)], name)

    def smooth(self, read, factors, name):
        return self.node("Mul", [read, self.weight(f"{name}.smoothing", (1 / factors).astype(np.float32))], f"{name}.smooth")

    def words(self, ids, table):
        if self.form == "fp32":
            return self.node("Gather", [self.weight("words.weight", table.floats()), ids], "words")
        values = pack(table.values).reshape(len(table.values), -1)
        rows = self.node(
            "GatherBlockQuantized",
            [self.weight("words.weight_q4", values), ids, self.weight("words.scale", table.scales.astype(np.float16))],
            "words.half", domain=MICROSOFT, bits=4, block_size=BLOCK, gather_axis=0, quantize_axis=1)
        return self.node("Cast", [rows], "words", to=TensorProto.FLOAT)

    def norm(self, read, tensors, at, name, epsilon):
        scale, bias = (self.weight(f"{name}.{part}", tensors[f"{at}.{part[0]}"]) for part in ("weight", "bias"))
        return self.node("LayerNormalization", [read, scale, bias], name, axis=-1, epsilon=epsilon)


def column_values(weights):
    """fp32 [out, in] to (values int8 [out, in], scales fp32 [out])."""
    pairs = weights.reshape(len(weights), -1, 2)
    of_two = np.maximum(np.maximum(pairs, 0).sum(-1), np.maximum(-pairs, 0).sum(-1)).max(-1)
    scales = np.maximum(np.abs(weights).max(-1), of_two) / MOST_OF_TWO
    return np.round(weights / scales[:, None]).astype(np.int8), scales.astype(np.float32)


def pack(values):
    """Two neighbours in a byte, the first in its lower half; a value of 8 stands for 0."""
    return values[..., 0::2] | values[..., 1::2] << 4


def join(*matrices):
    return Blocks(np.concatenate([one.values for one in matrices]), np.concatenate([one.scales for one in matrices]))


def encoder_graph(package, words, form, largest=None):
    """The model of these words (Blocks [vocabulary, width]): input_ids and attention_mask [rows, tokens] to
    last_hidden_state [rows, tokens, width]. `rows` needs the largest inputs of layers, see Reference."""
    tensors, width, heads = package.tensors, package.width, package.heads
    size = width // heads
    writer = Writer("fp32" if form == "dynamic" else form, largest)
    node, weight, integers = writer.node, writer.weight, writer.integers

    tokens = node("Shape", ["input_ids"], "tokens", start=1, end=2)
    places = weight("positions", tensors["emb.pos"] + tensors["emb.type"].reshape(-1, width)[0])
    here = node("Slice", [places, integers(0), tokens, integers(0)], "positions_here")
    embedded = node("Add", [writer.words("input_ids", words), here], "embedded")
    states = writer.norm(embedded, tensors, "emb.ln", "embeddings.norm", package.epsilon)

    seen = node("Cast", ["attention_mask"], "seen", to=TensorProto.FLOAT)
    hidden = node("Sub", [weight("one", np.float32(1)), seen], "hidden")
    far = node("Mul", [hidden, weight("lowest", np.finfo(np.float32).min)], "hidden_scores")
    mask = node("Unsqueeze", [far, integers(1, 2)], "mask")

    for layer in range(package.layers):
        of, at = lambda part: tensors[f"l{layer}.{part}"], f"layer.{layer}"
        # Queries carry the factor of the scores: in the weights' scales it costs nothing as the graph runs.
        factor = np.float32(size ** -0.5)
        query = Blocks(of("q.w").values, of("q.w").scales * factor)
        together = join(query, of("k.w"), of("v.w"))
        bias = np.concatenate([of("q.b") * factor, of("k.b"), of("v.b")])
        read = writer.linear(states, together, bias, f"{at}.attention.qkv")
        parts = node("Split", [read], f"{at}.attention.part", outputs=3, axis=-1, num_outputs=3)
        shaped = [node("Reshape", [one, integers(0, 0, heads, size)], f"{one}.heads") for one in parts]
        orders = ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3])
        q, k, v = (node("Transpose", [one], f"{one}.turned", perm=order) for one, order in zip(shaped, orders))
        scores = node("Add", [node("MatMul", [q, k], f"{at}.attention.scores"), mask], f"{at}.attention.masked")
        weights = node("Softmax", [scores], f"{at}.attention.weights", axis=-1)
        mixed = node("MatMul", [weights, v], f"{at}.attention.mixed")
        joined = node("Reshape", [node("Transpose", [mixed], f"{at}.attention.back", perm=[0, 2, 1, 3]), integers(0, 0, width)],
                      f"{at}.attention.joined")
        result = writer.linear(joined, of("ao.w"), of("ao.b"), f"{at}.attention.output")
        states = writer.norm(node("Add", [states, result], f"{at}.attention.sum"), tensors, f"l{layer}.aln",
                             f"{at}.attention.norm", package.epsilon)
        inner = node("Gelu", [writer.linear(states, of("fi.w"), of("fi.b"), f"{at}.inner")], f"{at}.gelu")
        outer = writer.linear(inner, of("fo.w"), of("fo.b"), f"{at}.outer")
        last = layer == package.layers - 1
        states = writer.norm(node("Add", [states, outer], f"{at}.sum"), tensors, f"l{layer}.oln",
                             "last_hidden_state" if last else f"{at}.norm", package.epsilon)

    graph = helper.make_graph(
        writer.nodes, "sentence_encoder",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["rows", "tokens"]) for name in ("input_ids", "attention_mask")],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["rows", "tokens", width])],
        initializer=writer.weights)
    model = helper.make_model(graph, producer_name="glassbox", opset_imports=[
        helper.make_opsetid("", 20), helper.make_opsetid(MICROSOFT, 1)], ir_version=9)
    onnx.checker.check_model(model)
    return model


def write_graph(package, words, form, path, largest=None):
    onnx.save(encoder_graph(package, words, form, largest), path)
    if form == "dynamic":
        quantize_dynamic(path, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=False,
                         extra_options={"MatMulConstBOnly": True})
