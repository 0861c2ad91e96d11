import { afterAll, describe, expect, test } from 'vitest';
import type { TranslateValue } from '../../../src/protocol/engine/index.js';
import { localEngine } from '../engineOf.js';
import { faultOf, TRUST_LINES } from './trustLines.js';

const engine = localEngine();
afterAll(() => engine.dispose());

const OTHERS = ['German', 'French', 'Spanish', 'Romanian'];

/** Every fourth line, other ones into each language; the benchmark of translation takes all. */
const cases = TRUST_LINES.flatMap((line, index) => {
  const to = line.from === 'English' ? OTHERS[Math.floor(index / 4) % 4]! : 'English';
  return index % 4 === 0 || line.from !== 'English' ? [{ ...line, to }] : [];
});

describe('a translation keeps structure and figures', () => {
  test.each(cases)('$from to $to: $text', async (line) => {
    const { text, segments } = await engine.call(
      'translate',
      line.from === 'English' ? { text: line.text, to: line.to } : { text: line.text, from: line.from, to: line.to },
    );
    expect(faultOf(line, text)).toBeNull();
    expect(segments.some(({ kept }) => kept)).toBe(false);
  });
});

describe('what is said comes back as the other language writes it', () => {
  test.each([
    ['The train leaves at 11:45 PM.', 'English', 'German', /23[:.]45/],
    ['It starts at 8:30 pm.', 'English', 'French', / 20:30\.$/],
    ['It starts at 8:30 p.m.', 'English', 'Spanish', / 20:30\.$/],
    ['The film begins at 12:30 am.', 'English', 'Romanian', / 0:30\.$/],
    ['Empieza a las 8:30 p. m.', 'Spanish', 'English', / 20:30\.$/],
    ['13 May 2021', 'English', 'French', /^13 mai 2021$/],
    ['**Note:** The house is old.', 'English', 'German', /^\*\*Hinweis:\*\* Das Haus/],
    ['"I am here," said the boy.', 'English', 'Spanish', /^«[^«»"]+» [^«»"]+$/],
    ['"Are you coming?" asked the woman.', 'English', 'Romanian', /^„[^„”"]+” [^„”"]+$/],
    ['‘The dog is here,’ he said.', 'English', 'German', /^‚[^‚‘]+‘,? [^‚‘]+$/],
    ['The box weighs 1.234 kg.', 'English', 'French', / 1,234 kg\.$/],
    ['Die Kiste wiegt 1,234 kg.', 'German', 'English', / 1\.234 kg\.$/],
    ['Die Kiste wiegt 1.234 kg.', 'German', 'English', / 1,234 kg\.$/],
    ['La maison coûte 1 234,50 €.', 'French', 'English', / (?:€1,234\.50|1,234\.50 €)\.$/],
    ['« Où est-il ? »', 'French', 'English', /^“[^“”"]+”$/],
    ['ROOM 12 IS FREE.', 'English', 'German', /^[\p{Lu} ]+ 12 [\p{Lu} ]+\.$/u],
    ['CALL ANNA AT 555-1234 TODAY.', 'English', 'Spanish', /^[\p{Lu} ]+555-1234[\p{Lu} ]*\.$/u],
    ['THE FILE {name} IS NOT HERE.', 'English', 'German', /^[\p{Lu} ]+ \{name\} [\p{Lu} ]+\.$/u],
    ['IT COSTS 20 EUROS.', 'English', 'Romanian', /^[\p{Lu} ]+ 20 (?:DE )?[\p{Lu}]+\.$/u],
    [
      '- %1$s has sent %2$d files to %3$s.',
      'English',
      'German',
      /^- [^%$]*%\d\$[sd][^%$]+%\d\$[sd][^%$]+%\d\$[sd][^%$]*$/,
    ],
    ['Use $HOME and $PATH in the file.', 'English', 'French', /\$HOME [^$]+ \$PATH [^$]+$/],
  ])('%s (%s to %s)', async (text, from, to, expected) => {
    expect((await engine.call('translate', { text, from, to })).text).toMatch(expected);
  });
});

test('a sentence in a script that the model cannot read stays, and that is told', async () => {
  const text = 'Привет, как дела?\n\nThe dog is here.\n\n我喜欢喝茶。\n\n東京';
  const { text: made, segments } = await engine.call('translate', { text, from: 'English', to: 'German' });
  expect(made).toMatch(/^Привет, как дела\?\n\nDer Hund .*\n\n我喜欢喝茶。\n\n東京$/);
  const told = segments.map(({ doubts = [], kept = false }) => [kept, ...doubts]);
  expect([told[0], told[2]]).toEqual([
    [true, 'language'],
    [true, 'language'],
  ]);
  // A short name is the same everywhere.
  expect(told[3]).toEqual([false]);
});

describe('what is not prose comes back byte for byte', () => {
  test.each([
    ['a fence', '```sh\nnpm install\n```\n\nThe dog is here.', '```sh\nnpm install\n```\n\n'],
    ['front matter', '---\nlayout: A red boat\n---\n\nThe dog is here.', '---\nlayout: A red boat\n---\n\n'],
    [
      'what a comment keeps',
      '<!-- i18n:ignore -->\n## A red boat\n\nThe dog is here.',
      '<!-- i18n:ignore -->\n## A red boat\n\n',
    ],
    ['a comment', '<!--\nDo not show this.\n-->\nThe dog is here.', '<!--\nDo not show this.\n-->\n'],
    ['mathematics', '$$\nx = a + b\n$$\n\nThe dog is here.', '$$\nx = a + b\n$$\n\n'],
    [
      'a definition',
      '[1]: https://example.com "A title"\n\nThe dog is here.',
      '[1]: https://example.com "A title"\n\n',
    ],
    ['Windows line ends', '- `a`\r\n- `b`\r\n\r\nThe dog is here.', '- `a`\r\n- `b`\r\n\r\n'],
  ])('%s', async (_, text, kept) => {
    const translated = await engine.call('translate', { text, to: 'German' });
    expect(translated.text.startsWith(kept)).toBe(true);
    expect(translated.text.slice(kept.length)).toMatch(/Hund/);
  });

  test('a catalogue’s empty places are filled', async () => {
    const text = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n\nmsgid "The dog is here. I see it."\nmsgstr ""\n';
    const { text: whole, segments } = await engine.call('translate', { text, to: 'German', format: 'po' });
    expect(segments).toHaveLength(1);
    expect(whole).toMatch(
      /^msgid ""\nmsgstr ""\n"Language: de\\n"\n\nmsgid "The dog is here\. I see it\."\nmsgstr "Der Hund .+\."\n$/,
    );
    // Selected by its place alone.
    const place = await engine.call('translate', {
      ...{ text: 'msgstr ""', to: 'German', format: 'po' },
      around: { before: text.slice(0, -10), after: '\n' },
    });
    expect(place.text).toBe(whole.slice(text.length - 10, -1));
  });

  test('what is filled beside them stays, also where it is fuzzy or one form of a plural', async () => {
    const done =
      'msgid "Cancel"\nmsgstr "Abbrechen"\n\n#, fuzzy\nmsgid "The cat"\nmsgstr "The cat"\n\n' +
      'msgid "A cat"\nmsgid_plural "Cats"\nmsgstr[0] "Eine Katze"\n';
    const text = `${done}msgstr[1] ""\n\nmsgid "The dog is here."\nmsgstr ""\n`;
    const { text: whole, segments } = await engine.call('translate', { text, to: 'German', format: 'po' });
    expect(segments).toHaveLength(2);
    expect(whole.slice(0, done.length)).toBe(done);
    expect(whole).toMatch(/msgstr\[1\] ".*Katze.*"\n\nmsgid "The dog is here\."\nmsgstr "Der Hund .*"\n$/);
  });

  test('filled ones are translated where no other is selected', async () => {
    const text = 'msgid "The dog"\nmsgstr "The dog is here."\n';
    const { text: whole } = await engine.call('translate', { text, to: 'German', format: 'po' });
    expect(whole).toMatch(/^msgid "The dog"\nmsgstr "Der Hund .*"\n$/);
  });

  test('a cue has as many lines as before', async () => {
    const times = '1\n00:00:01,000 --> 00:00:02,000\n';
    const text = `${times}I do not know where\r\nmy brother is now.\n\n2\n00:00:03,000 --> 00:00:04,000\nCome here.\n`;
    const { text: whole } = await engine.call('translate', { text, to: 'German', format: 'subtitles' });
    expect(whole).toMatch(/^1\n.* --> .*\nIch weiß nicht, wo [^\n]+\r\n[^\n]+\.\n\n2\n.* --> .*\n[^\n]+\n$/);
  });

  test.each([
    ['It is Figure~\\ref{a}!', 'German', /^Es ist Abbildung~\\ref\{a\}!$/],
    ['Figure~\\ref{a} shows the house.', 'French', /^Figure~\\ref\{a\} .*maison\.$/],
    ['The house is old, see Eq.~(\\ref{b}).', 'Spanish', / ec\.~\(\\ref\{b\}\)\.$/],
    ['The house is at 5\\,m.', 'French', / 5\\,m\.$/],
    ['About 2.5\\,\\% of the houses are old.', 'German', / 2,5\\,\\% /],
    ['3.5 m & The house is at 5 m.', 'German', /^3,5 m & .* 5 m\.$/],
    ['It costs \\$45.50 today.', 'German', /\\\$45,50/],
  ])('references and measures of LaTeX: %s (%s)', async (text, to, expected) => {
    expect((await engine.call('translate', { text, to, format: 'latex' })).text).toMatch(expected);
  });

  test('the sign for a key stands before its word', async () => {
    const call = { text: 'a=Open the &door\nb=&Open the door\n', to: 'German', format: 'properties' as const };
    expect((await engine.call('translate', call)).text).toMatch(/^a=.* &Tür\nb=&Ö.* Tür\n$/);
  });

  test('titles of front matter are translated', async () => {
    const text = '---\ntitle: The house is small.\nlayout: The house\n---\n\nThe dog is here.\n';
    const { text: whole } = await engine.call('translate', { text, to: 'German' });
    expect(whole).toMatch(/^---\ntitle: Das Haus ist klein\.\nlayout: The house\n---\n\n.*Hund.*\n$/);
  });

  test('HTML by its own format', async () => {
    const text =
      '<!DOCTYPE html>\n<p class="a">The <b>dog</b> &amp; the cat.</p>\n<pre>The dog</pre>\n<script>let dog;</script>';
    const translated = await engine.call('translate', { text, to: 'German', format: 'html' });
    expect(translated.text).toMatch(
      /^<!DOCTYPE html>\n<p class="a">.*<b>.*Hund.*<\/b>.*<\/p>\n<pre>The dog<\/pre>\n<script>let dog;<\/script>$/,
    );
  });

  test('attributes of HTML that are read by people, and no others', async () => {
    const text =
      '<p title="The red dog">The <a href="the dog" title="Read the book">dog</a> is here.</p><meta name="description" content="The house is old.">';
    const translated = await engine.call('translate', { text, to: 'German', format: 'html' });
    expect(translated.text).toMatch(
      /^<p title="[^"]*Hund">.*<a href="the dog" title="[^"]*Buch[^"]*">Hund<\/a>.*<\/p><meta name="description" content="[^"]*Haus[^"]*">$/,
    );
  });

  test('a format that there is not is refused with the list', async () => {
    const call = engine.call('translate', { text: 'A dog.', to: 'German', format: 'docx' as 'html' });
    await expect(call).rejects.toThrow(/format must be markdown, plain, html, .*, or program: and/);
    await expect(call).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('signs go where their words went', () => {
  const translated = async (text: string, to: string): Promise<TranslateValue> =>
    engine.call('translate', { text, to });

  test.each([
    ['I **love** you.', 'German', /\*\*liebe\*\*/],
    ['Read [the book](https://example.com/b) today.', 'German', /\[das Buch\]\(https:\/\/example\.com\/b\)/],
    ['The ==old house== is here.', 'German', /==alte Haus==/],
    ['Read [the book][undefined] today.', 'German', /\[das Buch\]\[undefined\]/],
    ['I am here.<sup>1</sup>The cat is small.', 'German', /hier\.<sup>1<\/sup> ?Die Katze/],
    ['x | y\n-|-\nA | the dog', 'German', /^x \| y\n-\|-\nA \| .*Hund$/],
    ['I have two **red** apples.', 'German', /\*\*rote[n]?\*\* Äpfel/],
    ['**The house is old.<br>The dog is small.**', 'German', /^\*\*[^<.]*Haus[^<.]*\.<br>[^<.]*Hund[^<.]*\.\*\*$/],
    ['This is *my brother*.', 'French', /\*mon frère\*/],
  ])('%s', async (text, to, expected) => {
    expect((await translated(text, to)).text).toMatch(expected);
  });

  test('an image’s description is translated', async () => {
    expect((await translated('![A red boat](boat.png)', 'German')).text).toMatch(/^!\[.*Boot.*\]\(boat\.png\)$/);
  });
});

describe('terms of a glossary', () => {
  test('are written as they are given', async () => {
    const glossary = [
      { source: 'dog', target: 'Wauwau' },
      { source: 'Berlin', target: 'Berlin' },
    ];
    const { text } = await engine.call('translate', { text: 'The dog is in Berlin.', to: 'German', glossary });
    expect(text).toContain('Wauwau');
    expect(text).toContain('Berlin');
  });
});

test('a magnitude that was made up behind a figure is doubted', async () => {
  const text = 'Die Stadt hat 12.345 Einwohner.';
  const { segments, text: written } = await engine.call('translate', { text, from: 'German', to: 'English' });
  expect(/billion/i.test(written) && segments.every(({ doubts }) => doubts === undefined)).toBe(false);
});

describe('a term keeps its article', () => {
  test.each([
    ['The house is old.', 'English', 'German', ['house', 'Gebäude'], 'Das Gebäude ist alt.'],
    ['I see the house.', 'English', 'Spanish', ['house', 'edificio'], 'Veo el edificio.'],
    ['La voiture est rouge.', 'French', 'English', ['voiture', 'car'], 'The car is red.'],
  ])('%s (%s to %s)', async (text, from, to, [source, target], expected) => {
    const glossary = [{ source: source!, target: target! }];
    expect((await engine.call('translate', { text, from, to, glossary })).text).toBe(expected);
  });
});

describe('typography', () => {
  test.each([
    ['target', '„', '“'],
    ['source', '“', '”'],
  ])('is that of the %s', async (typography, open, close) => {
    const text = 'He said “good morning”.';
    const { text: written } = await engine.call('translate', {
      text,
      to: 'German',
      typography: typography as 'target',
    });
    expect(written).toMatch(new RegExp(`${open}.+${close}`));
  });

  test('has no other words', async () => {
    const call = engine.call('translate', { text: 'A dog.', to: 'German', typography: 'both' as 'target' });
    await expect(call).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('what is selected in a document is read from the whole of it', () => {
  const selected = async (document: string, part: string, format: 'markdown' | 'program:typescript' = 'markdown') => {
    const at = document.indexOf(part);
    const around = { before: document.slice(0, at), after: document.slice(at + part.length) };
    return engine.call('translate', { text: part, to: 'German', format, around });
  };

  test('rows of a table', async () => {
    const rows = '| The dog | The garden |\n| A cat | The house |';
    const { text, segments } = await selected(`| Who | Where |\n| --- | --- |\n${rows}\n`, rows);
    expect(text).toMatch(/^\| .*Hund \| .*Garten \|\n\| .*Katze \| .*Haus \|$/);
    expect(segments.map(({ start, end }) => rows.slice(start, end))).toEqual([
      'The dog',
      'The garden',
      'A cat',
      'The house',
    ]);
  });

  test('code between fences is none', async () => {
    const { text, segments } = await selected('```js\nlet dog = "The dog";\n```\n', 'let dog = "The dog";');
    expect([text, segments]).toEqual(['let dog = "The dog";', []]);
  });

  test('words of a comment', async () => {
    const { text } = await selected('const a = 1; // The cat is black.\n', 'The cat is black.', 'program:typescript');
    expect(text).toMatch(/Katze/);
  });

  test('words of a sentence', async () => {
    const { text } = await selected('I see **the big dog** in the garden.', 'the big dog');
    expect(text).toMatch(/Hund/);
  });
});
