/* What Continue Text asks of the engine, with the embedded models. */
import { describe, expect, it } from 'vitest';
import type { PartialCompletion } from '../../../src/host/features/continueText/partialCompletion.js';
import { valueOf, generateContinuation } from '../../../src/host/features/continueText/generateContinuation.js';
import type { Services } from '../../../src/host/core/services.js';
import { settingTable, type SettingKey } from '../../../src/host/core/settingTable.js';
import { STRATEGIES } from '../../../src/protocol/engine/generationFields.js';
import { withAlternatives } from '../../../src/host/features/continueText/alternatives.js';
import { splitSentences } from '../../../src/text/index.js';
import { localEngine } from '../engineOf.js';

const engine = localEngine();
const BEFORE = 'It was late. The old man opened the door and looked out. ';

/** Continues a text with changed settings; `at` is called for each draft. */
function write(
  changes: Partial<Record<SettingKey, unknown>>,
  before = BEFORE,
  at: (draft: PartialCompletion) => void = () => {},
) {
  const get = (key: SettingKey) => (key in changes ? changes[key] : settingTable[key].fallback);
  const services = { engine, settings: { get }, servers: { find: () => undefined } } as unknown as Services;
  return generateContinuation(
    services,
    { before, after: '', shown: true, again: false },
    at,
    new AbortController().signal,
  );
}

describe('Continue Text', () => {
  it.each(STRATEGIES)('writes with %s, without warnings, each token with its alternatives', async (strategy) => {
    let text = '';
    const settings = { 'continueText.strategy': strategy, 'continueText.maxNewTokens': 20 };
    const { params, value } = await write(settings, BEFORE, (draft) => (text = draft.text));
    expect(params.decoding.strategy).toBe(strategy);
    expect(text).toMatch(/^\S/);
    expect(value.warnings).toEqual([]);
    expect(value.sequences[0]?.steps?.length).toBe(value.sequences[0]?.ids.length);
    expect(value.sequences[0]?.steps?.[0]?.alternatives).toHaveLength(5);
  });

  it.each(['greedy', 'sample', 'contrastiveSearch', 'contrastiveDecoding'] as const)(
    'a run of %s that was ended early is the same when it runs once more',
    async (strategy) => {
      const texts: string[] = [];
      const settings = { 'continueText.strategy': strategy, 'continueText.maxNewTokens': 24 };
      const { params } = await write(settings, BEFORE, (draft) => (texts[draft.tokens] = draft.text));
      const { value } = await valueOf(
        engine,
        { params, tokens: 10, decoded: null, written: '' },
        new AbortController().signal,
      );
      expect(value.sequences[0]?.ids).toHaveLength(10);
      expect(value.sequences[0]?.text.trimStart()).toBe(texts[10]);
    },
  );

  it('ends with a sentence where the settings say so', async () => {
    let text = '';
    const settings = { 'continueText.stop': 'sentence', 'continueText.maxNewTokens': 200 };
    await write(settings, BEFORE, (draft) => (text = draft.text));
    expect(splitSentences(text)).toHaveLength(1);
  });

  it('writes something after every finished sentence and at the beginning', async () => {
    const settings = { 'continueText.maxNewTokens': 3 };
    for (const before of ['', ' \n', BEFORE, 'It was founded in 1200.', `${BEFORE}\r\n\r\n`]) {
      for (let time = 0; time < 4; time++) {
        let text = '';
        await write(settings, before, (draft) => (text = draft.text));
        expect(text, before).toMatch(/\S/);
      }
    }
  });

  it('takes as much of a long text as fits, from the start of a sentence', async () => {
    const sentence = 'The river runs past the old town and on to the sea. ';
    const { params, value } = await write({ 'continueText.maxNewTokens': 5 }, sentence.repeat(300));
    expect(params.text).toMatch(/^The river/);
    expect(value.prompt.length).toBeGreaterThan(400);
    expect(value.prompt.length).toBeLessThanOrEqual(507);
    expect(value.sequences[0]?.ids.length).toBeGreaterThanOrEqual(5);
    expect(value.sequences[0]?.ids.length).toBeLessThanOrEqual(35);
  });

  it('ends with a sentence nearly always', async () => {
    const texts: string[] = [];
    for (let time = 0; time < 12; time++) {
      const { text } = await write({ 'continueText.maxNewTokens': 20 });
      texts.push(text);
    }
    expect(texts.filter((text) => /[.!?…]["'”’»)]*$/.test(text)).length, texts.join('\n')).toBeGreaterThanOrEqual(10);
  });

  it('has others that are written in one batch, and leads on to what follows', async () => {
    const get = (key: SettingKey) => settingTable[key].fallback;
    const services = { engine, settings: { get }, servers: { find: () => undefined } } as unknown as Services;
    const place = { before: 'Last night I went', after: ' home early because I was tired.', shown: true, again: false };
    const { signal } = new AbortController();
    const first = await generateContinuation(services, place, () => {}, signal);
    const all = await withAlternatives(services, place, first, signal);
    expect(all.length).toBeGreaterThan(1);
    for (const { text } of all) {
      expect(text).not.toMatch(/[.!?]\s*$|home\s*$/);
      expect(`${place.before}${text}${place.after}`).not.toMatch(/\p{L} {2}|\w(?=home)/u);
    }
  });

  it.each([
    ['The childr', /^en\b/],
    ['She drank a cup of cof', /^fee\b/],
    ['It was a beautiful mor', /^ning\b/],
  ])('completes the word that was begun: %s', async (before, word) => {
    expect((await write({ 'continueText.strategy': 'greedy' }, before)).text).toMatch(word);
  });

  it.each([
    ['She went to the', /^[ ,.]/],
    ['I like my dog', /^[ ,.’']/],
  ])('leaves a word that is whole: %s', async (before, next) => {
    expect((await write({ 'continueText.strategy': 'greedy' }, before)).text).toMatch(next);
  });

  it('of an item of a list is one line', async () => {
    for (const before of ['Things to buy:\n\n- some milk\n- a loaf of', '1. Open the door.\n2. Go']) {
      const { text } = await write({}, before);
      expect(text.trim()).not.toBe('');
      expect(text).not.toContain('\n');
    }
    expect((await write({}, '- some milk\n- some bread\n')).text).toMatch(/^- \S[^\n]*$/);
  });
});
