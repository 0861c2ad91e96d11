import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

interface ProcessEntry {
  pid: number;
  parent: number;
  command: string;
}

/** All processes of this machine, from /proc: Linux only. */
function processes(): ProcessEntry[] {
  const pids = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      // The name in parentheses may hold spaces and parentheses itself.
      const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (state === 'Z') return [];
      const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return [{ pid: Number(pid), parent: Number(parent), command }];
    } catch {
      return []; // it ended meanwhile
    }
  });
}

/** The engine's processes among the descendants of a process: none before the first use, one afterwards. */
export function enginePids(ancestor: number): number[] {
  const all = processes();
  const descends = (pid: number): boolean => {
    const parent = all.find((each) => each.pid === pid)?.parent;
    return parent !== undefined && (parent === ancestor || descends(parent));
  };
  return all.filter(({ command, pid }) => /dist[/\\]engine\.js/.test(command) && descends(pid)).map(({ pid }) => pid);
}

/** Waits for the engine below a process and gives its id. */
export async function engineRunning(ancestor: number, timeout = 30_000): Promise<number> {
  for (const deadline = Date.now() + timeout; Date.now() < deadline; await sleep(10)) {
    const [pid] = enginePids(ancestor);
    if (pid !== undefined) return pid;
  }
  throw new Error(`no engine runs below process ${ancestor}`);
}

/** Kills the engine below a process as a crash would, and gives the id it had. */
export async function killEngine(ancestor: number): Promise<number> {
  const pid = await engineRunning(ancestor);
  process.kill(pid, 'SIGKILL');
  return pid;
}

/** A process's resident memory in bytes. */
export function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

/** What a process and its threads have used of a processor, in milliseconds; the kernel counts in hundredths of a second. */
function processorTime(pid: number): number {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system] = fields.slice(11, 13).map(Number);
  return 10 * ((user ?? 0) + (system ?? 0));
}

/** The share of one processor that a slowed process has. */
const SHARE = 1 / 50;

/**
 * Lets a process have only a fiftieth of a processor: what takes a fast machine half a second then takes half a minute, and
 * a test can do something meanwhile without a race.
 * @returns lets it run freely again; to be called in any case
 */
export function slowed(pid: number): () => void {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const [start, used] = [performance.now(), processorTime(pid)];
  const clock = new Int32Array(new SharedArrayBuffer(4));
  const turn = () => {
    if (stopped) return;
    try {
      // How long it runs in a turn is the kernel's choice: on a busy machine many times the millisecond it is given.
      if (processorTime(pid) - used <= SHARE * (performance.now() - start)) {
        process.kill(pid, 'SIGCONT');
        // Waited for here: a timer comes late where the test's own process is busy.
        Atomics.wait(clock, 0, 0, 1);
        process.kill(pid, 'SIGSTOP');
      }
      timer = setTimeout(turn, 10);
    } catch {
      stopped = true; // it ended meanwhile
    }
  };
  turn();
  return () => {
    stopped = true;
    clearTimeout(timer);
    try {
      process.kill(pid, 'SIGCONT');
    } catch {
      // it ended meanwhile
    }
  };
}
