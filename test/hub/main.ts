/* The local hub as a program, for trying by hand and for measuring: `node test/hub/serve.mjs`. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { generated, startHub, type ModelFiles } from './index.js';

const USAGE = `usage: node test/hub/serve.mjs [options] [NAME=FOLDER | NAME=MEGABYTES]…
  NAME is ORGANISATION/NAME or NAME; without any, models/ is served as glassbox/…
  --port N             of the hub; any when left out
  --rate MB            megabytes a second of all connections together
  --latency MS         before each answer
  --token TOKEN        one that is known, and reads gated models
  --gated NAME         a model whose conditions have to be accepted
  --faults JSON        [{"path": "safetensors", "kind": "cut", "at": 1000000, "times": 2}, …]; path is a regular expression`;

/** A model of random bytes in the hub's layout: for measuring, not for running. */
const madeUp = (megabytes: number): ModelFiles => ({
  'config.json': JSON.stringify({ model_type: 'bert', architectures: ['BertForMaskedLM'] }),
  'model.safetensors': generated(megabytes * 1e6, 1),
});

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '0' },
      rate: { type: 'string' },
      latency: { type: 'string', default: '0' },
      token: { type: 'string', multiple: true, default: [] },
      gated: { type: 'string', multiple: true, default: [] },
      faults: { type: 'string', default: '[]' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void console.log(USAGE);
  const own = ['bert-mini', 'gpt2-mini', 't5-mini'].map((name) => `glassbox/${name}=models/${name}`);
  const models = (positionals.length > 0 ? positionals : own).map((given): [string, ModelFiles] => {
    const [id = '', what = ''] = given.split('=');
    return [id, /^\d+$/.test(what) ? madeUp(Number(what)) : path.resolve(what)];
  });
  const faults = JSON.parse(values.faults) as { path: string }[];
  const hub = await startHub({
    models: Object.fromEntries(models),
    about: Object.fromEntries(values.gated.map((id) => [id, { gated: 'manual', readers: values.token }])),
    tokens: values.token,
    port: Number(values.port),
    throttle: {
      latency: Number(values.latency),
      ...(values.rate !== undefined && { bytesPerSecond: Number(values.rate) * 1e6 }),
    },
  });
  hub.faults = faults.map((fault) => ({ ...fault, path: new RegExp(fault.path) }) as (typeof hub.faults)[number]);
  console.log(hub.endpoint);
  let told = 0;
  const tell = () => {
    for (let seen = hub.requests[told]; seen && seen.end !== 'open'; seen = hub.requests[++told]) {
      const { host, method, url, range, status, sent, end, fault } = seen;
      console.error([host, method, url, range ?? '', status, `${sent} bytes`, end, fault ?? ''].join(' '));
    }
  };
  setInterval(tell, 200);
}

void main();
