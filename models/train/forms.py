"""The forms in which weights can be shipped, each made from an exported fp32 graph.

fp32     the export itself
half     weights kept in fp16 and cast to fp32 as the graph is loaded
dynamic  8-bit weights per channel, activations quantised per tensor as the graph runs (onnxruntime's quantize_dynamic)
blocks   8-bit weights in blocks along the input dimension (MatMulNBits); the token embedding is held once, read both
         by the output matrix and, row by row, by the input. What one row gives does not depend on its neighbours.
"""
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.capi._pybind_state import quantize_matmul_8bits
from onnxruntime.quantization import QuantType, quantize_dynamic

MICROSOFT = "com.microsoft"


def graphs(graph):
    """The graph and all the graphs inside its nodes (the two branches of a merged decoder)."""
    yield graph
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                yield from graphs(attribute.g)


def initialisers(model):
    """Name to (tensor, graph that holds it); names are unique over all graphs of an export."""
    return {tensor.name: (tensor, graph) for graph in graphs(model.graph) for tensor in graph.initializer}


def gemm_to_matmul(graph):
    """GPT-2's linear layers are exported as Gemm; MatMul and Add are what the block form knows."""
    for at in reversed(range(len(graph.node))):
        node = graph.node[at]
        if node.op_type != "Gemm":
            continue
        attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
        plain = {"transA": 0, "transB": 0, "alpha": 1.0, "beta": 1.0}
        if {**plain, **attributes} != plain:
            raise ValueError(f"Gemm {node.name} is not a plain linear layer: {attributes}")
        product = f"{node.output[0]}_product"
        matmul = helper.make_node("MatMul", node.input[:2], [product], name=f"{node.name}_MatMul")
        add = helper.make_node("Add", [product, node.input[2]], node.output, name=f"{node.name}_Add")
        del graph.node[at]
        graph.node.insert(at, add)
        graph.node.insert(at, matmul)


