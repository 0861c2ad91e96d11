/* A window or a console that works on a store, as a process of its own: it can be killed, stopped, and measured. */
import { ConnectionLog, createHub, createStore, type Timeouts } from '../../src/hub/index.js';
import type { GlassboxError } from '../../src/protocol/engine/index.js';

/** What the process does; all lines that it prints are JSON. */
export interface Job {
  action: 'install' | 'verify' | 'repair' | 'remove' | 'list';
  endpoint: string;
  folder: string;
  id: string;
  form: 'safetensors' | 'onnx';
  timeouts: Partial<Timeouts>;
}

export type ChildLine =
  /** of an install: the listing is there; most memory so far, in bytes */
  | { event: 'listed'; peak: number }
  | { event: 'progress'; phase: string; done: number }
  | {
      event: 'ended';
      value: unknown;
      /** code, details and text of what it ended with */
      error: { code: string; details: unknown; message: string } | null;
      /** most memory that it ever had, in bytes */
      peak: number;
      seconds: number;
    };

const say = (line: ChildLine) => process.stdout.write(`${JSON.stringify(line)}\n`);

const peak = () => process.resourceUsage().maxRSS * 1024;

async function work({ action, endpoint, folder, id, form, timeouts }: Job): Promise<unknown> {
  const options = {
    log: new ConnectionLog(`${folder}.connections.jsonl`),
    isOffline: () => false,
    token: () => Promise.resolve(null),
    timeouts,
  };
  const store = createStore(folder, options);
  const name = id.replace('/', '--');
  const onProgress = ({ phase, done }: { phase: string; done: number }) => say({ event: 'progress', phase, done });
  switch (action) {
    case 'install': {
      const model = await createHub({ ...options, endpoint }).model(id);
      const variant = model.variants.find((one) => one.name === form);
      if (!variant) throw new Error(`${id} has no ${form}`);
      say({ event: 'listed', peak: peak() });
      return (await store.install(model, variant, { onProgress })).name;
    }
    case 'verify':
    case 'repair':
      return store.verify(name, action === 'repair', { onProgress });
    case 'remove':
      return store.remove(name);
    case 'list':
      return (await store.list()).map((model) => model.name);
  }
}

async function main(): Promise<void> {
  const job = JSON.parse(process.argv[2] ?? '') as Job;
  const began = performance.now();
  const [value, error] = await work(job).then(
    (value) => [value, null] as const,
    ({ code, details, message }: GlassboxError) => [null, { code, details: details ?? null, message }] as const,
  );
  say({ event: 'ended', value: value ?? null, error, peak: peak(), seconds: (performance.now() - began) / 1000 });
}

void main();
