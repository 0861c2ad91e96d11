/*
 * 5,000 exports of texts that were written to break out of them: what a reader's program makes of each holds no link,
 * picture, mathematics, element, formula or command of theirs, and still says what they wrote.
 */
import { execFileSync } from 'node:child_process';
import katex from '@vscode/markdown-it-katex';
import fc from 'fast-check';
import MarkdownIt, { type Token } from 'markdown-it';
import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../../../../src/host/features/decoding/export/comparison.js';
import { comparisonHtml } from '../../../../../src/host/features/decoding/export/html.js';
import { comparisonMarkdown } from '../../../../../src/host/features/decoding/export/markdown.js';
import { exportNumbers } from '../../../../../src/host/features/decoding/export/numbers.js';
import { consoleCommand, shellOf } from '../../../../../src/protocol/engine/shell.js';
import { toCsv } from '../../../../../src/text/csv.js';

/** Figures by a way that is faster than the language's, which are none of this. */
const numbers = {
  ...exportNumbers('en'),
  number: (value: number, digits: number) => value.toFixed(digits),
  percent: (share: number) => `${100 * share} %`,
};

/** Pieces that mean something to one of the formats, and some that mean nothing. */
const PIECES = [
  ...[
    '<img src=https://evil.example/x.png onerror=alert(1)>',
    '</style><script>alert(1)</script>',
    '<!--',
    '-->',
    ']]>',
  ],
  ...[
    'http://evil.example/a',
    'HTTPS://EVIL.example?q=',
    'www.evil.example',
    '//evil.example',
    'ftp://x.example',
    'evil.example',
  ],
  ...[
    'a@evil.example',
    'mailto:a@b.example',
    'javascript:alert(1)',
    'command:x',
    '[a](',
    '![x](',
    '](',
    ')',
    '[^1]',
    '[ ] ',
  ],
  ...[
    '$',
    '$$',
    '$x$',
    '\\begin{x}',
    '\\(',
    '`',
    '```',
    '~~',
    '***',
    '__',
    '|',
    '---',
    '===',
    '# ',
    '> ',
    '- ',
    '+ ',
    '1. ',
  ],
  ...[
    '&lt;',
    '&#60;',
    '&amp',
    '\\',
    '    ',
    '\t',
    ' ',
    '\n',
    '\r\n',
    '\n\n',
    '"',
    "'",
    "'\\''",
    '‘',
    '’',
    '{',
    '}',
    '^',
    ':::',
  ],
  ...[
    '=1+1',
    '＝1+1',
    '＋1',
    '－1',
    '＠SUM(1)',
    '@SUM(1)',
    '+1',
    '-1',
    ';=1+1',
    ';"=1+1;',
    '\u0001=1',
    '\ufeff=1',
    '\n=1;',
  ],
  ...[
    '--%',
    '%PATH%',
    '!x!',
    '&',
    '& calc',
    '; calc',
    '$(id)',
    '`id`',
    '>x',
    'C:\\',
    '\0',
    '\u007f',
    '\u009b31m',
    '\u202e',
  ],
  ...['\u2028', '\u200b', '\ud800', '😀', 'tea', 'Tom said', '雨', '3.5', 'e.g.'],
];

const hostile = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''));

const comparisons = fc
  .record({ model: hostile, prompt: hostile, name: hostile, text: hostile, warning: hostile, fault: hostile })
  .map(({ model, prompt, name, text, warning, fault }): Comparison => {
    const sequence = { ids: [1], text, steps: [], finish: 'length' as const, logProbability: -1, score: -1 };
    const metrics = { seconds: 1, newTokens: 1, perplexity: 2, meanLogProbability: -1, distinct1: 1, distinct2: 1 };
    return {
      model,
      prompt,
      maxNewTokens: 5,
      date: 'today',
      runs: [
        {
          name,
          decoding: { strategy: 'greedy' },
          sequences: [sequence],
          metrics: { ...metrics, repeated4grams: 0, promptOverlap: 0, selfBleu: null } as never,
          warnings: [warning, warning],
          seed: null,
          branch: { of: name, sequence: 1, step: 1, chosen: text },
          fault,
        },
      ],
    };
  });

/** Every text of a comparison that is foreign. */
const textsOf = ({ model, prompt, runs: [run] }: Comparison) => [
  ...[model, prompt, run!.name, run!.sequences[0]!.text, run!.warnings[0]!, run!.fault!],
];

