import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { refuseLoops } from '../../../src/engine/onnx/graph/loops.js';
import { encodeMessage } from '../../../src/engine/onnx/protobuf/write.js';
import { externalizeWeights } from '../../../src/engine/onnx/protobuf/externalizeWeights.js';

const root = path.resolve(import.meta.dirname, '../../..');

interface Made {
  op: string;
  name?: string;
  domain?: string;
  bodies?: Uint8Array[];
  /** bodies in one attribute that holds a list of graphs */
  list?: boolean;
}

const graph = (...nodes: Uint8Array[]) => encodeMessage((pbf) => nodes.forEach((node) => pbf.writeBytesField(1, node)));

const node = ({ op, name, domain = '', bodies = [], list = false }: Made) =>
  encodeMessage((pbf) => {
    pbf.writeStringField(2, `${op}_output`);
    if (name !== undefined) pbf.writeStringField(3, name);
    pbf.writeStringField(4, op);
    for (const body of bodies)
      pbf.writeBytesField(
        5,
        encodeMessage((one) => one.writeBytesField(list ? 11 : 6, body)),
      );
    if (domain !== '') pbf.writeStringField(7, domain);
  });

const fn = (name: string, domain: string, ...nodes: Uint8Array[]) => overloaded('', name, domain, ...nodes);

const overloaded = (overload: string, name: string, domain: string, ...nodes: Uint8Array[]) =>
  encodeMessage((pbf) => {
    pbf.writeStringField(1, name);
    nodes.forEach((one) => pbf.writeBytesField(7, one));
    pbf.writeStringField(10, domain);
    if (overload !== '') pbf.writeStringField(13, overload);
  });

const model = (main: Uint8Array, ...functions: Uint8Array[]) =>
  encodeMessage((pbf) => {
    pbf.writeBytesField(7, main);
    functions.forEach((one) => pbf.writeBytesField(25, one));
  });

const add = node({ op: 'Add' });
const loop = node({ op: 'Loop', name: 'again', bodies: [graph(add)] });
const nested = (levels: number): Uint8Array =>
  levels === 0
    ? graph(add)
    : graph(node({ op: 'If', name: `level ${levels}`, bodies: [nested(levels - 1), graph(add)] }));
const call = (op: string, times = 1) => Array.from({ length: times }, () => node({ op, domain: 'own' }));

describe('a graph that may have no end', () => {
  it.each<[string, Uint8Array, RegExp]>([
    ['a loop', model(graph(add, loop)), /node again is a Loop/],
    ['a loop without a name', model(graph(node({ op: 'Loop', bodies: [graph()] }))), /node Loop_output is a Loop/],
    ['a scan', model(graph(node({ op: 'Scan', name: 's', bodies: [graph(add)] }))), /node s is a Scan/],
    ['a loop in a branch', model(graph(node({ op: 'If', bodies: [graph(add), graph(loop)] }))), /again is a Loop/],
    [
      'a loop in a list of bodies',
      model(graph(node({ op: 'If', list: true, bodies: [graph(loop)] }))),
      /again is a Loop/,
    ],
    [
      'a search of onnxruntime’s',
      model(graph(node({ op: 'BeamSearch', domain: 'com.microsoft', bodies: [graph()] }))),
      /is a BeamSearch/,
    ],
    ['an If of another domain', model(graph(node({ op: 'If', domain: 'own', bodies: [graph()] }))), /is a If/],
    ['a loop in a function', model(graph(...call('F')), fn('F', 'own', loop)), /again is a Loop/],
    ['a loop in a function that nobody calls', model(graph(add), fn('F', 'own', loop)), /again is a Loop/],
    [
      'a loop in the first of two functions that differ in their overload',
      model(graph(...call('F')), overloaded('a', 'F', 'own', loop), overloaded('b', 'F', 'own', add)),
      /again is a Loop/,
    ],
    ['a loop in the first of two functions of one name', model(graph(), fn('F', 'own', loop), fn('F', 'own')), /again/],
    ['a function that calls itself', model(graph(...call('F')), fn('F', 'own', ...call('F'))), /calls itself/],
    [
      'functions that call each other',
      model(graph(add), fn('F', 'own', ...call('G')), fn('G', 'own', ...call('F'))),
      /calls itself/,
    ],
    ['branches within branches', model(nested(9)), /an If within 8 others/],
    [
      'functions that double each other',
      model(graph(...call('F0')), ...Array.from({ length: 40 }, (_, i) => fn(`F${i}`, 'own', ...call(`F${i + 1}`, 2)))),
      /more than 1000000 nodes/,
    ],
    ['two graphs, the second with a loop', Buffer.concat([model(graph(add)), model(graph(loop))]), /again is a Loop/],
  ])('is refused: %s', (_, bytes, why) => {
    expect(() => refuseLoops(bytes, 'model.onnx')).toThrow(expect.objectContaining({ code: 'model-broken' }) as Error);
    expect(() => refuseLoops(bytes, 'model.onnx')).toThrow(why);
  });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['branches', model(nested(3))],
    ['branches by the domain’s long name', model(graph(node({ op: 'If', domain: 'ai.onnx', bodies: [graph(add)] })))],
    ['functions called by turns', model(graph(...call('F', 3)), fn('F', 'own', ...call('G', 3)), fn('G', 'own', add))],
  ])('is not: %s', (_, bytes) => {
    expect(() => refuseLoops(bytes, 'model.onnx')).not.toThrow();
  });

  const graphs = ['models', 'test/golden/models'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.onnx'))
      .map((name) => path.join(root, folder, name)),
  );
  it(`is none of the ${graphs.length} graphs we know`, () => {
    expect(graphs.length).toBeGreaterThan(20);
    for (const file of graphs) expect(() => refuseLoops(externalizeWeights(file), file)).not.toThrow();
  });
});
