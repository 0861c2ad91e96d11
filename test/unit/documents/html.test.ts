import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../../src/documents/index.js';
import { readings } from './readings.js';
import { show } from './show.js';
import { createRandom, standIn, structureDifference } from './standIn.js';

describe('HTML that is not to be translated', () => {
  test.each([
    ['by its attribute', '<p translate="no">The cat.</p><p>The dog.</p>', ['The dog.']],
    [
      'by its class',
      '<p class="a notranslate">The cat.</p><p class=notranslate>The mouse.</p><p>The dog.</p>',
      ['The dog.'],
    ],
    ['the element behind a comment', '<!-- i18n:ignore --><p>The cat.</p><p>The dog.</p>', ['The dog.']],
    [
      'a block with blocks in it',
      '<!-- i18n:ignore -->\n<div><p>The cat.</p><p>It.</p></div>\n<p>The dog.</p>',
      ['The dog.'],
    ],
    ['the text behind a comment', '<p><!-- i18n:ignore -->The cat.</p><p>The dog.</p>', ['The dog.']],
    [
      'an element in a line',
      '<p>My <!-- i18n:ignore --><b>Big Apple</b> is here.</p>',
      ['My ⟦<!-- i18n:ignore -->⟧⟦<b>Big Apple</b>⟧ is here.'],
    ],
    [
      'all between two comments',
      '<p>The dog.</p><!-- i18n:ignore-start --><p>The cat.</p>It.<!-- i18n:ignore-end --><p>The horse.</p>',
      ['The dog.', 'The horse.'],
    ],
    [
      'words between two comments',
      '<p>My <!-- i18n:ignore-start -->Big <b>Apple</b><!-- i18n:ignore-end --> is here.</p>',
      ['My ⟦<!-- i18n:ignore-start -->Big <b>Apple</b><!-- i18n:ignore-end -->⟧ is here.'],
    ],
    ['all where no other comes', '<p>The dog.</p><!-- translate:off --><p>The cat.</p>It.', ['The dog.']],
    [
      'a picture with its description',
      '<p>See <!-- i18n:ignore --><img alt="A cat"> here.</p>',
      ['See ⟦<!-- i18n:ignore -->⟧⟦<img alt="A cat">⟧ here.'],
    ],
    ['nothing by another comment', '<!-- a remark --><p>The cat.</p>', ['⟦<!-- a remark -->⟧', 'The cat.'].slice(1)],
  ])('%s', (_, text, expected) => expect(readings(text, 'html')).toEqual(expected));
});

describe('attributes that are read by people', () => {
  test.each([
    [
      'of blocks',
      '<p title="A red dog" id="a dog">The cat.</p><div aria-label=\'The menu\'></div>',
      ['A red dog', 'The cat.', 'The menu'],
    ],
    [
      'of a tag within prose',
      'Read <a href="a b" title="The &quot;old&quot; book">it</a> now.',
      ['The "old" book', 'Read <it> now.'],
    ],
    [
      'of a control',
      '<input type="submit" value="Send it"><input value="a dog" placeholder="Your name">',
      ['Send it', 'Your name'],
    ],
    ['of a list', '<select><option label="A dog"></select><optgroup label="Two dogs">', ['Two dogs']],
    [
      'of the head',
      '<head><title>The house</title><meta name="description" content="It is old."><meta name="author" content="Anna Smith">' +
        '<meta property="og:title" content="A house"><style>a b</style></head>',
      ['The house', 'It is old.', 'A house'],
    ],
    [
      'of a tag around no words',
      'The <b title="A dog">5</b> is here.',
      ['A dog', 'The ⟦<b title="A dog">5</b>⟧ is here.'],
    ],
    ['of a tag without a partner', 'The <b title="A dog"> is here.', ['A dog', 'The ⟦<b title="A dog">⟧ is here.']],
    ['but for what stays', '<p translate="no" title="A dog">The cat.</p>', []],
  ])('%s', (_, text, expected) => expect(show(text, 'html')).toEqual(expected));

  test('in Markdown', () => {
    expect(show('The <abbr title="big dog">BD</abbr> <img alt="A cat">.', 'markdown')).toEqual([
      'big dog',
      'A cat',
      'The <BD> ⟦<img alt="A cat">⟧.',
    ]);
  });

  test('may change, and nothing else of their tag', () => {
    const text = '<p title="A red dog">The <i title="Two big dogs">old house</i> is <b>here and there</b>.</p>';
    for (let seed = 1; seed < 20; seed++) {
      const changed = standIn(text, 'html', createRandom(seed));
      expect(structureDifference(text, changed, 'html')).toBeNull();
    }
    expect(structureDifference(text, text.replace('red dog"', 'red dog" id="a"'), 'html')).not.toBeNull();
  });
});

describe('tags around nothing', () => {
  test('are one thing with what is in them', () => {
    expect(readings('<p>A <b><i></i></b> dog.</p>', 'html')).toEqual(['A ⟦<b><i></i></b>⟧ dog.']);
  });

  test('are no prose by themselves', () => {
    expect(readings('<div><b></b></div><p>3 <i>4</i></p>', 'html')).toEqual([]);
  });

  test('crossed and unclosed ones stay where they are', () => {
    const { units } = parseDocument('<p>A <b>big <i>red</b> dog</i> is <u>here.</p>', 'html');
    expect(units).toHaveLength(1);
    expect(units[0]!.marks).toHaveLength(1);
  });
});
