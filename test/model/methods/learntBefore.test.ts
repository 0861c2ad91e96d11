/* Models that are made from models made here: what these have learnt judges nothing. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Params } from '../../../src/protocol/engine/index.js';
import { golden } from '../../golden/compare.js';
import { localEngine, workFolder } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());
const { work } = workFolder('learnt');
let count = 0;
const place = () => path.join(work, `made-${count++}`);

const bert = golden('families/models/mini-bert-sst2');
const lines = (...things: string[]) =>
  things.flatMap((thing) => [
    ...['good', 'nice', 'fine', 'great'].map((word) => ({ text: `${thing} is ${word}`, label: 'pro' })),
    ...['bad', 'sad', 'poor', 'ugly'].map((word) => ({ text: `${thing} is ${word}`, label: 'con' })),
  ]);
const OLD = lines('the day', 'this book', 'a house');
const NEW = lines('her song', 'a tree');
/** Learns with all its layers: of a new head alone nothing is in what is made from it. */
const all = { layers: 'all', heldOut: 0, steps: 2 } as const;
const train = (more: Partial<Params<'train'>>) =>
  engine.call('train', {
    model: bert,
    folder: place(),
    layers: 'head',
    shuffles: 0,
    curvePoints: 0,
    examples: OLD,
    ...more,
  });

describe('a classifier made from one that was made here', () => {
  it('is not judged by lines that its base has learnt', async () => {
    const { folder, known } = await train(all);
    expect(known).toBeUndefined();
    const again = await train({ model: folder! });
    // A fifth of 24 lines, of each label.
    expect(again).toMatchObject({ judged: 'none', classifier: null, head: null, known: 4 });
    const capitals = OLD.map(({ text, label }) => ({ text: ` ${text.toUpperCase()}`, label }));
    expect(await train({ model: folder!, examples: capitals })).toMatchObject({ known: 4 });
    const more = await train({ ...all, model: folder!, examples: [...OLD, ...NEW], heldOut: 0.5, learningRate: 1e-6 });
    expect(more.classifier!.count + more.known!).toBe(20);
    expect(more.classifier!.count).toBeLessThanOrEqual(NEW.length);
    expect(readFileSync(path.join(more.folder!, 'README.md'), 'utf8')).toContain(`had learnt already: ${more.known}.`);
    // What the first one learnt is known of the third, too.
    expect(await train({ model: more.folder! })).toMatchObject({ judged: 'none' });
  });

  it('is judged by all that is held out where that one’s head alone has learnt', async () => {
    const { folder } = await train({ heldOut: 0 });
    const again = await train({ model: folder! });
    expect(again).toMatchObject({ judged: 'heldOut', classifier: { count: 4 } });
    expect(again.known).toBeUndefined();
  });

  it('is judged by the lines that were held out then', async () => {
    const { folder, classifier } = await train({ ...all, heldOut: 0.2, steps: 20, learningRate: 1e-4, seed: 1 });
    const again = await train({ model: folder!, seed: 1 });
    expect(again.classifier!.count).toBe(classifier!.count);
    expect(again.known).toBeUndefined();
  });

  it('tells by cross-validation the new lines alone', async () => {
    const { folder } = await train(all);
    const value = await engine.call('train', { model: folder!, layers: 'head', examples: [...OLD, ...NEW], folds: 3 });
    expect(value).toMatchObject({ judged: 'folds', classifier: { count: NEW.length }, known: OLD.length });
    expect(await train({ model: folder!, folds: 3 })).toMatchObject({ judged: 'none', classifier: null, known: 24 });
  });

  it('or a finder of names: so are its lines', async () => {
    const { folder } = await train(all);
    const examples = [...OLD, ...NEW].map(({ text }) => ({ text, spans: [{ start: 0, end: 3, label: 'A' }] }));
    const asked = { layers: 'head', shuffles: 0, folds: 2 } as const;
    const value = await engine.call('trainNames', { model: folder!, examples, folder: place(), ...asked });
    expect(value).toMatchObject({ tagger: { lines: NEW.length }, known: OLD.length });
  });
});

describe('a voice that goes on learning', () => {
  const gpt = golden('families/models/mini-gpt2');
  const text = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => `The miller of mill ${from + at} grinds his corn by day and night.`);
  const adapt = (model: string, sentences: string[], more: Partial<Params<'adapt'>> = {}) =>
    engine.call('adapt', {
      ...{ model, text: sentences.join('\n'), folder: place(), length: 16, steps: 2, samples: 0, heldOut: 0.2 },
      ...more,
    });

  it('is not judged by sentences that its base has learnt', async () => {
    const first = await adapt(gpt, text(0, 50));
    expect(first.known).toBeUndefined();
    // Two thirds of what is held out now stood in the part that was learnt.
    const mixed = await adapt(first.folder, [...text(50, 90), ...text(0, 7), ...text(90, 93)]);
    expect(mixed.known).toBe(7);
    expect(mixed.judgesKnown).toBeUndefined();
    expect(mixed.text.heldOutBytes).toBeLessThan(0.5 * Buffer.byteLength(text(0, 10).join('\n')));
    expect(mixed.before.bitsPerByte).toBeGreaterThan(0);
    expect(readFileSync(path.join(mixed.folder, 'README.md'), 'utf8')).toContain('had learnt already: 7.');
  });

  it('whose base has learnt all that is held out says so', async () => {
    const first = await adapt(gpt, text(0, 50));
    const again = await adapt(first.folder, text(0, 50).reverse());
    expect(again).toMatchObject({ judgesKnown: true });
    expect(again.before.bitsPerByte).toBeGreaterThan(0);
  });
});
