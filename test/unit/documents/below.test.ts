/* Where a text of its own goes below a stretch of a document: it is read as one there, and all else stays what it is. */
import { describe, expect, it } from 'vitest';
import { placeBelow } from '../../../src/documents/below/index.js';
import { quotePrefix } from '../../../src/documents/below/place.js';
import { parseDocument } from '../../../src/documents/index.js';
import type { DocumentFormat } from '../../../src/protocol/engine/index.js';

const SUM = 'It was read.';

/** The document with a text below what stands between « and »; null where it has no place. */
function below(marked: string, format: DocumentFormat, written = SUM): string | null {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  const text = marked.replace(/[«»]/g, '');
  const place = placeBelow(text, { start, end }, written, format);
  if (place === null) return null;
  return text.slice(0, place.at) + place.before + place.text + place.after + text.slice(place.at);
}

describe('in Markdown', () => {
  it.each([
    ['a paragraph', '«One two.\nThree.»\n\nFour.\n', 'One two.\nThree.\n\nIt was read.\n\nFour.\n'],
    ['a sentence of a paragraph', 'A. «One two.» B.\nThree.\n', 'A. One two. B.\nThree.\n\nIt was read.\n'],
    ['the last line', '«One.»', 'One.\n\nIt was read.'],
    ['a heading', '# «One»\nTwo.', '# One\n\nIt was read.\n\nTwo.'],
    ['a cell', '| a |\n|---|\n| «c» |\n| e |\n# x', '| a |\n|---|\n| c |\n| e |\n\nIt was read.\n\n# x'],
    ['a list', '«- one\n- two»\n\nThree.', '- one\n- two\n\nIt was read.\n\nThree.'],
    ['an item', '- «one»\n- two\n', '- one\n\n  It was read.\n\n- two\n'],
    ['a numbered item', '10. «one»', '10. one\n\n    It was read.'],
    ['a task', '- [ ] «one»\n', '- [ ] one\n\n  It was read.\n'],
    ['a nested item', '- one\n  - «two»\n- three', '- one\n  - two\n\n    It was read.\n\n- three'],
    ['items', '- «one\n- two»\n- three', '- one\n- two\n- three\n\nIt was read.'],
    ['a quotation', '> «one\n> two»\n\nx', '> one\n> two\n>\n> It was read.\n\nx'],
    ['all of a quotation', '«> one»\nlazy\n\nx', '> one\nlazy\n\nIt was read.\n\nx'],
    ['a list in a quotation', '> - «one»\n', '> - one\n>\n>   It was read.\n'],
    ['all of a footnote', 'a[^1]\n\n«[^1]: One.»\n\nx', 'a[^1]\n\n[^1]: One.\n\nIt was read.\n\nx'],
    ['a footnote', 'a[^1]\n\n[^1]: «One.»\n', 'a[^1]\n\n[^1]: One.\n\n    It was read.\n'],
    ['a fence', '```\n«one»\ntwo\n```\nx', '```\none\ntwo\n```\n\nIt was read.\n\nx'],
    ['front matter', '---\ntitle: «One»\n---\n\nx', '---\ntitle: One\n---\n\nIt was read.\n\nx'],
    ['lines of Windows', '«One.»\r\nTwo.\r\n\r\nx', 'One.\r\nTwo.\n\nIt was read.\r\n\r\nx'],
    ['two blocks', '# «One\n\nTwo.»\n\n- x', '# One\n\nTwo.\n\nIt was read.\n\n- x'],
    ['HTML', '<div>\n«One»\n</div>\nx\n', '<div>\nOne\n</div>\nx\n\nIt was read.\n'],
    ['a byte-order mark', '\uFEFF«One.»\nTwo.\n\nx', '\uFEFFOne.\nTwo.\n\nIt was read.\n\nx'],
  ])('goes below %s', (_, marked, expected) => {
    const found = below(marked, 'markdown');
    expect(found).toBe(expected);
    const { units } = parseDocument(found!, 'markdown');
    expect(units.map(({ start, end }) => found!.slice(start, end))).toContain(SUM);
  });

  it('puts rows below their row', () => {
    const table = '| a | b |\n|---|---|\n«| c | d |»\n| e | f |\n';
    expect(below(table, 'markdown', '| x | y |')).toBe('| a | b |\n|---|---|\n| c | d |\n| x | y |\n| e | f |\n');
    const whole = '«| a |\n|---|\n| c |»\nx';
    expect(below(whole, 'markdown', '| x |\n|---|\n| y |')).toContain('\n\n| x |\n|---|\n| y |');
  });

  it('keeps the signs that a translation has', () => {
    expect(below('> «one\n> two»\n', 'markdown', 'eins\n> zwei')).toBe('> one\n> two\n>\n> eins\n> zwei\n');
    expect(below('- «one\n  two»\n', 'markdown', 'eins\n  zwei')).toBe('- one\n  two\n\n  eins\n  zwei\n');
  });

  it('finds its place in a long document', () => {
    const long = `${'A line of text.\n\n'.repeat(40_000)}«One.»\nTwo.\n\n${'More.\n\n'.repeat(20_000)}`;
    const found = below(long, 'markdown')!;
    expect(found).toContain('\n\nOne.\nTwo.\n\nIt was read.\n\nMore.');
  });
});

