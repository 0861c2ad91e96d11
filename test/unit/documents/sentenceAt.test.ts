import { describe, expect, it } from 'vitest';
import { sentenceAt, sentenceNear } from '../../../src/documents/sentenceAt.js';
import { findMasks } from '../../../src/text/index.js';
import type { DocumentFormat } from '../../../src/protocol/engine/index.js';

/** The sentence of a document's first mask, as it is read; its units are where the document has them. */
function read(document: string, format: DocumentFormat = 'markdown'): string | null {
  const [mask] = findMasks(document);
  const found = sentenceAt(document, mask!, format);
  if (found === null) return null;
  const { run, inRun } = found;
  for (let at = inRun.start; at < inRun.end; at++) {
    const source = document.slice(run.starts[at], run.ends[at]);
    if (source.length === 1 && source.trim() !== '') expect(run.text[at]).toBe(source);
  }
  return run.text.slice(inRun.start, inRun.end);
}

const CUP = 'She drank a cup of [MASK] today.';

describe('a line of pictures alone', () => {
  const near = (document: string, at: number, format: DocumentFormat) => {
    const found = sentenceNear(document, at, format);
    return found && document.slice(found.span.start, found.span.end);
  };
  it.each<[string, string]>([
    ['😀 😡.', '😀 😡.'],
    ['It rained.\n\n❤️ 👍🏽!\n\nMore.', '❤️ 👍🏽!'],
    ['👩‍👩‍👧', '👩‍👩‍👧'],
  ])('is read as it stands: %j', (document, line) => {
    for (const format of ['plain', 'markdown'] as const)
      expect(near(document, document.indexOf(line), format)).toBe(line);
  });

  it('beside words is left out, and of signs alone the nearest sentence is read', () => {
    expect(near('Hello 😀 😡.', 6, 'markdown')).toBe('Hello 😀 😡.');
    expect(near('😀 Hello.', 0, 'markdown')).toBe('Hello.');
    expect(near('It rained.\n\n***\n', 13, 'markdown')).toBe('It rained.');
    expect(near('*[MASK]*', 3, 'markdown')).toBe('[MASK]');
    expect(near('...', 1, 'plain')).toBeNull();
  });
});

describe('a sentence as a person reads it', () => {
  it.each([
    ['emphasis', 'She drank a **cup** of *[MASK]* ~~today~~.'],
    ['three signs', 'She drank a ***cup*** of ***[MASK]*** today.'],
    ['tags', 'She <i>drank</i> a cup of <b class="x">[MASK]</b> today.'],
    ['a link', 'She drank a [cup](https://example.com/cup) of [[MASK]](tea.md "tea") today.'],
    ['a code span', 'She drank a `cup` of `[MASK]` today.'],
    ['a note', 'She drank a cup of [MASK][^1] today.\n\n[^1]: Or two.'],
    ['an emoji', '🎉 She drank a cup of [MASK] ☕ today.'],
    ['a comment', 'She drank a cup <!-- of tea --> of [MASK] today.'],
    ['an entity', 'She drank a cup&nbsp;of [MASK] today.'],
    ['a wrapped line', 'She drank a cup\nof [MASK] today.'],
    ['a heading', '# She drank a cup of [MASK] today.\n\nAnd more.'],
    ['an item', '- One.\n- [ ] She drank a cup of [MASK] today.'],
    ['a quotation', '> She drank a cup\n> of [MASK] today.'],
    ['a cell', '| a | b |\n| - | - |\n| one | She drank a cup of [MASK] today. |'],
    ['sentences within emphasis', '**It rained. She drank a cup of [MASK] today.** He left.'],
    ['underscores', 'She drank a cup of _____ today.', 'She drank a cup of _____ today.'],
    ['underscores in emphasis', 'She drank a cup of **_____** today.', 'She drank a cup of _____ today.'],
    ['the tag as a mask', 'She drank a cup of *<mask>* today.', 'She drank a cup of <mask> today.'],
    ['letters and a piece', 'the high[MASK] tree stands', 'the high[MASK] tree stands'],
    ['a remark', 'She (my *sister*) drank a cup of [MASK].', 'She (my sister) drank a cup of [MASK].'],
  ])('%s', (_, document, sentence = CUP) => {
    expect(read(document)).toBe(sentence);
  });

  it.each<[DocumentFormat, string]>([
    ['plain', 'It rained.\n\nShe drank a **cup** of *[MASK]* today.\n'],
    ['plain', '* She drank a `cup` of <b>[MASK]</b> today.'],
    ['html', '<div><p>She <em>drank</em> a cup of <b>[MASK]</b> today.</p><p>More.</p></div>'],
    ['latex', '\\section{Tea}\nShe \\emph{drank} a cup of \\textbf{[MASK]} today. He left.'],
    ['subtitles', '1\n00:00:01,000 --> 00:00:02,000\n<i>She drank a cup\nof [MASK] today.</i>\n'],
    ['json', '{ "said": "She drank a cup of [MASK] today." }'],
    ['po', 'msgid "She drank."\nmsgstr "She drank a cup of [MASK] today."\n'],
    ['properties', 'said = She drank a cup of [MASK] today.\n'],
    ['program:typescript', 'const a = 1; // She drank a cup of [MASK] today.\nf();'],
    ['program:typescript', '/**\n * She drank a cup\n * of [MASK] today.\n */'],
    ['program:python', 'say("She drank a cup of [MASK] today.")'],
  ])('in %s: %s', (format, document) => {
    expect(read(document, format)).toBe(CUP);
  });
});

