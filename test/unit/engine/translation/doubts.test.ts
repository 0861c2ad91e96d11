import { beforeAll, describe, expect, it } from 'vitest';
import { type Identifier, loadIdentifier } from '../../../../src/engine/languages/identifier.js';
import { doubtsOf } from '../../../../src/engine/translation/doubts.js';

let identify: Identifier;
beforeAll(async () => {
  identify = await loadIdentifier();
}, 60_000);

const GERMAN = 'Ich habe einen Hund und meine Schwester hat eine kleine Katze.';
const doubts = (text: string, language: string) =>
  doubtsOf({ text: GERMAN, language: 'German' }, { text, language }, true, identify);

describe('a translation that looks like another language', () => {
  it('is in doubt', () => {
    expect(doubts(GERMAN, 'English')).toEqual(['language']);
    expect(doubts('I have a dog, and my sister has a small cat.', 'French')).toEqual(['language']);
  });

  it('is not, where it looks as it should, or nobody can tell', () => {
    expect(doubts('I have a dog, and my sister has a small cat.', 'English')).toEqual([]);
    expect(doubts('J’ai un chien et ma sœur a un petit chat.', 'fr')).toEqual([]);
    expect(doubts('Anna Maria Tom Boston Oslo Madrid', 'English')).not.toContain('language');
  });
});