describe('in a program', () => {
  it.each<[string, DocumentFormat, string, string]>([
    ['a line', 'program:typescript', '  // «One two.»\n  f();', '  // One two.\n  // It was read.\n  f();'],
    ['lines', 'program:python', '# «One.\n# Two.»\n#\n# x\n', '# One.\n# Two.\n#\n# It was read.\n#\n# x\n'],
    ['a remark', 'program:python', 'x = 1  # «One.»\ny = 2', 'x = 1  # One.\n# It was read.\ny = 2'],
    ['a sign of documentation', 'program:rust', '/// «One.»\nfn f() {}', '/// One.\n/// It was read.\nfn f() {}'],
    ['JSDoc', 'program:typescript', '  /**\n   * «One.»\n   */', '  /**\n   * One.\n   *\n   * It was read.\n   */'],
    ['JSDoc’s part', 'program:java', '/**\n * «One.»\n * x\n */', '/**\n * One.\n *\n * It was read.\n *\n * x\n */'],
    ['a short comment', 'program:css', '/* «One.» */ a {}', '/* One.\n\n   It was read. */ a {}'],
    [
      'a docstring',
      'program:python',
      'def f():\n    """«One.»"""\n    a()',
      'def f():\n    """One.\n\n    It was read."""\n    a()',
    ],
    [
      'a long docstring',
      'program:python',
      'def f():\n    """«One.»\n\n    x\n    """',
      'def f():\n    """One.\n\n    It was read.\n\n    x\n    """',
    ],
    ['SQL', 'program:sql', '-- «One.»\nselect 1', '-- One.\n-- It was read.\nselect 1'],
    ['XML', 'program:xml', '<!-- «One.» --><a/>', '<!-- One.\n\n   It was read. --><a/>'],
  ])('goes below %s', (_, format, marked, expected) => {
    expect(below(marked, format)).toBe(expected);
  });

  it.each<[string, DocumentFormat, string, string]>([
    ['code', 'program:python', '«x = 1»\n', SUM],
    ['a string', 'program:python', 'x = "«One two.»"\n', SUM],
    ['a long string', 'program:python', 'x = """«One two.»"""\n', SUM],
    ['a template', 'program:typescript', 'const x = `«One»`;\n', SUM],
    ['code with comments', 'program:typescript', '«// One.\nf();»\n', SUM],
    ['a comment that it would end', 'program:css', '/* «One.» */', 'It */ ends.'],
    ['a docstring that it would end', 'program:python', '"""«One.»"""', 'It was "read"'],
    ['a docstring whose end it would take', 'program:python', '"""«One.»"""', 'It was read\\'],
    ['XML that it would end', 'program:xml', '<!-- «One.» -->', 'It -- ends.'],
  ])('has no place below %s', (_, format, marked, written) => {
    expect(below(marked, format, written)).toBeNull();
  });

  it('puts translated code below, whose code is the same', () => {
    const code = 'a();\n«// One.\nf();»\nb();';
    expect(below(code, 'program:typescript', '// Eins.\nf();')).toBe('a();\n// One.\nf();\n// Eins.\nf();\nb();');
    expect(below('// «One.\n// Two.»\n', 'program:go', 'Eins.\n// Zwei.')).toBe(
      '// One.\n// Two.\n//\n// Eins.\n// Zwei.\n',
    );
  });
});

