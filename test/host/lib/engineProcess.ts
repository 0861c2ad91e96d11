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

/**
 * Lets a process run only a small part of the time, about one millisecond in twenty: what takes a fast machine half a
 * second then takes ten, and a test can do something meanwhile without a race.
 * @returns lets it run freely again; to be called in any case
 */
export function slowed(pid: number): () => void {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(pid, name);
    } catch {
      stopped = true; // it ended meanwhile
    }
  };
  const turn = () => {
    if (stopped) return;
    signal('SIGCONT');
    timer = setTimeout(() => {
      signal('SIGSTOP');
      timer = setTimeout(turn, 20);
    }, 1);
  };
  turn();
  return () => {
    stopped = true;
    clearTimeout(timer);
    signal('SIGCONT');
  };
}
