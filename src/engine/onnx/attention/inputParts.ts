import type { GraphIndex } from '../graph/graphIndex.js';

/** What a token's vector is the sum of. */
export type InputPart = 'token' | 'segment' | 'position';

/** What leaves a vector what it is, or scales it: what stands between a table's row and the first sum. */
const PASSING: ReadonlySet<string> = new Set([
  ...['Cast', 'Identity', 'Dropout', 'Reshape', 'Unsqueeze', 'Squeeze'],
  ...['DequantizeLinear', 'Sub', 'Mul', 'Div'],
]);

const TABLES = ['Gather', 'GatherBlockQuantized'];

/** The tensors of a graph that a token's vector is summed from, and their sum; each [rows or 1, tokens or 1, width]. */
export interface InputParts {
  parts: ReadonlyMap<InputPart, string>;
  sum: string;
}

/**
 * Finds what is added up before the first layer: the row of `input_ids` in the table of tokens, and whatever is added to it
 * while nothing else reads the sum. Models whose places are told by attention itself (T5, rotary ones) add nothing.
 * @returns null where the graph looks up no table by its tokens
 */
export function findInputParts(graph: GraphIndex): InputParts | null {
  const found = tableOf(graph, 'input_ids');
  if (found === null) return null;
  let sum = found;
  const parts = new Map<InputPart, string>();
  for (;;) {
    const [reader, ...others] = graph.consumers(sum);
    if (!reader || others.length > 0) break;
    const output = reader.outputs[0] ?? '';
    if (reader.op === 'Add') {
      const added = reader.inputs.find((name) => name !== sum) ?? '';
      const part = isFrom(graph, added, 'token_type_ids') || graph.isConstant(added) ? 'segment' : 'position';
      if (parts.has(part)) break;
      if (!parts.has('token')) parts.set('token', sum);
      parts.set(part, added);
    } else if (!PASSING.has(reader.op) || parts.size > 0) break;
    sum = output;
  }
  if (!parts.has('token')) parts.set('token', sum);
  return { parts, sum };
}

/** What is looked up in a table of weights by an input. */
function tableOf(graph: GraphIndex, input: string): string | null {
  const waiting = [input];
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    for (const node of graph.consumers(name)) {
      const [table = '', by] = node.inputs;
      if (TABLES.includes(node.op) && by === name && graph.isConstant(table) && isVectorTable(graph, node.outputs[0]))
        return node.outputs[0] ?? null;
      if (['Cast', 'Reshape', 'Identity'].includes(node.op) && node.inputs[0] === name) waiting.push(...node.outputs);
    }
  }
  return null;
}

/** A table in 8 bit has its scales in one of their own, looked up by the same tokens: they are multiplied onto the row. */
function isVectorTable(graph: GraphIndex, name = ''): boolean {
  const [reader] = graph.consumers(name);
  return reader?.op !== 'Unsqueeze';
}

function isFrom(graph: GraphIndex, name: string, input: string): boolean {
  const waiting = [name];
  const seen = new Set<string>();
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    if (at === input) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    waiting.push(...(graph.producer(at)?.inputs ?? []));
  }
  return false;
}
