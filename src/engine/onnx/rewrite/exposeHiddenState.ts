import { PbfReader } from 'pbf';
import { GlassboxError } from '../../../protocol/engine/index.js';
import { readFields, readModelGraph, skipContent, type GraphNode } from '../protobuf/read.js';
import { logitsInput } from '../graph/trace.js';
import { FLOAT, encodeMessage, encodeValueInfo, writeText } from '../protobuf/write.js';

/** Name of the added output: the input of the logits' projection, [rows, tokens, width]. */
export const HIDDEN_OUTPUT = 'glassbox.hidden';

/** GraphProto's field 1, a node, and its field 3, which is not in use: both length-delimited. */
const NODE_TAG = (1 << 3) | 2;
const UNUSED_TAG = (3 << 3) | 2;

/** Graph parts that give a tensor out under the added output's name. */
function hiddenOutputParts(tensor: string): Uint8Array {
  const identity = encodeMessage((pbf) => {
    writeText(pbf, 1, tensor);
    pbf.writeStringField(2, HIDDEN_OUTPUT);
    pbf.writeStringField(4, 'Identity');
  });
  return encodeMessage((pbf) => {
    pbf.writeBytesField(1, identity);
    pbf.writeBytesField(12, encodeValueInfo(HIDDEN_OUTPUT, FLOAT));
  });
}

/** The If node again, with one more output that every branch passes out. */
function extendIf(bytes: Uint8Array, node: GraphNode, tensors: readonly string[]): Uint8Array {
  const reader = new PbfReader(bytes);
  const parts: Uint8Array[] = [];
  readFields(reader, node.content, (number) => {
    // All fields of a NodeProto are length-delimited.
    const span = skipContent(reader);
    const content = bytes.subarray(span.start, span.end);
    const branch = node.branches.findIndex(({ attribute }) => attribute.start === span.start);
    const added = branch < 0 ? undefined : tensors[branch];
    // A repeated graph is merged into the branch's own, as protobuf does with a message that comes twice.
    const whole =
      added === undefined
        ? content
        : Buffer.concat([content, encodeMessage((pbf) => pbf.writeBytesField(6, hiddenOutputParts(added)))]);
    parts.push(encodeMessage((pbf) => pbf.writeBytesField(number, whole)));
  });
  parts.push(encodeMessage((pbf) => pbf.writeStringField(2, HIDDEN_OUTPUT)));
  const widened = Buffer.concat(parts);
  return encodeMessage((pbf) => {
    pbf.writeBytesField(1, widened);
    pbf.writeBytesField(12, encodeValueInfo(HIDDEN_OUTPUT, FLOAT));
  });
}

/** Where the tag of a length-delimited field starts, whose content starts here. */
function tagBefore(bytes: Uint8Array, { start, end }: GraphNode['content']): number {
  const lengthBytes = encodeMessage((pbf) => pbf.writeVarint(end - start)).length;
  const at = start - lengthBytes - 1;
  if (bytes[at] !== NODE_TAG) throw new Error('The node has no tag where one was expected.');
  return at;
}

/**
 * A decoder's file with the last hidden state as one more output. Only the graph's structure is parsed: protobuf merges
 * a message that comes twice, so the additions are appended as a second ModelProto.
 * @throws GlassboxError `model-broken` when the graph does not show where its logits come from
 */
export function exposeHiddenState(bytes: Uint8Array, file: string): Uint8Array {
  const unknown = (what: string) =>
    new GlassboxError(
      'model-broken',
      `${file}: ${what}, so its last hidden state cannot be read. Use another strategy or model.`,
      { details: { kind: 'noHiddenState', model: file } },
    );
  const graph = readModelGraph(bytes);
  if (!graph) throw unknown('the file holds no graph');
  const merged = graph.nodes.find((node) => node.branches.length > 0 && node.outputs.includes('logits'));
  if (!merged) {
    const tensor = logitsInput(graph, 'logits');
    if (tensor === null) throw unknown('no matrix product leads to the logits');
    return Buffer.concat([bytes, encodeMessage((pbf) => pbf.writeBytesField(7, hiddenOutputParts(tensor)))]);
  }
  const tensors = merged.branches.map(({ graph: branch }) => logitsInput(branch, 'logits'));
  if (tensors.some((tensor) => tensor === null)) throw unknown('no matrix product leads to the logits of a branch');
  const addition = encodeMessage((pbf) => pbf.writeBytesField(7, extendIf(bytes, merged, tensors as string[])));
  const result = Buffer.concat([bytes, addition]);
  // The If that the widened one replaces must go: under a field number that is not in use it is skipped.
  result[tagBefore(result, merged.content)] = UNUSED_TAG;
  return result;
}
