import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Looks again and again for a while: what must not happen has no sign to wait for. Where there is one (the engine rests, a
 * list is closed), wait for that instead.
 * @param check throws when it happened
 * @param milliseconds longer than what would do it waits before it does
 */
export async function stays(check: () => Promise<void>, milliseconds = 600): Promise<void> {
  for (const deadline = Date.now() + milliseconds; Date.now() < deadline; await sleep(50)) await check();
}
