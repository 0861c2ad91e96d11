import { describe, expect, it } from 'vitest';
import { Scheduler, type Lease } from '../../../../src/engine/scheduling/scheduler.js';
import type { Priority } from '../../../../src/protocol/engine/index.js';

/** A job of `steps` steps that writes its name down at each. */
function job(name: string, steps: number, diary: string[]) {
  return async (lease: Lease) => {
    for (let step = 0; step < steps; step++) {
      await lease.yield();
      diary.push(name);
    }
    return name;
  };
}

describe('turns', () => {
  it('runs equals in the order they came, each to its end', async () => {
    const turns = new Scheduler();
    const diary: string[] = [];
    await Promise.all(['a', 'b', 'c'].map((name) => turns.run('visible', job(name, 2, diary))));
    expect(diary).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
  });

  it('lets a more urgent job in at the next step and then goes on', async () => {
    const turns = new Scheduler();
    const diary: string[] = [];
    const slow = turns.run('background', async (lease) => {
      await job('slow', 2, diary)(lease);
      const urgent = turns.run('interactive', job('urgent', 3, diary));
      await job('slow', 2, diary)(lease);
      return urgent;
    });
    await slow;
    expect(diary).toEqual(['slow', 'slow', 'urgent', 'urgent', 'urgent', 'slow', 'slow']);
  });

  it('takes the most urgent of those that wait', async () => {
    const turns = new Scheduler();
    const diary: string[] = [];
    const order: Priority[] = ['background', 'background', 'interactive', 'visible'];
    await Promise.all(order.map((priority, index) => turns.run(priority, job(`${priority}${index}`, 1, diary))));
    // The first held the turn already and gives way before its first step.
    expect(diary).toEqual(['interactive2', 'visible3', 'background0', 'background1']);
  });

  it('never starts a job that was cancelled while it waited, and keeps its place for nobody', async () => {
    const turns = new Scheduler();
    const diary: string[] = [];
    const controller = new AbortController();
    const first = turns.run('visible', job('first', 3, diary));
    const second = turns.run('visible', job('second', 1, diary), controller.signal);
    const third = turns.run('visible', job('third', 1, diary));
    expect(turns.queued).toBe(2);
    controller.abort();
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    expect(turns.queued).toBe(1);
    await Promise.all([first, third]);
    expect(diary).toEqual(['first', 'first', 'first', 'third']);
  });

  it('gives way once when two steps of a job run side by side', async () => {
    const turns = new Scheduler();
    const diary: string[] = [];
    const slow = turns.run('background', async (lease) => {
      const urgent = [turns.run('interactive', job('one', 2, diary)), turns.run('interactive', job('two', 2, diary))];
      await Promise.all([lease.yield(), lease.yield()]);
      diary.push('slow');
      await Promise.all(urgent);
    });
    await slow;
    expect(diary).toEqual(['one', 'one', 'two', 'two', 'slow']);
  });

  it('frees the turn of a job that is cancelled at a step or throws', async () => {
    const turns = new Scheduler();
    const controller = new AbortController();
    const cancelled = turns.run(
      'visible',
      async (lease) => {
        controller.abort();
        await lease.yield();
      },
      controller.signal,
    );
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    await expect(turns.run('visible', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(turns.run('visible', () => Promise.resolve('works'))).resolves.toBe('works');
  });
});
