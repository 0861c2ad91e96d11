/* Downloads from a local hub beside curl's, the memory that they take, and a first answer. README.md tells what is measured. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { LocalEngine } from '../src/engine/engine.js';
import { loadOnnxRuntime } from '../src/engine/onnx/session.js';
import { ConnectionLog, createHub, createStore } from '../src/hub/index.js';
import { bytesOf, generated, startHub } from '../test/hub/index.js';
import { bertOf } from './hub/bertOf.js';
import { line, median } from './figures.js';

const MEGABYTE = 1e6;
const SIZES = [500, 1000, 2000];
const [role = '', ...args] = process.argv.slice(2);
const work = mkdtempSync(path.join(os.tmpdir(), 'glassbox-bench-hub-'));

/** An install in a process of its own. */
interface Install {
  seconds: number;
  /** bytes by which the process's memory grew at most */
  growth: number;
  /** seconds from the end of the install to the first answer; null where none was asked for */
  answer: number | null;
}

/** The hub as a process of its own: it takes the other core. */
async function serve(rate: string): Promise<void> {
  const made = SIZES.map((size) => [`bench/made-${size}`, madeUp(size)] as const);
  const bert = bertOf(path.resolve('test/golden/families/models/mini-bert'));
  const hub = await startHub({
    models: { ...Object.fromEntries(made), 'bench/bert': bert },
    throttle: { bytesPerSecond: Number(rate) * MEGABYTE },
  });
  console.log(hub.endpoint);
}

const madeUp = (megabytes: number) => ({
  'config.json': bytesOf('{"model_type": "bert"}'),
  'model.safetensors': generated(megabytes * MEGABYTE, megabytes),
});

async function installHere(endpoint: string, id: string, folder: string, asks: string): Promise<void> {
  const options = {
    log: new ConnectionLog(path.join(work, 'connections')),
    isOffline: () => false,
    token: () => Promise.resolve(null),
  };
  if (asks === 'asks') await loadOnnxRuntime();
  const model = await createHub({ ...options, endpoint }).model(id);
  const before = process.resourceUsage().maxRSS;
  const began = performance.now();
  const installed = await createStore(folder, options).install(model, model.variants[0]!);
  const seconds = (performance.now() - began) / 1000;
  const growth = (process.resourceUsage().maxRSS - before) * 1024;
  let answer: number | null = null;
  if (asks === 'asks') {
    const start = performance.now();
    const engine = new LocalEngine({ embeddedFolder: folder, installedFolders: [], threads: 1, idleMinutes: 0 });
    await engine.call('fillMask', { model: installed.folder, text: 'A [MASK].' });
    answer = (performance.now() - start) / 1000;
  }
  rmSync(work, { recursive: true });
  process.stdout.write(JSON.stringify({ seconds, growth, answer } satisfies Install));
  process.exit(0);
}

function install(endpoint: string, id: string, asks = ''): Install {
  const folder = path.join(work, 'store');
  const run = [process.argv[1] ?? '', 'install', endpoint, id, folder, asks];
  const told = JSON.parse(execFileSync(process.execPath, run, { encoding: 'utf8' })) as Install;
  rmSync(folder, { recursive: true });
  return told;
}

/** Seconds in which curl brings a file to the disk. */
function curl(endpoint: string, id: string): number {
  const file = path.join(work, 'curl');
  const url = `${endpoint}/${id}/resolve/main/model.safetensors`;
  const seconds = execFileSync('curl', ['-sSL', '-o', file, '-w', '%{time_total}', url], { encoding: 'utf8' });
  rmSync(file);
  return Number(seconds);
}

async function withHub(rate: number, use: (endpoint: string) => void): Promise<void> {
  const hub = spawn(process.execPath, [process.argv[1] ?? '', 'serve', String(rate)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const endpoint = await new Promise<string>((resolve) => createInterface(hub.stdout).once('line', resolve));
    use(endpoint);
  } finally {
    hub.kill();
  }
}

async function measure(rounds: number): Promise<void> {
  console.log('| what | measured (median) | target |\n| --- | --- | --- |');
  for (const rate of [40, Infinity]) {
    await withHub(rate, (endpoint) => {
      const id = 'bench/made-500';
      const [ours, theirs, ratios]: number[][] = [[], [], []];
      for (let round = 0; round < rounds; round++) {
        // Whoever comes first changes each time.
        const turns = [
          () => ours!.push(500 / install(endpoint, id).seconds),
          () => theirs!.push(500 / curl(endpoint, id)),
        ];
        for (const turn of round % 2 === 0 ? turns : turns.toReversed()) turn();
        ratios!.push(ours!.at(-1)! / theirs!.at(-1)!);
      }
      const how = rate === Infinity ? 'unlimited' : `${rate} MB/s`;
      console.log(line(`500 MB, ${how}: install, sums and disk included`, ours!, 'MB/s', '–'));
      console.log(line(`– curl, to the disk`, theirs!, 'MB/s', '–'));
      console.log(`| – ratio | ${median(ratios!).toFixed(2)} | ${rate === Infinity ? '–' : '0.9'} |`);
    });
  }
  await withHub(Infinity, (endpoint) => {
    for (const size of SIZES) {
      const growth = Array.from({ length: rounds }, () => install(endpoint, `bench/made-${size}`).growth / MEGABYTE);
      console.log(line(`memory more than before, ${size} MB`, growth, 'MB', '60 MB'));
    }
  });
  await withHub(100, (endpoint) => {
    const all = Array.from({ length: rounds }, () => install(endpoint, 'bench/bert', 'asks'));
    console.log(
      line(
        '500 MB at 100 MB/s: install',
        all.map(({ seconds }) => seconds),
        's',
        '–',
      ),
    );
    console.log(
      line(
        '– from then to the first answer',
        all.map(({ answer }) => answer ?? NaN),
        's',
        '5 s',
      ),
    );
  });
  rmSync(work, { recursive: true });
}

if (role === 'serve') void serve(args[0] ?? 'Infinity');
else if (role === 'install') void installHere(args[0] ?? '', args[1] ?? '', args[2] ?? '', args[3] ?? '');
else void measure(Number(role || 3));
