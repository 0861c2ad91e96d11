/* Texts with a count are right for one thing as well: “lines: 1”, not “1 lines”. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const SOURCES = path.join(import.meta.dirname, '../../../src');
const COUNTED =
  /\{\d\} (?:(?:more|other|installed) )?(?:lines|passages|words|files|labels|examples|sentences|names|models|texts|characters|stretches)\b/;

/** Their count is never one: what is refused or told has more of them. */
const NEVER_ONE = [
  'Its list on {0} names a file that could lead out of its folder. It is not installed.',
  'Select {0} to {1} lines to compare, a sentence in each; these are {2}.',
  'The selection has {0} characters; translating it takes long. It can be cancelled.',
  'The text has {0} characters. Select a part of it, at most {1}.',
  'The text has {0} characters, and {1} are needed: four times what is read at once. Give a longer text, or let less be read at once.',
  'These are {0} examples; take at most {1}.',
  'These are {0} lines. Select at most {1}.',
  'at temperature 0 the {0} texts are the same',
  'of {0} stretches as one text',
  'only {0} of {1} texts were possible',
  '{0}, which the setting {1} names, could not put the results in order, so they stay as they were found. {2}',
];

it('texts of the host have no plural behind a count that may be one', () => {
  const texts = ['host', 'wording'].flatMap((room) =>
    readdirSync(path.join(SOURCES, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => {
        const source = readFileSync(path.join(SOURCES, room, name), 'utf8');
        return [...source.matchAll(/l10n\.t\(\s*'((?:[^'\\\n]|\\.)*)'/g)].map(([, text = '']) => text);
      }),
  );
  expect(texts.length).toBeGreaterThan(500);
  expect(texts.filter((text) => COUNTED.test(text) && !NEVER_ONE.includes(text))).toEqual([]);
});
