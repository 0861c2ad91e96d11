import { describe, expect, it } from 'vitest';
import { localEngine } from '../engineOf.js';

const engine = localEngine();

describe('identify', () => {
  it('tells the language of a text, and the likeliest ones', async () => {
    const { language, candidates } = await engine.call('identify', { text: 'Die Kinder saßen am Ufer des Flusses.' });
    expect(language).toBe('de');
    expect(candidates[0]).toMatchObject({ language: 'de' });
    expect(candidates.map(({ score }) => score)).toEqual(
      candidates.map(({ score }) => score).toSorted((a, b) => b - a),
    );
  });

  it('says when nobody can tell', async () => {
    expect(await engine.call('identify', { text: '' })).toEqual({ language: null, candidates: [] });
    expect((await engine.call('identify', { text: 'OK' })).language).toBeNull();
  });
});
