import { describe, expect, test } from 'vitest';
import { readings } from './readings.js';

describe('prose of Markdown', () => {
  test.each([
    ['a heading with signs', '# Hello **you** #', ['Hello ⟨you⟩']],
    ['a link', 'Read the [user guide](https://example.com/guide "Title") first.', ['Read the ⟨user guide⟩ first.']],
    ['a link by its label', 'See [the book] now.\n\n[the book]: https://example.com', ['See ⟨the book⟩ now.']],
    ['signs within signs', 'A [big **red** dog](x.html).', ['A ⟨big ⟨red⟩ dog⟩.']],
    ['code', 'Use `config.json` and ``a ` b``.', ['Use ⟦`config.json`⟧ and ⟦``a ` b``⟧.']],
    [
      'addresses',
      'See <https://a.b/c_d>, www.example.com/x_y_z and me@example.org.',
      ['See ⟦<https://a.b/c_d>⟧, ⟦www.example.com/x_y_z⟧ and ⟦me@example.org⟧.'],
    ],
    [
      'an image, whose description is prose of its own',
      'A ![red boat](boat.png) here.',
      ['A ⟦![red boat](boat.png)⟧ here.'],
    ],
    ['a picture as a link', '[![CI](a.svg)](b) It works.', ['⟦[![CI](a.svg)](b)⟧ It works.']],
    ['a footnote and its text', 'It is true.[^1]\n\n[^1]: See the book.', ['It is true.⟦[^1]⟧', 'See the book.']],
    [
      'entities and escapes, of which signs stay',
      'Salt &amp; 5 \\* 3 &lt;b&gt; a\\.',
      ['Salt & 5 ⟦\\*⟧ 3 ⟦&lt;⟧b⟦&gt;⟧ a.'],
    ],
    ['tags', 'Press <b>save</b> now<br>or <kbd>q</kbd>.', ['Press ⟨save⟩ now⟦<br>⟧or ⟦<kbd>q</kbd>⟧.']],
    [
      'what is not to be translated',
      'My <span translate="no">Big Apple</span> is here.',
      ['My ⟦<span translate="no">Big Apple</span>⟧ is here.'],
    ],
    ['tags of translators', 'Click <0>here</0> now.', ['Click ⟨here⟩ now.']],
    ['a line that was wrapped in a quotation', '> It is here\n> and there.', ['It is here and there.']],
    ['an alert', '> [!NOTE]\n> The dog is here.', ['The dog is here.']],
    ['lists and tasks', '- plums\n- [ ] red apples\n\n1. one house', ['plums', 'red apples', 'one house']],
    ['marks that Markdown does not know', '– plums\n– pears\n\n✓ done\n\n• one', ['plums', 'pears', 'done', 'one']],
    ['a table', '| A dog | `x` |\n|---|---|\n| two | 3 |', ['A dog', '⟦`x`⟧', 'two', '3']],
    ['a line of cells', 'Name | Age', ['Name', 'Age']],
    ['money is no mathematics', 'From $5 to $10 and $x = 2$.', ['From $5 to $10 and ⟦$x = 2$⟧.']],
    ['a mark of a person who speaks', '[Anna]: I am here.', ['⟦[Anna]⟧: I am here.']],
    ['parameters', 'Open :param and :name: now: here.', ['Open ⟦:param⟧ and ⟦:name:⟧ now: here.']],
    ['a call, and a degree', 'Call foo() at 20 °C.', ['Call ⟦foo()⟧ at 20 °C.']],
    ['a remark in brackets', 'The dog (and the cat) came.', ['The dog ⟦(and the cat)⟧ came.']],
    ['an ending in brackets is part of its word', 'The file(s) came.', ['The file(s) came.']],
  ])('%s', (_, text, expected) => {
    expect(readings(text)).toEqual(expected);
  });

  test.each([
    [
      'a fence that is none',
      '```npm i``` installs it.\n\nThe dog is here.',
      ['⟦```npm i```⟧ installs it.', 'The dog is here.'],
    ],
    ['a fence in a list', '- ```\n  code\n  ```\n- next item', ['next item']],
    ['a fence that ends with its quotation', '> ```\n> code\n\nProse.', ['Prose.']],
    ['a fence with words behind it', '```\na\n``` text\nb\n```\nProse.', ['Prose.']],
    ['front matter', '---\ntitle: A dog\n---\n\nThe dog.', ['The dog.']],
    ['a comment of several lines', '<!--\nDo not show this.\n-->\nThe dog is here.', ['The dog is here.']],
    ['mathematics', '$$\nx = a + b\n$$\n\nThe dog.', ['The dog.']],
    [
      'scripts and preformatted text',
      '<script>\nlet a = "The dog";\n</script>\n\n<pre>\nThe cat\n</pre>\n\nThe dog.',
      ['The dog.'],
    ],
    [
      'a module, templates, containers',
      "import Tabs from './tabs';\n\n{% include head.html %}\n\n:::tip\nThe dog.\n:::\n\n[TOC]",
      ['The dog.'],
    ],
    ['indented code', 'The dog.\n\n    npm install', ['The dog.']],
    ['indented prose', '    He went home, and was happy.', ['He went home, and was happy.']],
    ['a summary', '<details>\n<summary>Click</summary>\n\nThe dog.\n</details>', ['Click', 'The dog.']],
  ])('what is no prose: %s', (_, text, expected) => {
    expect(readings(text)).toEqual(expected);
  });
});
