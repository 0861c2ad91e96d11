import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consoleCommand } from '../../../src/protocol/engine/shell.js';
import { engineCalls } from '../../../webview-ui/attention/export/engineCommand.js';
import { toCsv, shortestDecimal } from '../../../src/text/csv.js';
import { graphemes } from '../../../src/text/excerpt.js';
import { clipToWidth, widthInEms, wrapToWidth } from '../../../webview-ui/kit/textMeasure.js';
import { exportFileName } from '../../../webview-ui/kit/picture/exportFileName.js';
import { mapCsv, mapJson } from '../../../webview-ui/attention/export/exportData.js';
import { DEFAULT_VIEW } from '../../../src/attention/viewState.js';
import { HOSTILE, hostileMap } from './hostileMap.js';

describe('CSV', () => {
  /** Reads RFC 4180 as spreadsheets do. */
  function read(text: string): string[][] {
    const rows: string[][] = [[]];
    for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
      rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
      if (end !== ',') rows.push([]);
    }
    rows.pop();
    return rows;
  }

  it('keeps commas, quotes, spaces and line breaks within a cell', () => {
    expect(toCsv([['a,b', 'say "no"', ' x', 'two\nlines', 1.5]])).toBe('"a,b","say ""no"""," x","two\nlines",1.5\r\n');
  });

  it('is read back unchanged but for the guard against formulas', () => {
    const row = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), (rows) => {
        const back = read(toCsv(rows));
        const bare = (cell: string) => cell.replaceAll("'", '');
        expect(back.map((cells) => cells.map(bare))).toEqual(rows.map((cells) => cells.map(bare)));
        for (const cell of back.flat()) expect(cell).not.toMatch(/^\s*[=+\-@\t\r]/);
      }),
    );
  });

  it('has single-precision numbers as short as they can be', () => {
    expect([Math.fround(0.1), Math.fround(1 / 3), 0, 0.5, 12].map(shortestDecimal)).toEqual([
      '0.1',
      '0.33333334',
      '0',
      '0.5',
      '12',
    ]);
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Math.fround(Number(shortestDecimal(value)))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('has a line for each drawn cell, words told apart by their places', () => {
    const lines = read(mapCsv(hostileMap(['a', 'a']), DEFAULT_VIEW));
    expect(lines).toEqual([
      ['query', 'key', 'weight', 'row', 'column'],
      ['a', 'a', '0.33333334', '1', '1'],
      ['a', 'a', '0.6666667', '1', '2'],
      ['a', 'a', '0.33333334', '2', '1'],
      ['a', 'a', '0.6666667', '2', '2'],
    ]);
    expect(read(mapCsv(hostileMap(['a', 'a']), { ...DEFAULT_VIEW, threshold: 0.5 }))).toHaveLength(3);
  });

  it('has no cell that is a formula', () => {
    const cells = read(mapCsv(hostileMap(HOSTILE), DEFAULT_VIEW)).flat();
    expect(cells).toContain("'=cmd|A1");
    expect(cells.filter((cell) => cell.startsWith('='))).toEqual([]);
  });
});

describe('JSON', () => {
  it('says what it is of, and has the values as they are shown', () => {
    const shown = hostileMap(['a', 'b']);
    const read = JSON.parse(mapJson(shown, { ...DEFAULT_VIEW, threshold: 0.5 }, { text: 'ab' })) as Record<
      string,
      unknown
    >;
    expect(read).toMatchObject({
      view: 'matrix',
      what: 'weights',
      model: 'bert-mini',
      layer: 2,
      head: 4,
      threshold: 0.5,
      text: 'ab',
      rows: [
        { text: 'a', start: 0, end: 1, tokens: [0, 1] },
        { text: 'b', start: 1, end: 2, tokens: [1, 2] },
      ],
      values: [
        [null, 0.6666667],
        [null, 0.6666667],
      ],
    });
  });

  it('says of lines which map they are of, and of other drawings only what they show', () => {
    const view = { ...DEFAULT_VIEW, view: 'lines', kind: 'cross', prefix: 'a: ', target: 'x', words: false } as const;
    const lines = { type: 'drawing', name: 'lines', drawing: {} as SVGElement, header: [], table: [] } as const;
    expect(JSON.parse(mapJson(lines, view, { text: 'ab' }))).toMatchObject({
      kind: 'cross',
      words: false,
      text: 'ab',
      prefix: 'a: ',
      target: 'x',
    });
    const apart = JSON.parse(mapJson({ ...lines, text: 'b' }, view, { text: 'ab' })) as Record<string, unknown>;
    expect(apart).toMatchObject({ words: true, text: 'b' });
    expect(Object.keys(apart)).not.toContain('prefix');
    expect(Object.keys(apart)).not.toContain('model');
  });

  it('reads back whatever the tokens', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 5 }), (texts) => {
        const read = JSON.parse(mapJson(hostileMap(texts), DEFAULT_VIEW, { text: texts.join('') })) as {
          rows: { text: string }[];
        };
        expect(read.rows.map(({ text }) => text)).toEqual(texts);
      }),
    );
  });
});

