import { INT64, encodeMessage, encodeNode, type EncodedNode } from '../../src/engine/onnx/protobuf/write.js';
import { int64Weight, onnxModel } from './onnx/onnxModel.js';

const BOOL = 9;

function value(name: string, type: number): Uint8Array {
  const tensor = encodeMessage((pbf) => {
    pbf.writeVarintField(1, type);
    pbf.writeBytesField(2, new Uint8Array());
  });
  return encodeMessage((pbf) => {
    pbf.writeStringField(1, name);
    pbf.writeBytesField(
      2,
      encodeMessage((one) => one.writeBytesField(1, tensor)),
    );
  });
}

/** A Loop whose body hands on what it gets, its condition included: it never ends. */
function endless(name: string): EncodedNode {
  const inputs = ['', 'go', 'carried'];
  const outputs = ['kept'];
  const body = encodeMessage((pbf) => {
    pbf.writeBytesField(1, encodeNode('Identity', ['go_in'], ['go_out']).content);
    pbf.writeBytesField(1, encodeNode('Identity', ['carried_in'], ['carried_out']).content);
    pbf.writeStringField(2, 'body');
    for (const [input, type] of [
      ['round', INT64],
      ['go_in', BOOL],
      ['carried_in', INT64],
    ] as const)
      pbf.writeBytesField(11, value(input, type));
    for (const [output, type] of [
      ['go_out', BOOL],
      ['carried_out', INT64],
    ] as const)
      pbf.writeBytesField(12, value(output, type));
  });
  const attribute = encodeMessage((pbf) => {
    pbf.writeStringField(1, 'body');
    pbf.writeBytesField(6, body);
    pbf.writeVarintField(20, 5);
  });
  const content = encodeMessage((pbf) => {
    inputs.forEach((input) => pbf.writeStringField(1, input));
    outputs.forEach((output) => pbf.writeStringField(2, output));
    pbf.writeStringField(3, name);
    pbf.writeStringField(4, 'Loop');
    pbf.writeBytesField(5, attribute);
  });
  return { inputs, outputs, content };
}

/** An ONNX model without inputs that runs for ever; its node is called as given. */
export function endlessModel(name: string): Uint8Array {
  const [model] = onnxModel({
    nodes: [endless(name)],
    weights: {
      go: { dims: [], type: BOOL, data: Uint8Array.of(1) },
      carried: int64Weight([0], []),
    },
    inputs: {},
    outputs: { kept: { type: INT64, dims: [] } },
  });
  return model;
}
