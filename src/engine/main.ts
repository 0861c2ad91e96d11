/*
 * The engine's process: forked by the extension host, which talks JSON-RPC over the fork's channel. The same script as a
 * thread of that process trains models.
 */
import path from 'node:path';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { serve } from './connection.js';
import { serveLearning } from './learning/serveLearning.js';
import { ThreadedEngine } from './learning/threadedEngine.js';

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

/** Serves the parent process until it goes away. */
function serveHost(): void {
  const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  // `process.exit` would end a thread that trains first: while onnxruntime runs there, that is a crash.
  const end = () => process.kill(process.pid, 'SIGKILL');
  connection.onClose(end);
  process.on('disconnect', end);
  serve(connection, (...given) => new ThreadedEngine(__filename, ...given));
}

if (isMainThread) {
  watch();
  serveHost();
} else if (parentPort) serveLearning(parentPort);
