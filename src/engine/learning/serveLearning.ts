import { readlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { createMessageConnection, PortMessageReader, PortMessageWriter } from 'vscode-jsonrpc/node';
import { wire } from '../../protocol/engine/index.js';
import { serve } from '../connection.js';
import { LocalEngine } from '../engine.js';

/**
 * Has this thread, and those that it starts, come after the others of the processor. Linux tells a thread's number and takes
 * it for a process's; elsewhere it is done without.
 */
function standBack(): void {
  if (process.platform !== 'linux') return;
  try {
    const thread = Number(path.basename(readlinkSync('/proc/thread-self')));
    os.setPriority(thread, os.constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A container may have no /proc.
  }
}

/** Serves an engine in a thread to the one that started it, until that asks for nothing more. */
export function serveLearning(port: MessagePort): void {
  standBack();
  const connection = createMessageConnection(new PortMessageReader(port), new PortMessageWriter(port));
  let engine: LocalEngine | null = null;
  let goOn: (() => void) | null = null;
  connection.onNotification(wire.wait, (waits: boolean) => {
    goOn?.();
    goOn = null;
    if (waits) void engine?.wait(new Promise((resolve) => (goOn = resolve)));
  });
  // Messages are heard between two steps: onnxruntime does not run now. It ends this thread alone.
  connection.onNotification(wire.end, () => process.exit(0));
  serve(connection, (options, onState) => (engine = new LocalEngine(options, onState)));
}
