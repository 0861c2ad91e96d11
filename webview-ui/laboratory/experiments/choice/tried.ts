import * as l10n from '@vscode/l10n';
import type { ModelInfo } from '../../../../src/protocol/engine/index.js';
import { languageName } from '../../../../src/wording/index.js';
import type { Bench } from '../../model/experiment.js';
import { filled, splitGap } from '../gap/gapText.js';
import type { TaskId } from './tasks.js';

/** What a task came to on a text. */
export interface Tried {
  model: string;
  /** of one run, loaded */
  milliseconds: number;
  /** what it says, the best first */
  answers: string[];
  /** what was asked, where the text does not say it */
  note: string;
}

/** Why a task was not done: a single token, a language that is not tried, or one that the model does not know. */
export type Untried = 'single' | 'otherLanguage' | 'unknownLanguage';

const LISTED = 3;
const NEW_TOKENS = 20;
/** As is usual for stories; with one seed it is the same each time. */
const SAMPLING = { strategy: 'sample', temperature: 0.8, topP: 0.9, seed: 1 } as const;
/** t5-mini's languages beside English, by their codes and as its prefix has them. */
const TARGETS: Readonly<Record<string, string>> = { de: 'German', fr: 'French', es: 'Spanish', ro: 'Romanian' };

/** The text with a mask: in its gap, else in the place of its last word. */
export function masked(text: string): string {
  const gap = splitGap(text);
  if (gap) return filled(gap, '[MASK]');
  return text.replace(/[\p{L}\p{N}’'-]+(?=[^\p{L}\p{N}]*$)/u, (word) =>
    /\p{Script=Han}/u.test(word) ? `${word.slice(0, -1)}[MASK]` : '[MASK]',
  );
}

/** Does a task on the text. @returns why not, where the text is nothing for it */
export async function tryTask(
  bench: Bench,
  task: TaskId,
  model: ModelInfo,
  text: string,
  locale: string,
): Promise<Tried | Untried> {
  const asked = { model: model.id, text };
  switch (task) {
    case 'gap': {
      const found = await bench.timed('fillMask', { ...asked, text: masked(text), topK: LISTED, words: true });
      const answers = found.value.masks[0]?.candidates.map((one) => one.text.trim()) ?? [];
      return { ...triedBy(found, answers), note: splitGap(text) ? '' : l10n.t('for its last word') };
    }
    case 'continue': {
      const found = await bench.timed('generate', {
        ...asked,
        decoding: SAMPLING,
        maxNewTokens: NEW_TOKENS,
        alternatives: 0,
      });
      return triedBy(
        found,
        found.value.sequences.map((sequence) => `… ${sequence.text.trim()}`),
      );
    }
    case 'translate':
      return translated(bench, model, text, locale);
    case 'classify': {
      const labels = [l10n.t('weather'), l10n.t('travel'), l10n.t('money'), l10n.t('food'), l10n.t('animals')];
      const found = await bench.timed('zeroShot', { ...asked, labels });
      return { ...triedBy(found, [found.value.labels[0]?.label ?? '']), note: l10n.t('of: {0}', labels.join(', ')) };
    }
    case 'similar': {
      const found = await bench.timed('embed', { model: model.id, texts: [text] });
      const width = found.value.vectors[0]?.length ?? 0;
      return triedBy(found, [l10n.t('a vector of {0} numbers', `${width}`)]);
    }
    case 'surprise': {
      const found = await bench.timed('score', asked);
      const scored = found.value.tokens.filter(({ logProbability }) => logProbability !== null);
      const most = scored.reduce(
        (one, other) => ((other.logProbability ?? 0) < (one.logProbability ?? 0) ? other : one),
        scored[0]!,
      );
      return scored.length === 0
        ? 'single'
        : { ...triedBy(found, [most.text.trim()]), note: l10n.t('the most surprising token') };
    }
    case 'names': {
      const found = await bench.timed('entities', asked);
      return triedBy(
        found,
        found.value.entities.map((one) => `${one.text} (${one.label})`),
      );
    }
    case 'answer': {
      const question = l10n.t('Who?');
      const found = await bench.timed('answer', { model: model.id, question, context: text, alignToWords: true });
      return {
        ...triedBy(
          found,
          found.value.answers.map((one) => one.text),
        ),
        note: question,
      };
    }
    case 'summarize': {
      const found = await bench.timed('summarize', asked);
      return triedBy(found, [found.value.text]);
    }
  }
}

const triedBy = (
  { value, milliseconds }: { value: { model: string }; milliseconds: number },
  answers: string[],
): Tried => ({ model: value.model, milliseconds, answers: answers.filter((answer) => answer !== ''), note: '' });

/** Into German from English, into English from the languages that the model has with it; of others it is not asked. */
async function translated(bench: Bench, model: ModelInfo, text: string, locale: string): Promise<Tried | Untried> {
  const { language } = await bench.ask('identify', { text });
  const known = model.languages ?? [];
  const from = language === null || language === 'en' ? 'English' : TARGETS[language];
  const to = from === 'English' ? 'German' : 'English';
  if (from === undefined) return 'otherLanguage';
  if (known.length > 0 && !known.some((pair) => pair.from === from && pair.to === to)) return 'unknownLanguage';
  const found = await bench.timed('translate', { model: model.id, text, from, to });
  const name = languageName(to === 'German' ? 'de' : 'en', locale);
  return { ...triedBy(found, [found.value.text]), note: l10n.t('into: {0}', name) };
}