describe('in HTML', () => {
  it.each([
    ['a paragraph', '  <p>«One two.»</p>\n</body>', '  <p>One two.</p>\n  <p>It was read.</p>\n</body>'],
    ['a part of one', '<p>A. «One <b>two</b>.» B.</p>', '<p>A. One <b>two</b>. B.</p>\n<p>It was read.</p>'],
    [
      'the whole page',
      '«<html><body>\n<h1>A</h1>\n<p>One.</p>\n</body></html>»',
      '<html><body>\n<h1>A</h1>\n<p>One.</p>\n<p>It was read.</p>\n</body></html>',
    ],
    ['a heading', '<h1>«One»</h1><p>x</p>', '<h1>One</h1>\n<p>It was read.</p><p>x</p>'],
    ['an item', '<ul><li>«One»</li></ul>', '<ul><li>One\n<p>It was read.</p></li></ul>'],
    ['a cell', '<td>«One»</td>', '<td>One\n<p>It was read.</p></td>'],
    ['an open paragraph', '<p>«One»\n<p>Two', '<p>One\n<p>It was read.</p>\n<p>Two'],
    ['bare words', '«One two.»\n', 'One two.\n<p>It was read.</p>\n'],
  ])('goes below %s', (_, marked, expected) => {
    expect(below(marked, 'html')).toBe(expected);
  });

  it.each([
    ['a title', '<title>«One»</title>'],
    ['a script', '<script>«x = 1»</script>'],
    ['an attribute', '<p><img alt="«One two»"></p>'],
    ['a button', '<button>«One two»</button>'],
    ['what is kept', '<pre>«One two»</pre>'],
  ])('has no place below %s', (_, marked) => {
    expect(below(marked, 'html')).toBeNull();
  });

  it('writes signs so that they are read', () => {
    expect(below('<p>«One.»</p>', 'html', 'a < b & c')).toBe('<p>One.</p>\n<p>a &lt; b &amp; c</p>');
  });

  it('puts translated elements below, and translated words into an element', () => {
    expect(below('<ul>\n  «<li>One</li>»\n</ul>', 'html', '<li>Eins</li>')).toBe(
      '<ul>\n  <li>One</li>\n  <li>Eins</li>\n</ul>',
    );
    expect(below('<p>«One <b>two</b>»</p>', 'html', 'Eins <b>zwei</b>')).toBe(
      '<p>One <b>two</b></p>\n<p>Eins <b>zwei</b></p>',
    );
    expect(below('«<html><body><p>One</p></body></html>»', 'html', '<html><body><p>Eins</p></body></html>')).toBeNull();
  });
});

describe('in other texts', () => {
  it.each<[string, DocumentFormat, string, string | null]>([
    ['a paragraph', 'plain', '«One.\nTwo.»\n\nx', 'One.\nTwo.\n\nIt was read.\n\nx'],
    ['a line among lines', 'plain', '«One.»\nTwo.', 'One.\nIt was read.\nTwo.'],
    ['an item', 'plain', '- «One.»\n- Two.', '- One.\n  It was read.\n- Two.'],
    ['a cue', 'subtitles', '1\n00:01 --> 00:02\n«One.»\n\n2', '1\n00:01 --> 00:02\nOne.\nIt was read.\n\n2'],
    ['a paragraph of LaTeX', 'latex', '«One.»\n\nx', 'One.\n\nIt was read.\n\nx'],
    ['an argument that goes on', 'latex', 'A\\footnote{«One.»\nTwo.}\n', null],
    ['a row', 'latex', 'a & «One.» \\\\\n', null],
    ['a value', 'json', '{"a": "«One.»"}', null],
    ['a message', 'po', 'msgid "«One.»"\nmsgstr ""', null],
    ['a property', 'properties', 'a = «One.»\n', null],
  ])('goes below %s, or has no place', (_, format, marked, expected) => {
    expect(below(marked, format)).toBe(expected);
  });
});

describe('quotePrefix', () => {
  it.each([
    ['nothing', '', ''],
    ['an indented line', '    ', '    '],
    ['a list item', '- ', '  '],
    ['a numbered item', '  10. ', '      '],
    ['a task', '- [ ] ', '      '],
    ['a quotation', '> ', '> '],
    ['a nested quotation', '> > ', '> > '],
    ['a list in a quotation', '> - ', '>   '],
    ['a quotation in a list', '- > ', '  > '],
    ['a task in a quoted list', '> 1. - [x] ', '>          '],
    ['a sentence in a quotation', '> The first. ', '> '],
    ['a sentence in a list item', '- The first. ', '  '],
    ['a quoted heading', '> ## ', '> '],
    ['a heading', '# ', ''],
    ['the middle of a line', '  The word ', '  '],
  ])('goes on below %s', (_, before, expected) => {
    expect(quotePrefix(before)).toBe(expected);
  });
});
