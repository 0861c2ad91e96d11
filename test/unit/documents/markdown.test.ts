import { describe, expect, test } from 'vitest';
import { isSameStructure, parseDocument } from '../../../src/documents/index.js';
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
    ['tags', 'Press <b>save</b> now<br>or <kbd>q</kbd>.', ['Press ⟨save⟩ now', 'or ⟦<kbd>q</kbd>⟧.']],
    ['lines that end with a tag', 'The house.<br>The dog.<br/><BR />A cat', ['The house.', 'The dog.', 'A cat']],
    [
      'cells of several lines',
      '| A dog<br>barks | x |\n|---|---|\n| One<br><br>two | 3 |',
      ['A dog', 'barks', 'x', 'One', 'two', '3'],
    ],
    ['lines that end with a tag within signs', '**A dog.<br>A cat** is here.', ['⟨A dog.\nA cat⟩ is here.']],
    ['lines that end with two spaces', 'One house  \nand two dogs  \n> here', ['One house', 'and two dogs', 'here']],
    ['lines that end with a backslash', '> One house\\\n> and two dogs', ['One house', 'and two dogs']],
    [
      'what is not to be translated',
      'My <span translate="no">Big Apple</span> is here.',
      ['My ⟦<span translate="no">Big Apple</span>⟧ is here.'],
    ],
    ['tags of translators', 'Click <0>here</0> now.', ['Click ⟨here⟩ now.']],
    ['a line that was wrapped in a quotation', '> It is here\n> and there.', ['It is here and there.']],
    ['an alert', '> [!NOTE]\n> The dog is here.', ['The dog is here.']],
    ['lists and tasks', '- plums\n- [ ] red apples\n\n1. one house', ['plums', 'red apples', 'one house']],
    [
      'tasks that do not begin their line',
      'To do: - [ ] buy milk - [x] call Anna\n\n1. one [ ] two',
      ['To do:', 'buy milk', 'call Anna', 'one ⟦[ ]⟧ two'],
    ],
    ['marks that Markdown does not know', '– plums\n– pears\n\n✓ done\n\n• one', ['plums', 'pears', 'done', 'one']],
    ['a table', '| A dog | `x` |\n|---|---|\n| two | 3 |', ['A dog', '⟦`x`⟧', 'two', '3']],
    ['a line of cells', 'Name | Age', ['Name', 'Age']],
    ['formats are no mathematics', '- %1$s has %2$d of %3$s.', ['⟦%1$s⟧ has ⟦%2$d⟧ of ⟦%3$s⟧.']],
    ['variables are none', 'Use $HOME and **$A/$B** or $name.', ['Use ⟦$HOME⟧ and **⟦$A⟧/⟦$B⟧** or ⟦$name⟧.']],
    ['what counts is some', 'The $n$th of $a$-free ones.', ['The ⟦$n$⟧th of ⟦$a$⟧-free ones.']],
    ['money is no mathematics', 'From $5 to $10 and $x = 2$.', ['From $5 to $10 and ⟦$x = 2$⟧.']],
    ['a mark of a person who speaks', '[Anna]: I am here.', ['⟦[Anna]⟧: I am here.']],
    ['parameters', 'Open :param and :name: now: here.', ['Open ⟦:param⟧ and ⟦:name:⟧ now: here.']],
    ['a call, and a degree', 'Call foo() at 20 °C.', ['Call ⟦foo()⟧ at 20 °C.']],
    ['a remark in brackets', 'The dog (and the cat) came.', ['The dog ⟦(and the cat)⟧ came.']],
    ['brackets around all of it', '(The dog is **here**.)\n\n**[The cat]**', ['The dog is ⟨here⟩.', 'The cat']],
    ['a highlight', 'The ==old **house**== is ==here==, if a == b.', ['The ⟨old ⟨house⟩⟩ is ⟨here⟩, if a == b.']],
    ['a highlight across other signs', '**The ==old** house== is here.', ['⟨The ==old⟩ house== is here.']],
    ['notes that are shown, and links to them', '![[dog.png]] See [[the dog]].', ['⟦![[dog.png]]⟧ See ⟦[[the dog]]⟧.']],
    [
      'links by a label that is elsewhere',
      'Read [the book][undefined] and [the *list*][Vec::new] or [`Vec`][std::vec].',
      ['Read ⟨the book⟩ and ⟨the ⟨list⟩⟩ or ⟦[`Vec`][std::vec]⟧.'],
    ],
    [
      'formulas',
      'It is H~2~O, x^2^, CO<sub>2</sub> or x<sup>2</sup>.',
      ['It is ⟦H~2~O⟧, ⟦x^2^⟧, ⟦CO<sub>2</sub>⟧ or ⟦x<sup>2</sup>⟧.'],
    ],
    ['what is struck out', 'The ~~old~~ ~red~ house.', ['The ⟨old⟩ ⟨red⟩ house.']],
    [
      'a number of a note',
      'It is here.<sup>1</sup>The cat<sup>[2]</sup> is.',
      ['It is here.⟦<sup>1</sup>⟧The cat⟦<sup>[2]</sup>⟧ is.'],
    ],
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
    ['front matter', '---\nlayout: a page\n---\n\nThe dog.', ['The dog.']],
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