describe('the line at the cursor is read where there is no prose', () => {
  it.each([
    ['a fence', '```\nShe drank a cup of [MASK] today.\n```'],
    ['a fence with a paragraph behind it', '```\nShe drank a cup of [MASK] today.\n```\n\nThe text goes on here.'],
    ['a fence of tildes below a paragraph', 'Try this:\n\n~~~\nShe drank a cup of [MASK] today.\n~~~'],
    ['front matter', '---\ntitle: She drank a cup of [MASK] today.\n---\n\nThe text goes on here.'],
    [
      'front matter in quotation marks',
      '---\ntitle: "She drank a cup of [MASK] today."\n---\n\nThe text goes on here.',
    ],
    ['a footnote', 'A text.[^1]\n\n[^1]: She drank a cup of [MASK] today.'],
    ['a footnote that nobody refers to', '[^1]: She drank a cup of [MASK] today.'],
    ['a comment', 'A text.\n\n<!-- She drank a cup of [MASK] today. -->\n\nMore.'],
    ['a comment of several lines', 'A text.\n\n<!--\nShe drank a cup of [MASK] today.\n-->\n\nMore.'],
    ['what looks like a fence', '```npm i``` installs it.\n\nShe drank a cup of [MASK] today.'],
    ['below a fence in a list', '- ```\n  code\n  ```\n- She drank a cup of [MASK] today.'],
    ['below a fence that ends with its quotation', '> ```\n> code\n\nShe drank a cup of [MASK] today.'],
    ['a comment in code', '```js\nf(); // one\n// She drank a cup of [MASK] today.\n```'],
  ])('%s', (_, document) => {
    expect(read(document)).toBe(CUP);
    expect(read(document, 'plain')).toBe(CUP);
  });

  it('far into a document, with what is open there', () => {
    const text = 'Nothing is missing in this line.\n\n'.repeat(400);
    expect(read(`${text}\`\`\`\n${'code();\n'.repeat(1500)}She drank a cup of [MASK] today.\n\`\`\`\n${text}`)).toBe(
      CUP,
    );
    expect(read(`${text}She drank a **cup** of [MASK] today.\n\n${text}`)).toBe(CUP);
  });
});

describe('the sentence near a cursor', () => {
  const near = (marked: string, format: DocumentFormat = 'markdown') => {
    const found = sentenceNear(marked.replace('|', ''), marked.indexOf('|'), format);
    return found && marked.replace('|', '').slice(found.span.start, found.span.end);
  };

  it.each([
    ['# A heading\n\nThe t|ext.', 'The text.'],
    ['# |A heading\n\nThe text.', 'A heading'],
    ['|# A heading\n\nThe text.', 'A heading'],
    ['- one item|\n- another item', 'one item'],
    ['One. **Tw|o.** Three.', 'Two.'],
    ['One.\n\n|\n\nTwo.\n\nThree.', 'Two.'],
    ['```\nconst a = |here;\n```\n\nThe text goes on here.', 'const a = here;'],
  ])('%s', (marked, sentence) => {
    expect(near(marked)).toBe(sentence);
  });

  it('is none in an empty text', () => {
    expect(near('|')).toBeNull();
    expect(near(' \n|\n ')).toBeNull();
  });
});
