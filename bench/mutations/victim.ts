import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { openChannel, type Channel } from '../../src/host/engine/channel.js';
import { toErrorValue, type EngineOptions } from '../../src/protocol/engine/index.js';

export type Answer =
  { is: 'value'; value: unknown } | { is: 'refused'; code: string; message: string } | { is: 'died' } | { is: 'hung' };

const PAGE = 4096;
const LOOK_MS = 20;
/** Beyond this it is ended: more would take the machine along. */
const MOST_BYTES = 6e9;
const NOBODY = 65534;

/** An engine in a process that may die, hang or grow. It has no rights, so that permissions count. */
export class Victim {
  /** largest resident size since `peak` was set, bytes */
  peak = 0;
  private readonly child: ChildProcess;
  private readonly channel: Channel;
  private readonly gone: Promise<Answer>;
  private readonly watch: NodeJS.Timeout;
  alive = true;

  constructor(script: string, options: EngineOptions) {
    const rights = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
    this.child = fork(script, [], {
      serialization: 'advanced',
      // The engine ends when this pipe does.
      stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
      ...rights,
    });
    this.gone = new Promise((resolve) =>
      this.child.once('exit', () => {
        this.alive = false;
        clearInterval(this.watch);
        resolve({ is: 'died' });
      }),
    );
    this.watch = setInterval(() => this.look(), LOOK_MS);
    this.channel = openChannel(this.child, options, { onMessage: () => {}, onState: () => {}, onError: () => {} });
  }

  /** A call of a method; a process that does not answer in time is ended. */
  async call(method: string, params: object, limit: number): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Answer>((resolve) => {
      timer = setTimeout(() => resolve({ is: 'hung' }), limit);
    });
    const answer = await Promise.race([this.asked(method, params), this.gone, late]);
    clearTimeout(timer);
    if (answer.is === 'hung') await this.end();
    return answer;
  }

  async end(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.gone;
    this.channel.dispose();
  }

  private async asked(method: string, params: object): Promise<Answer> {
    try {
      return { is: 'value', value: await this.channel.call(method, params, {}, new AbortController().signal) };
    } catch (error) {
      const { code, message } = toErrorValue(error);
      // The channel's end says no more than the process's.
      return code === 'engine-died' ? this.gone : { is: 'refused', code, message };
    }
  }

  private look(): void {
    try {
      const pages = Number(readFileSync(`/proc/${this.child.pid}/statm`, 'utf8').split(' ')[1]);
      this.peak = Math.max(this.peak, pages * PAGE);
      if (pages * PAGE > MOST_BYTES) this.child.kill('SIGKILL');
    } catch {
      // It has just ended, or this system has no /proc.
    }
  }
}
