import { describe, expect, it } from 'vitest';
import { joinBehind } from '../../../../../src/host/features/continueText/joinBehind.js';

describe('a continuation and what stands behind the cursor', () => {
  it.each([
    ['words would meet', ' to the shop', 'home early.', ' to the shop '],
    ['a full stop and a word', ' and left.', 'Then he', ' and left. '],
    ['a word and a quotation', ' said', '“No.”', ' said '],
    ['a word and a stop', ' to the shop', '. Then', ' to the shop'],
    ['a space is there', ' to the shop', ' home', ' to the shop'],
    ['a space is there twice', ' to the shop ', ' home', ' to the shop'],
    ['emphasis that closes', ' who was old', '** went home.', ' who was old'],
    ['emphasis that opens', ' the', '**old** man', ' the '],
    ['a quotation mark that closes', ' and left', '"}', ' and left'],
    ['a tag that closes', ' and left', '</b>', ' and left'],
    ['a bracket is open', ' (', 'so)', ' ('],
    ['a hyphen', ' well-', 'known', ' well-'],
    ['nothing follows', ' to the shop ', '', ' to the shop '],
    ['only spaces follow', ' to the shop', '  ', ' to the shop'],
    ['Chinese', '去公园', '玩。', '去公园'],
    ['Chinese and a word', '去公园。', 'Then', '去公园。'],
    ['nothing was written', '', 'home', ''],
  ])('%s', (_, written, after, expected) => {
    expect(joinBehind(written, after, false)).toBe(expected);
  });

  it('a line of its own before the next', () => {
    expect(joinBehind('He ran', 'Next line.', true)).toBe('He ran\n');
    expect(joinBehind('He ran ', '    indented', true)).toBe('He ran\n');
    expect(joinBehind('He ran', '', true)).toBe('He ran');
    expect(joinBehind('今天', '明天', true)).toBe('今天\n');
  });
});
