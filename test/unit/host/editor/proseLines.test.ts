import { describe, expect, it } from 'vitest';
import type { DocumentFormat } from '../../../../src/protocol/engine/index.js';
import { proseLines } from '../../../../src/host/editor/proseLines.js';

const linesOf = async (text: string, format: DocumentFormat = 'markdown', within = { start: 0, end: text.length }) => {
  const lines = await proseLines(text, format, within);
  return lines.map(({ text: line }) => line);
};

describe('lines of Markdown', () => {
  it.each([
    ['front matter', '---\ntitle: A day\ntags: [a, b]\n---\n\nIt rained.', ['It rained.']],
    ['front matter in TOML', '+++\ntitle = "A day"\n+++\nIt rained.', ['It rained.']],
    ['a rule', 'It rained.\n\n---\n\nIt shone.', ['It rained.', 'It shone.']],
    ['a fence and its code', 'It rained.\n\n```js\nconst x = 1;\n```\n\nIt shone.', ['It rained.', 'It shone.']],
    ['the delimiters of a table', '| who | what |\n| --- | :-: |\n| Anna | sings |', ['who, what', 'Anna, sings']],
    ['a table without pipes at its sides', 'a | b\n--- | ---\nc | d', ['a, b', 'c, d']],
    ['signs of a list', '- good film\n  1. [x] bad one\n* [ ] open', ['good film', 'bad one', 'open']],
    ['signs of a heading', '## A *new* day ##\n\nA day\n=====', ['A new day', 'A day']],
    ['signs of a quotation', '> It **rained**.\n> It shone.', ['It rained.', 'It shone.']],
    ['addresses of links', 'See [the river](https://a.example).', ['See the river.']],
    ['definitions', '[a]: https://a.example\n\nIt rained.', ['It rained.']],
    ['what is only a sign', '***\n\n- \n\n—', []],
    ['CRLF', '- one\r\n- two\r\n', ['one', 'two']],
  ])('have no %s', async (_, text, lines) => expect(await linesOf(text)).toEqual(lines));

  it('are those of the text, where a paragraph goes over several', async () => {
    expect(await linesOf('It rained\nall *day\nlong*.')).toEqual(['It rained', 'all day', 'long.']);
  });

  it('have their places, and are those of the selection only', async () => {
    const text = '# Head\n\n- It **rained**.\n- It shone.\n';
    const lines = await proseLines(text, 'markdown', { start: 0, end: text.length });
    expect(lines.map(({ start, end }) => text.slice(start, end))).toEqual(['Head', 'It **rained**.', 'It shone.']);
    const start = text.indexOf('- It shone');
    expect(await linesOf(text, 'markdown', { start, end: text.length })).toEqual(['It shone.']);
  });
});

it('lines of HTML and LaTeX have no tags and commands', async () => {
  expect(await linesOf('<ul>\n<li>It <b>rained</b>.</li>\n<li>It shone.</li>\n</ul>', 'html')).toEqual([
    'It rained.',
    'It shone.',
  ]);
  expect(await linesOf('\\section{Rain}\nIt \\emph{rained}.\n', 'latex')).toEqual(['Rain', 'It rained.']);
});
