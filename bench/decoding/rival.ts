import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What is measured in every library: some new tokens after a prompt of token ids. */
export interface Task {
  prompt: number[];
  newTokens: number;
}

export interface Timing {
  /** from the call to the end */
  milliseconds: number;
  /** between a token and the next, where the library tells */
  perToken: number[];
}

/** A library in a process of its own: a task as a line of JSON in, a timing as a line out. */
export class Rival {
  private readonly child;
  private readonly lines;

  constructor(command: string, args: string[]) {
    // Rivals start as they do by default, without what run.mjs sets for our engine.
    const env = { ...process.env };
    delete env['GLIBC_TUNABLES'];
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async run(task: Task): Promise<Timing> {
    this.child.stdin.write(`${JSON.stringify(task)}\n`);
    const line = await this.lines.next();
    if (line.done) throw new Error(`${this.child.spawnargs.join(' ')} ended.`);
    return JSON.parse(line.value) as Timing;
  }

  end(): void {
    this.child.stdin.end();
  }
}