describe('the command', () => {
  const subject = {
    id: 1,
    text: '',
    label: '',
    cursor: null,
    pinned: false,
    part: false,
    detached: false,
    place: null,
  };
  const view = { ...DEFAULT_VIEW, model: 'bert-mini', layer: 2, head: 4 };
  const argumentsOf = (command: string) =>
    execFileSync('sh', ['-c', command.replace(/^npm run --silent engine --/, "printf '%s\\n'")], { encoding: 'utf8' });

  it('asks for the layer, the head and the kind that are shown', () => {
    const calls = engineCalls(hostileMap(['a']), view, { ...subject, text: 'it’s "a" $HOME' });
    const [method, params] = argumentsOf(consoleCommand(calls, 'posix')).trimEnd().split('\n');
    expect(method).toBe('attention');
    expect(JSON.parse(params ?? '')).toEqual({
      model: 'bert-mini',
      text: 'it’s "a" $HOME',
      kinds: ['encoder'],
      layerIndices: [2],
      headIndices: [4],
    });
  });

  it('asks for the rollout by the summary', () => {
    const calls = engineCalls(
      hostileMap(['a'], { what: 'rollout' }),
      { ...view, view: 'rollout' },
      { ...subject, text: 'a' },
    );
    expect(calls).toEqual([{ method: 'attentionSummary', params: { model: 'bert-mini', text: 'a' } }]);
  });

  it('gives several questions to one engine, a line each, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const calls = ['bert-mini', 'gpt2-mini'].map((model) => ({
          method: 'attention' as const,
          params: { model, text },
        }));
        const lines = execFileSync('sh', ['-c', consoleCommand(calls, 'posix').replace(/ \| npm run .*$/, '')], {
          encoding: 'utf8',
        });
        expect(
          lines
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line) as unknown),
        ).toEqual(JSON.parse(JSON.stringify(calls)));
      }),
      { numRuns: 20 },
    );
  });
});

describe('file names', () => {
  it('are made of letters, digits and hyphens', () => {
    expect(exportFileName('attention', 'bert-mini', null, 'layer-3')).toBe('attention-bert-mini-layer-3');
    expect(exportFileName('../../etc/passwd', '', 'C:\\x')).toBe('etc-passwd-C-x');
    expect(exportFileName('..', '  ')).toBe('glassbox');
  });

  it('never leave their folder, whatever a model is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(exportFileName('attention', name)).toMatch(/^[^/\\:*?"<>|\s.-][^/\\:*?"<>|\s]*$/);
      }),
    );
  });
});

describe('labels', () => {
  it('are cut to a width and keep to one line', () => {
    expect(clipToWidth('a\nb', 9)).toBe('a b');
    // One syllable in three letters, and one of them alone.
    expect([widthInEms('\u1112\u1175\u11c2'), widthInEms('힣')]).toEqual([1, 1]);
    expect(wrapToWidth('\u1112\u1175\u11c2!', 2, 3)).toEqual(['\u1112\u1175\u11c2!']);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 12 }), (text, ems) => {
        expect(widthInEms(clipToWidth(text, ems))).toBeLessThanOrEqual(ems);
        const lines = wrapToWidth(text, ems, 3);
        expect(lines.length).toBeLessThanOrEqual(3);
        // A line has a character at least, however wide it is.
        for (const line of lines) {
          if (graphemes(line).length > 1) expect(widthInEms(line)).toBeLessThanOrEqual(Math.max(ems, 1));
        }
      }),
    );
  });
});

it('a row that is named by what it writes says what it reads', () => {
  const map = hostileMap(['a', 'b'], { reads: ['x', 'y'] });
  const [header, first] = mapCsv(map, DEFAULT_VIEW).split('\r\n');
  expect(header).toBe('query,key,weight,row,column,reads');
  expect(first).toMatch(/^a,a,0\.\d+,1,1,x$/);
  const { rows } = JSON.parse(mapJson(map, DEFAULT_VIEW, { text: 'ab' })) as { rows: { reads: string }[] };
  expect(rows.map(({ reads }) => reads)).toEqual(['x', 'y']);
});