test('signs of which a paragraph has thousands are none, and those elsewhere are', () => {
  const text = `- *A dog*\n- ${'*a '.repeat(6000)}\n- *A cat*\n\n${'| **a** b |\n'.repeat(3000)}`;
  expect(readings(text)[0]).toBe('⟨A dog⟩');
  const rows = `| a b |\n|---|\n${'| **a** b |\n'.repeat(3000)}`;
  expect(readings(rows).at(-1)).toBe('⟨a⟩ b');
  expect(readings('- [ ] *A dog*\n'.repeat(6000)).at(-1)).toBe('⟨A dog⟩');
});

describe('what a comment says is not to be translated', () => {
  test.each([
    ['the next block', 'The dog.\n\n<!-- i18n:ignore -->\n\n## The cat\n\nThe horse.', ['The dog.', 'The horse.']],
    ['a block right below', '<!-- i18n:ignore -->\nThe cat.\n\nThe horse.', ['The horse.']],
    ['a whole list', '<!-- i18n-ignore-next -->\n\n- The cat.\n- The mouse.\n\nThe horse.', ['The horse.']],
    [
      'all up to another comment',
      '<!-- i18n:ignore-start -->\n\nThe cat.\n\n- The mouse.\n\n<!-- i18n:ignore-end -->\n\nThe horse.',
      ['The horse.'],
    ],
    ['all where no other comes', 'The dog.\n\n<!-- translate:off -->\n\nThe cat.\n\nThe horse.', ['The dog.']],
    [
      'between two comments in a line',
      'My <!-- i18n:ignore-start -->Big *red* Apple<!-- i18n:ignore-end --> is here.',
      ['My ⟦<!-- i18n:ignore-start -->Big *red* Apple<!-- i18n:ignore-end -->⟧ is here.'],
    ],
    [
      'the element behind it in a line',
      'My <!-- notranslate --> <b>Big Apple</b> is here.',
      ['My ⟦<!-- notranslate --> <b>Big Apple</b>⟧ is here.'],
    ],
    ['within a quotation', '> <!-- i18n:ignore -->\n> The cat.\n>\n> The horse.', ['The horse.']],
    [
      'nothing else',
      '<!-- ignore me -->\n\nThe cat.\n\n<!-- i18n is good -->\n\nThe horse.',
      ['The cat.', 'The horse.'],
    ],
  ])('%s', (_, text, expected) => expect(readings(text)).toEqual(expected));
});

describe('front matter', () => {
  const lines = (text: string) => readings(`---\n${text}\n---\n\nThe end.`).slice(0, -1);

  test.each([
    [
      'a title and a description',
      'title: A red dog\ndescription: It barks all day.',
      ['A red dog', 'It barks all day.'],
    ],
    [
      'keys, names, dates and lists stay',
      'layout: Some page\nauthor: Anna Smith\ndate: 2024-01-02\ntags: [big dog, cat]',
      [],
    ],
    ['quoted values', `title: "A \\"red\\" dog"\nsummary: 'It''s here.'`, ['A "red" dog', "It's here."]],
    ['a folded block', 'description: >\n  It barks\n  all day.\n\n  And more.', ['It barks all day.', 'And more.']],
    ['a literal block', 'abstract: |-\n  It barks.\n  It sleeps.', ['It barks.', 'It sleeps.']],
    ['a value over lines', 'title: A dog\n  that barks', ['A dog that barks']],
    [
      'compound and inner keys',
      'seo:\n  ogTitle: A red dog\n  meta_description: It barks now.',
      ['A red dog', 'It barks now.'],
    ],
    ['lists of maps', 'hero:\n  - title: A red dog\n    link: /some/page', ['A red dog']],
    ['a comment', 'title: A red dog # not this one', ['A red dog']],
    ['Windows line ends', 'title: A red dog\r\ndescription: It barks.\r', ['A red dog', 'It barks.']],
    ['what is no YAML', 'title: A red: dog: [\n  x', []],
    ['a number or a word for a machine', 'title: 42\ndescription: index', []],
  ])('%s', (_, text, expected) => expect(lines(text)).toEqual(expected));

  test('is no longer the same where a value became another thing', () => {
    const skeleton = (title: string) => parseDocument(`---\ntitle: ${title}\n---\n\nThe end.`, 'markdown').skeleton;
    expect(isSameStructure(skeleton('A red dog'), skeleton('Ein roter Hund'))).toBe(true);
    for (const broken of ['Hund: rot', '[Hund]', '"Hund', '*Hund', '42'])
      expect(isSameStructure(skeleton('A red dog'), skeleton(broken))).toBe(false);
  });

  test('a plain value is written so that it stays one', () => {
    const text = '---\ntitle: A red dog\n---\n';
    const [unit] = parseDocument(text, 'markdown').units;
    expect(unit!.write('Hund : rot #1', 'A red dog')).toBe('Hund – rot 1');
  });
});
