import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cardFacts, languagesOfCard, licenceOfCard } from '../../../../src/engine/models/modelCard.js';

const card = (...lines: string[]) => ['---', 'license: mit', ...lines, 'tags: [x]', '---', '', '# Model', 'language: xx'].join('\n');

describe('the languages of a model’s card', () => {
  it.each([
    [['language: en'], ['en']],
    [['language: [en, zh]'], ['en', 'zh']],
    [['language: ["en", \'no\']  # two'], ['en', 'no']],
    [['language:', '- en', '- fr  # French', '  - ro', 'datasets:', '- c4'], ['en', 'fr', 'ro']],
    [['language: zh-Hans'], ['zh']],
    [['language: [deu, nb, cmn]'], ['de', 'no', 'zh']],
    [['language: [en, en]'], ['en']],
  ])('are read: %j', (lines, languages) => {
    expect(languagesOfCard(card(...lines))).toEqual(languages);
    expect(languagesOfCard(card(...lines).replaceAll('\n', '\r\n'))).toEqual(languages);
  });

  it.each([
    [[]],
    [['language: multilingual']],
    [['language:', '- en', '- multilingual']],
    [['language: code']],
    [['language:']],
    [['language: []']],
    [['language: [']],
    [['languages_of_x: en']],
  ])('are not said: %j', (lines) => {
    expect(languagesOfCard(card(...lines))).toBeUndefined();
  });

  it('are not said by a text without metadata', () => {
    expect(languagesOfCard('# Model\n\nlanguage: en\n')).toBeUndefined();
    expect(languagesOfCard('')).toBeUndefined();
    expect(languagesOfCard('---\nlanguage: en')).toBeUndefined();
  });

  it('are read anew when the card changes, and a folder without one says nothing', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'card-'));
    try {
      expect((await cardFacts(folder)).languages).toBeUndefined();
      await writeFile(path.join(folder, 'README.md'), card('language: en'));
      expect((await cardFacts(folder)).languages).toEqual(['en']);
      await writeFile(path.join(folder, 'README.md'), card('language: [de, fr]'));
      expect((await cardFacts(folder)).languages).toEqual(['de', 'fr']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the licence of a card', () => {
  const card = (...lines: string[]) => `---\n${lines.join('\n')}\n---\n# A model\n`;

  it.each<[string[], string | undefined]>([
    [['license: apache-2.0'], 'apache-2.0'],
    [['language: en', 'license: "mit" # or so'], 'mit'],
    [['license: other', 'license_name: qwen-research'], 'qwen-research'],
    [['license: other'], 'other'],
    [['license:'], undefined],
    [['license: [mit, apache-2.0]'], undefined],
    [['  license: mit'], undefined],
    [['license: [x](command:y)'], undefined],
    [['language: en'], undefined],
  ])('%j: %s', (lines, licence) => expect(licenceOfCard(card(...lines))).toBe(licence));
});
