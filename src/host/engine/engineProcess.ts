import { fork, type ChildProcess } from 'node:child_process';
import type { EngineOptions, EngineState, ServerAccess } from '../../protocol/engine/index.js';
import { openChannel, type Channel } from './channel.js';
import { engineEnvironment } from './environment.js';
import { Heartbeat } from './heartbeat.js';

/** How the engine's process is made; read anew at each start. */
export interface ProcessLaunch {
  /** the bundled entry of the engine */
  script: string;
  options(): EngineOptions;
  /** the way to the servers of its models; left out: none is asked */
  servers?: ServerAccess;
  /** a line for the log; never of the user's text */
  log(line: string): void;
}

interface ProcessListeners {
  onState(state: EngineState): void;
  /** whole seconds without a sign of life; null: it answers again */
  onSilence(seconds: number | null): void;
  /** it ended by itself, or could not be started */
  onExit(how: string | number): void;
}

/** One process of the engine, from its fork to its end. */
export class EngineProcess {
  readonly channel: Channel;
  readonly heartbeat: Heartbeat;
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;

  constructor(launch: ProcessLaunch, listeners: ProcessListeners) {
    const child = fork(launch.script, [], {
      serialization: 'advanced',
      execArgv: [],
      env: engineEnvironment(),
      // The engine's watchdog hears of this process's end by its standard input.
      stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
    });
    this.#child = child;
    launch.log(`engine: process ${this.pid} started`);
    const log = (line: string) => launch.log(`engine: ${line}`);
    this.heartbeat = new Heartbeat({
      ping: () => this.channel.ping(),
      onSilence: (seconds) => listeners.onSilence(seconds),
    });
    const heard = {
      onMessage: () => this.heartbeat.alive(),
      onState: (state: EngineState) => listeners.onState(state),
      onError: log,
    };
    this.channel = openChannel(child, launch.options(), heard, launch.servers);
    this.#exited = new Promise<void>((resolve) => {
      const ended = (how: string | number) => {
        this.heartbeat.stop();
        listeners.onExit(how);
        // Afterwards: disposing rejects what is pending without saying why.
        this.channel.dispose();
        resolve();
      };
      child.once('exit', (code, signal) => ended(signal ?? code ?? 0));
      // Without a process there is no `exit`.
      child.once('error', (error) => ended(error.message));
    });
    // Nothing is written to it; what broke it shows by the exit.
    child.stdin?.on('error', () => {});
    // onnxruntime's warnings; they hold no text of the user's.
    child.stderr?.setEncoding('utf8').on('data', (lines: string) => log(lines.trimEnd()));
  }

  get pid(): number | 'none' {
    return this.#child.pid ?? 'none';
  }

  /** Asks it to end, and kills it after some milliseconds; settles when it is gone. */
  async end(graceMs: number): Promise<void> {
    this.heartbeat.stop();
    this.channel.dispose();
    // Its channel closed, the engine ends by itself unless the model keeps it busy.
    if (this.#child.connected) this.#child.disconnect();
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), graceMs);
    await this.#exited;
    clearTimeout(killer);
  }
}
