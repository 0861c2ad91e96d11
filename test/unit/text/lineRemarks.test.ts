import { describe, expect, it } from 'vitest';
import { lineRemarks } from '../../../src/text/lineRemarks.js';
import { lineRemarkTexts } from '../../../src/wording/lineRemarkTexts.js';

const taught = (...lines: [text: string, answer: string][]) =>
  lines.map(([text, answer], at) => ({ text, answer, line: at + 1 }));

describe('lines to be learnt from', () => {
  const lines = taught(['A', 'x'], ['B', 'x'], ['A', 'y'], ['B', 'x'], ['C', 'y'], ['B', 'x'], ['A', 'x']);

  it('that repeat another one are told, apart from those that contradict it', () => {
    expect(lineRemarks(lines, { without: [9] })).toEqual({
      ...{ without: [9], wide: [], garbled: [], unread: [], within: [], alike: [] },
      ...{ differing: [[1, 3, 7]], repeated: [4, 6] },
    });
  });

  it('are told by count and number, as many as can be read', () => {
    expect(lineRemarkTexts(lineRemarks(lines), String, (line) => String(10 + line))).toEqual([
      'Texts that stand there again with another label: 1 (11 = 13 = 17). A model tells one thing of each.',
      'Lines that repeat an earlier one with its label: 2 (14, 16). No text is both learnt from and judged by.',
    ]);
    const many = taught(...Array.from({ length: 30 }, (): [string, string] => ['A', 'x']));
    expect(lineRemarkTexts(lineRemarks(many), String)[0]).toContain(': 29 (2, 3, 4, 5, 6, 7, 8, 9, …).');
  });

  it('are told where a row is too wide, or a text could not be read', () => {
    const found = lineRemarks(taught(['A', 'x'], ['Gr\ufffd\ufffde', 'y'], ['C', 'g\ufffdod']), { wide: [7] });
    expect(lineRemarkTexts(found, String)).toEqual([
      expect.stringMatching(/^Lines left out, which have more values than the table has columns: 1 \(numbers: 7\)\./),
      expect.stringMatching(/in place of what could not be read, .*: 2 \(numbers: 2, 3\)\.$/),
    ]);
  });

  it('contradict each other though capitals, accents or spaces differ, which many models do not see', () => {
    const same = taught(
      ['café', 'x'],
      ['Cafe', 'y'],
      ['CAFE\u0301 ', 'x'],
      ['tea', 'x'],
      ['Tea', 'x'],
      ['हिंदी', 'x'],
      ['हदी', 'y'],
    );
    expect(lineRemarks(same)).toMatchObject({ differing: [[1, 2, 3]], repeated: [] });
  });

  it('have labels that differ by capitals alone', () => {
    const found = lineRemarks(taught(['a', 'good'], ['b', 'GOOD'], ['c', 'bad'], ['d', 'Good']));
    expect(lineRemarkTexts(found, String)).toEqual([
      'Labels that differ by capitals alone are learnt as different ones: good ≠ GOOD ≠ Good.',
    ]);
  });

  it('say nothing where nothing is to be said', () => {
    expect(lineRemarkTexts(lineRemarks(taught(['A', 'x'], ['B', 'y'])), String)).toEqual([]);
  });
});
