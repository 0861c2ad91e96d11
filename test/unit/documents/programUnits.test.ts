import { describe, expect, it } from 'vitest';
import { unitsAt } from '../../../src/documents/index.js';
import { readWords } from '../../../src/documents/wordReading.js';

/** What is read at the character after `|`; null where nothing is. */
function at(language: string, marked: string): string | null {
  const place = marked.indexOf('|');
  const text = marked.replace('|', '');
  const unit = unitsAt(text, place, `program:${language}`).find(({ start, end }) => start <= place && place <= end);
  return unit === undefined ? null : readWords(text, unit).text.trim();
}

describe('comments and strings in code', () => {
  it.each([
    ['typescript', 'const a = 1; // The |river is wide.\nnext();', 'The river is wide.'],
    ['typescript', '// One line\n  // and |the next.\n\n// Another.', 'One line and the next.'],
    ['typescript', 'a(); // one\n// and |two', 'one and two'],
    ['typescript', '/**\n * The bank\n * of the |river.\n */\nfoo();', 'The bank of the river.'],
    ['typescript', 'say("The |boats are late");', 'The boats are late'],
    ['typescript', "say('it\\'s |late')", "it's late"],
    ['typescript', 'say(`a long\n|text`)', 'a long text'],
    ['typescript', 'const |bank = river("x");', null],
    ['typescript', 'const url = "a"; |code(); // comment', null],
    ['typescript', '"// no comment |here" + x', '// no comment here'],
    ['python', 'def f():\n    """Sits on\n    the |bank."""\n', 'Sits on the bank.'],
    ['python', "x = 'it' # the |bank's end", "the bank's end"],
    ['rust', "fn f<'a>(x: &'a str) {} // the |bank", 'the bank'],
    ['rust', '/// Sits on\n/// the |bank.\nfn f() {}', 'Sits on the bank.'],
    ['lua', '--[[ several\n|lines ]] x = 1', 'several lines'],
    ['lua', '-- one |line\nx = 1', 'one line'],
    ['sql', "select 'the |bank' -- x", 'the bank'],
    ['unknown', '// a |comment', null],
    ['constructor', '// a |comment', null],
  ])('%s: %s', (language, marked, expected) => {
    expect(at(language, marked)).toBe(expected);
  });

  it('ends a string that is none with its line', () => {
    expect(at('javascript', 'const r = /["]/;\nconst |bank = 1;')).toBeNull();
  });

  it('takes a time that grows with the text only', () => {
    const text = '"\\'.repeat(20_000) + '/*'.repeat(20_000);
    const begun = performance.now();
    unitsAt(text, text.length - 1, 'program:typescript');
    expect(performance.now() - begun).toBeLessThan(500);
  });
});