/** Without white space and the signs that stand for control characters, or for halves of others. */
const ink = (text: string) => text.replace(/[\s\p{Cc}\p{Surrogate}\ufffd]/gu, '');

const check = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number, judge: (value: T) => void) =>
  fc.assert(fc.property(arbitrary, judge), { numRuns, seed: 20_261_130 });

describe('Markdown of foreign texts, as VS Code’s preview reads it', () => {
  const preview = new MarkdownIt({ html: true, linkify: true }).use(katex);
  preview.linkify.set({ fuzzyLink: true, fuzzyEmail: true, fuzzyIP: true });
  const all = (tokens: readonly Token[]): Token[] => tokens.flatMap((token) => [token, ...all(token.children ?? [])]);
  const count = (tokens: readonly Token[], type: string) => tokens.filter((token) => token.type === type).length;

  it(
    'has nothing in it that acts, one table, no heading or list of theirs, and says what they wrote: 2,000',
    { timeout: 300_000 },
    () => {
      check(comparisons, 2000, (comparison) => {
        const tokens = all(preview.parse(comparisonMarkdown(comparison, numbers), {}));
        const types = new Set(tokens.map(({ type }) => type));
        const acting = [...types].filter((type) => /^(html_|link_|image|math_|fence|code_|s_open|hr)/.test(type));
        expect(acting).toEqual([]);
        expect(count(tokens, 'heading_open')).toBe(5);
        expect(count(tokens, 'table_open')).toBe(1);
        expect(count(tokens, 'th_open')).toBe(9);
        expect(count(tokens, 'tr_open')).toBe(2);
        expect(count(tokens, 'bullet_list_open') + count(tokens, 'ordered_list_open')).toBe(1);
        expect(count(tokens, 'list_item_open')).toBe(2);
        expect(count(tokens, 'blockquote_open')).toBeLessThanOrEqual(2);
        const said = ink(tokens.flatMap(({ type, content }) => (/^text/.test(type) ? [content] : [])).join(''));
        for (const text of textsOf(comparison)) expect(said).toContain(ink(text));
      });
    },
  );
});

describe('HTML of foreign texts', () => {
  const ELEMENTS =
    /^(html|head|meta|title|style|body|h[1-3]|p|blockquote|div|article|ul|li|table|thead|tbody|tr|t[hd]|span|footer)$/;
  const ATTRIBUTES = /^(lang|charset|http-equiv|content|name|class|scope|title)$/;

  type Node = DefaultTreeAdapterTypes.Node;
  const all = (node: Node): Node[] => [node, ...('childNodes' in node ? node.childNodes.flatMap(all) : [])];

  it('has no element and no attribute of theirs, and says what they wrote: 800', { timeout: 300_000 }, () => {
    check(comparisons, 800, (comparison) => {
      const nodes = all(parse(comparisonHtml(comparison, numbers)));
      const elements = nodes.flatMap((node) => ('tagName' in node ? [node] : []));
      expect(elements.map(({ tagName }) => tagName).filter((name) => !ELEMENTS.test(name))).toEqual([]);
      const attributes = elements.flatMap(({ attrs }) => attrs.map(({ name }) => name));
      expect(attributes.filter((name) => !ATTRIBUTES.test(name))).toEqual([]);
      expect(nodes.filter(({ nodeName }) => nodeName === '#comment')).toEqual([]);
      const said = ink(
        nodes.flatMap((node) => (node.nodeName === '#text' && 'value' in node ? [node.value] : [])).join(''),
      );
      for (const text of textsOf(comparison)) expect(said).toContain(ink(text));
    });
  });
});

