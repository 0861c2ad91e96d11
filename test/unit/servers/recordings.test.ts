import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { askAll } from '../../servers/lib/askAll.js';
import { keyOf, unfold, type Recording } from '../../servers/lib/recording.js';

const FOLDER = path.resolve(import.meta.dirname, '../../servers/recordings');

/** Answers as the real server has; `strange`: requests that it was not asked. */
function replaying({ answers }: Recording) {
  const known = new Map(answers.map((one) => [`${one.path} ${one.body}`, one]));
  const strange: string[] = [];
  const fetch: typeof globalThis.fetch = (input, init) => {
    const place = new URL(input as string).pathname;
    const body = typeof init?.body === 'string' ? init.body : '';
    const found = known.get(`${place} ${keyOf(body)}`);
    if (!found) strange.push(`${place} ${body.slice(0, 200)}`);
    const { status, type, answer } = found ?? { status: 500, type: '', answer: 'not recorded' };
    return Promise.resolve(new Response(unfold(answer), { status, headers: { 'content-type': type } }));
  };
  return { fetch, strange };
}

describe.each(['vllm', 'llamacpp', 'transformers', 'infinity'])('what %s answered when it was recorded', (name) => {
  // A change of what is asked: record anew (test/servers/record.mjs).
  it('is understood as it was then, with the same requests', async () => {
    const recording = JSON.parse(readFileSync(path.join(FOLDER, `${name}.json`), 'utf8')) as Recording;
    const { fetch, strange } = replaying(recording);
    const found = await askAll('http://127.0.0.1:1', recording.abilities.model.id, fetch);
    expect(strange).toEqual([]);
    expect(JSON.parse(JSON.stringify(found))).toEqual({ abilities: recording.abilities, results: recording.results });
  });
});