def block_quantise(weight, block):
    """weight [K, N] to (values uint8 [N, K/block, block], scales fp32 [N, K/block]); w = (value − 128) · scale."""
    k, n = weight.shape
    if k % block:
        raise ValueError(f"{k} rows do not divide into blocks of {block}")
    values = np.zeros((n, k // block, block), np.uint8)
    scales = np.zeros((n, k // block), np.float32)
    unused = np.zeros((n, k // block), np.uint8)
    quantize_matmul_8bits(values, np.ascontiguousarray(weight), scales, unused, block, n, k, True)
    return values, scales


class BlockForm:
    """Rewrites a model in place: MatMul by a constant becomes MatMulNBits, the token embedding reads the same values."""

    def __init__(self, model, block, level):
        self.model, self.block, self.level = model, block, level
        self.found = initialisers(model)
        self.made = {}

    def weight(self, name, transposed=False):
        """Adds the quantised weight once for each distinct content; gives (name of the values, name of the scales)."""
        array = numpy_helper.to_array(self.found[name][0])
        array = array.T if transposed else array
        key = (array.shape, np.ascontiguousarray(array).tobytes())
        if key not in self.made:
            values, scales = block_quantise(array, self.block)
            self.made[key] = (f"{name}_q8", f"{name}_scale")
            self.model.graph.initializer.extend([
                numpy_helper.from_array(values, self.made[key][0]), numpy_helper.from_array(scales, self.made[key][1])])
        return self.made[key]

    def matrix(self, node):
        values, scales = self.weight(node.input[1])
        k, n = self.found[node.input[1]][0].dims
        attributes = {"K": k, "N": n, "bits": 8, "block_size": self.block}
        if self.level:
            attributes["accuracy_level"] = self.level
        inputs = [node.input[0], values, scales]
        return [helper.make_node("MatMulNBits", inputs, node.output, name=node.name, domain=MICROSOFT, **attributes)]

    def embedding(self, node):
        """Gather of rows, then (value − 128) · scale, in operators of the standard."""
        values, scales = self.weight(node.input[0], transposed=True)
        width = self.found[node.input[0]][0].dims[1]
        name, ids = node.name or node.output[0], node.input[1]
        self.constant("zero_point_128", np.float32(128))
        self.constant("last_axis", np.array([-1], np.int64))
        self.constant(f"width_{width}", np.array([0, 0, width], np.int64))

        def step(op, inputs, **attributes):
            return helper.make_node(op, inputs, [f"{name}_{op}{len(inputs)}"], name=f"{name}_{op}", **attributes)

        rows = step("Gather", [values, ids])
        as_float = step("Cast", rows.output, to=TensorProto.FLOAT)
        centred = step("Sub", [as_float.output[0], "zero_point_128"])
        scale = helper.make_node("Gather", [scales, ids], [f"{name}_scales"], name=f"{name}_scales")
        column = step("Unsqueeze", [scale.output[0], "last_axis"])
        scaled = step("Mul", [centred.output[0], column.output[0]])
        joined = helper.make_node("Reshape", [scaled.output[0], f"width_{width}"], node.output, name=f"{name}_Reshape")
        return [rows, as_float, centred, scale, column, scaled, joined]

    def constant(self, name, array):
        if not any(tensor.name == name for tensor in self.model.graph.initializer):
            self.model.graph.initializer.append(numpy_helper.from_array(array, name))

    def apply(self, smallest_embedding=1000):
        # Inner graphs first: putting nodes back copies them, and with them the graphs that they hold
        for graph in reversed(list(graphs(self.model.graph))):
            gemm_to_matmul(graph)
            nodes = []
            for node in graph.node:
                second = self.found.get(node.input[1], (None,))[0] if node.op_type == "MatMul" else None
                first = self.found.get(node.input[0], (None,))[0] if node.op_type == "Gather" else None
                if second is not None and len(second.dims) == 2:
                    nodes += self.matrix(node)
                elif first is not None and len(first.dims) == 2 and first.dims[0] >= smallest_embedding:
                    nodes += self.embedding(node)
                else:
                    nodes.append(node)
            del graph.node[:]
            graph.node.extend(nodes)
        drop_unused(self.model)
        if not any(o.domain == MICROSOFT for o in self.model.opset_import):
            self.model.opset_import.append(helper.make_opsetid(MICROSOFT, 1))


def drop_unused(model):
    used = {name for graph in graphs(model.graph) for node in graph.node for name in node.input}
    used |= {output.name for graph in graphs(model.graph) for output in graph.output}
    for graph in graphs(model.graph):
        for at in reversed(range(len(graph.initializer))):
            if graph.initializer[at].name not in used:
                del graph.initializer[at]


def blocks(source, target, block=32, level=4):
    model = onnx.load(source)
    BlockForm(model, block, level).apply()
    onnx.save(model, target)


def dynamic(source, target):
    quantize_dynamic(source, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=False,
                     extra_options={"EnableSubgraph": True, "MatMulConstBOnly": True})


def half(source, target):
    model = onnx.load(source)
    for graph in graphs(model.graph):
        casts = []
        for tensor in graph.initializer:
            array = numpy_helper.to_array(tensor)
            if array.dtype == np.float32 and array.size >= 1024:
                name = tensor.name
                tensor.CopyFrom(numpy_helper.from_array(array.astype(np.float16), f"{name}_fp16"))
                casts.append(helper.make_node("Cast", [f"{name}_fp16"], [name], name=f"{name}_cast", to=TensorProto.FLOAT))
        for cast in reversed(casts):
            graph.node.insert(0, cast)
    onnx.save(model, target)


def fused_blocks(source, target, block=64, level=4):
    """Layer norms, GELU and biases fused by onnxruntime's optimiser, attention left as it is: its weights are read."""
    from onnxruntime.transformers.fusion_options import FusionOptions
    from onnxruntime.transformers.optimizer import optimize_model

    kind = "bert" if "bert" in source else "gpt2"
    options = FusionOptions(kind)
    options.enable_attention = options.enable_qordered_matmul = False
    optimised = optimize_model(source, model_type=kind, opt_level=0, optimization_options=options)
    BlockForm(optimised.model, block, level).apply()
    onnx.save(optimised.model, target)
