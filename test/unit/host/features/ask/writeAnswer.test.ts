import { describe, expect, it } from 'vitest';
import { writeAnswer } from '../../../../../src/host/features/ask/writeAnswer.js';
import type { AddedServer } from '../../../../../src/protocol/engine/index.js';
import { engineWith } from '../../../engine/served/engineWith.js';
import { WORDS_ONLY } from '../../../servers/standIn.js';

const progress = { onProgress: () => undefined, done: () => undefined, signal: new AbortController().signal };
const TEXT = 'She went to the river. The old man was good. '.repeat(40);

const ask = async (more: Omit<NonNullable<Parameters<typeof engineWith>[0]>, 'skills'>) => {
  const made = await engineWith({ skills: WORDS_ONLY, ...more });
  const server: AddedServer = made.added;
  const answerer = { id: made.model, architecture: 'decoder' as const, tasks: ['generate' as const], server };
  return { ...made, written: await writeAnswer(made.engine, answerer, 'one', TEXT, progress) };
};

describe('an answer by a server that tells texts alone', () => {
  it('is its own, and says so; how much it reads is estimated', async () => {
    const { written, standIn } = await ask({
      change: (abilities) => ({ ...abilities, model: { ...abilities.model, context: 400 } }),
    });
    expect(written).toMatchObject({ isByServer: true });
    expect(written.text).not.toBe('');
    const { start, end } = written.passage;
    // 400 tokens of two letters at least, less those of question and answer.
    expect(end - start).toBeGreaterThan(300);
    expect(end - start).toBeLessThan(800);
    expect(standIn.requests.map(({ path }) => path)).toEqual(['/v1/completions']);
    expect(standIn.requests[0]!.body.prompt).toBe(`${TEXT.slice(start, end)}\n\nQuestion: one\nAnswer:`);
  });

  it('reads a thousand letters where it does not say how many it takes', async () => {
    const { written } = await ask({
      change: (abilities) => ({ ...abilities, model: { ...abilities.model, context: null } }),
    });
    expect(written.passage.end - written.passage.start).toBeGreaterThan(700);
  });
});