describe('CSV of foreign texts', () => {
  /** Cells as a spreadsheet parts them: quotes count only where a cell begins with one. */
  function cellsOf(text: string, separator: string): string[] {
    const cells: string[] = [];
    for (let at = 0; at < text.length;) {
      let cell = '';
      if (text[at] === '"') {
        for (at += 1; at < text.length && (text[at] !== '"' || text[at + 1] === '"'); at += 1) {
          if (text[at] === '"') at += 1;
          cell += text[at];
        }
        at += 1;
      }
      while (at < text.length && text[at] !== separator && text[at] !== '\r' && text[at] !== '\n') cell += text[at++];
      cells.push(cell);
      at += text.startsWith('\r\n', at) ? 2 : 1;
    }
    return cells;
  }
  const isFormula = (cell: string) => /^[\s\p{C}"]*[=+\-@＝＋－＠﹦﹢﹣﹫]/u.test(cell);

  it.each([',', ';', '\t'])('begins no cell with a formula where cells are parted by %j: 400', (separator) => {
    check(fc.tuple(hostile, hostile), 400, ([query, key]) => {
      const text = toCsv([
        ['query', 'key', 'weight'],
        [query, key, -0.5],
      ]);
      const foreign = cellsOf(text, separator).filter((cell) => !/^-0\.5$/.test(cell));
      expect(foreign.filter(isFormula)).toEqual([]);
    });
  });

  it('keeps numbers and texts', () => {
    expect(toCsv([['a', -0.5, 'b = c', '-x', '＝1', 'a;=1', ' @a', '5']])).toBe(
      `a,-0.5,b = c,'-x,'＝1,"a;'=1"," '@a",5\r\n`,
    );
  });
});

describe('commands with foreign texts', () => {
  const calls = hostile.map((text) => ({ method: 'generate', params: { model: 'gpt2-mini', text } }));
  const parsed = (text: string) => JSON.parse(text) as unknown;
  const END = ' | npm run --silent engine -- batch -';

  it('are one argument to a POSIX shell, and nothing else runs: 400', () => {
    const given = fc.sample(calls, { numRuns: 400, seed: 20_261_130 });
    const START = 'npm run --silent engine -- generate ';
    const lines = given.map((call) => {
      const command = consoleCommand([call], 'posix');
      expect(command.startsWith(START)).toBe(true);
      return `printf '%s\\0' ${command.slice(START.length)}`;
    });
    const read = execFileSync('bash', ['-s'], { input: `${lines.join('\n')}\n`, encoding: 'utf8' }).split('\0');
    expect(read.slice(0, -1).map(parsed)).toEqual(given.map(({ params }) => params));
  });

  it('are one string to PowerShell, which reads typographic quotes: 300', () => {
    check(calls, 300, (call) => {
      const command = consoleCommand([call], 'powershell');
      const [whole, text] = /^['‘’‚‛]((?:[^'‘’‚‛]|['‘’‚‛]{2})*)['‘’‚‛]/.exec(command) ?? [];
      expect(command.slice(whole?.length)).toBe(END);
      expect(text).toMatch(/^[ -~]*$/);
      expect(parsed(text!)).toEqual(parsed(JSON.stringify(call)));
    });
  });

  it('hold nothing that cmd acts on: 300', () => {
    check(calls, 300, (call) => {
      const command = consoleCommand([call], 'cmd');
      expect(command.startsWith('echo {') && command.endsWith(`|${END.slice(2)}`)).toBe(true);
      const text = command.slice('echo '.length, -END.length + 1);
      expect(text).toMatch(/^[^&|<>^%!()'`$;=~\r\n]*$/);
      expect(text.split('"').length % 2).toBe(1);
      expect(parsed(text)).toEqual(parsed(JSON.stringify(call)));
    });
  });

  it.each([
    ['/bin/zsh', 'posix'],
    ['/usr/bin/fish', 'posix'],
    ['C:\\Program Files\\Git\\bin\\bash.exe', 'posix'],
    ['', 'posix'],
    ['C:\\WINDOWS\\System32\\WindowsPowerShell\\v1.0\\powershell.exe', 'powershell'],
    ['/opt/microsoft/powershell/7/pwsh', 'powershell'],
    ['pwsh-preview', 'powershell'],
    ['C:\\WINDOWS\\system32\\cmd.exe', 'cmd'],
  ])('are written for the shell %j', (program, shell) => {
    expect(shellOf(program)).toBe(shell);
  });

  it('ask one engine several questions', () => {
    const two = ['a', 'b'].map((text) => ({ method: 'tokens', params: { text } }));
    const [a, b] = two.map((call) => JSON.stringify(call));
    expect(consoleCommand(two, 'powershell')).toBe(`'${a}', '${b}'${END}`);
    expect(consoleCommand(two, 'cmd')).toBe(`(echo ${a}& echo ${b})|${END.slice(2)}`);
  });
});
