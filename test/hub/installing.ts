/* What tests of installs share: a small model with all that a model has, a client, and a look at the disk. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { createHub, createStore, ConnectionLog, type Hub, type Store, type Timeouts } from '../../src/hub/index.js';
import { bytesOf, generated, isSameAs, type Content } from './contents.js';
import type { TestHub } from './index.js';

/** A client that tries again at once, but waits for what a slow machine has to do. */
const TIMEOUTS: Timeouts = { stall: 20, slow: 20, slowBytes: 2000, firstWait: 0.005, mostWait: 0.02, tries: 4 };

export const WEIGHTS = 'model.safetensors';

/** Files of a model with weights in two forms; what no form needs is there, too. */
export function modelFiles(weightBytes: number, seed = 1): Record<string, Content> {
  return {
    'config.json': bytesOf(JSON.stringify({ model_type: 'bert', architectures: ['BertForMaskedLM'], seed })),
    'tokenizer.json': generated(40_000, seed + 1),
    'tokenizer_config.json': bytesOf('{}\n'),
    'special_tokens_map.json': bytesOf(''),
    'README.md': bytesOf('# A model\n'),
    [WEIGHTS]: generated(weightBytes, seed + 2),
    'onnx/model.onnx': generated(Math.ceil(weightBytes / 2), seed + 3),
    'pytorch_model.bin': generated(1000, seed + 4),
    '.gitattributes': bytesOf('*.bin filter=lfs\n'),
  };
}

/** Those of a form. */
export function filesOf(
  files: Readonly<Record<string, Content>>,
  variant: 'safetensors' | 'onnx',
): [string, Content][] {
  const others = ['pytorch_model.bin', '.gitattributes', variant === 'onnx' ? WEIGHTS : 'onnx/model.onnx'];
  return Object.entries(files).filter(([name]) => !others.includes(name));
}

export interface ClientOptions {
  timeouts?: Partial<Timeouts>;
  token?: string;
  isOffline?: () => boolean;
  fetch?: typeof fetch;
  /** where the client looks for the hub; its address when left out */
  endpoint?: string;
}

/** A client of the local hub, and a store in a folder. */
export function clientOf(
  { endpoint: address }: Pick<TestHub, 'endpoint'>,
  folder: string,
  { timeouts, token, isOffline = () => false, fetch: own, endpoint = address }: ClientOptions = {},
): { hub: Hub; store: Store; log: ConnectionLog } {
  const log = new ConnectionLog(path.join(path.dirname(folder), `${path.basename(folder)}.connections.jsonl`));
  const options = {
    log,
    isOffline,
    token: () => Promise.resolve(token ?? null),
    timeouts: { ...TIMEOUTS, ...timeouts },
    ...(own && { fetch: own }),
  };
  return { hub: createHub({ ...options, endpoint }), store: createStore(folder, options), log };
}

/** Installs a model in a form. */
export async function install(
  { hub, store }: { hub: Hub; store: Store },
  id: string,
  form: 'safetensors' | 'onnx' = 'safetensors',
) {
  const model = await hub.model(id);
  return store.install(
    model,
    model.variants.find(({ name }) => name === form)!,
  );
}

/** What of these files is not as it should be in a folder, or is there and should not. */
export function differences(folder: string, files: readonly [string, Content][]): string[] {
  const expected = new Map(files);
  const found = filesBelow(folder).filter((name) => name !== 'glassbox.json');
  return [
    ...found.filter((name) => !expected.has(name)).map((name) => `${name} is too many`),
    ...[...expected].flatMap(([name, content]) => {
      if (!found.includes(name)) return [`${name} is missing`];
      return isSameAs(content, path.join(folder, name)) ? [] : [`${name} differs`];
    }),
  ];
}

/** Paths of all files below a folder, with `/`. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .map((name) => name.split(path.sep).join('/'))
    .sort();
}

/** Files of a store that belong to no installed model. */
export function leftovers(folder: string): string[] {
  return filesBelow(folder).filter((name) => name.startsWith('.') || !name.includes('/'));
}
