/* The engine's process: forked by the extension host, which talks JSON-RPC over the fork's channel. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { connect } from './connection.js';

/** Megabytes: the watchdog holds a socket and nothing else. */
const SMALL = { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1, codeRangeSizeMb: 1, stackSizeMb: 1 };

/** Without its watchdog the engine works as well; only its end is less sure. */
function watch(): void {
  const missing = (error: unknown) => void process.stderr.write(`no watchdog: ${String(error)}\n`);
  try {
    new Worker(path.join(__dirname, 'watchdog.js'), { resourceLimits: SMALL }).on('error', missing).unref();
  } catch (error) {
    missing(error);
  }
}

watch();
connect(process);
