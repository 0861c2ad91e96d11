/* What a tokenizer.json may ask for. Far above all that is published, and low enough that no file stops the engine. */
import vm from 'node:vm';
import { GlassboxError } from '../../protocol/engine/errors.js';

/** Steps of a normalizer, pre-tokenizer, decoder or post-processor. */
export const MOST_STEPS = 100;

/** "Sequence" within "Sequence". */
export const DEEPEST_SEQUENCE = 10;

/** UTF-16 units of a pattern that is looked for. */
export const LONGEST_PATTERN = 1000;

/** UTF-16 units of what is put in for a match, of an added token, of a vocabulary's entry that is looked up in a text. */
export const LONGEST_TOKEN = 256;

/** Four times the largest vocabularies there are. Ids are places in lists: one that is far off would fill the memory. */
export const HIGHEST_ID = 1_000_000;

/** A normalizer may make so many UTF-16 units of each, and `EXTRA` more. NFKC makes 18 of one. */
export const MOST_GROWTH = 32;
export const EXTRA_GROWTH = 1024;

/** Milliseconds that the regular expressions of a tokenizer.json may take for one text. */
const MOST_TIME = 1000;

/** Cut for a message: what a file holds may be long. */
export function brief(text: string, most = 200): string {
  return text.length <= most ? text : `${text.slice(0, most)}… (${text.length} characters)`;
}

/** A tokenizer.json that asks for too much of a text. */
export function tooMuch(problem: string): GlassboxError {
  return new GlassboxError('model-broken', `The normalizer in tokenizer.json ${problem}. Choose another model.`, {
    details: { kind: 'file', file: 'tokenizer.json', problem: 'content', at: 'normalizer' },
  });
}

// A regular expression blocks its thread; only the end of a script's time interrupts it. A linear engine in its place
// (re2) has no look-ahead and other rules for classes, so that ids would differ from Hugging Face's.
const sandbox: { work: (() => void) | null } = vm.createContext({ work: null }) as typeof sandbox;
const script = new vm.Script('work()');

/** The time that one text's regular expressions have left. */
export class PatternTime {
  #left = MOST_TIME;

  /** Another text begins. */
  reset(): void {
    this.#left = MOST_TIME;
  }

  /**
   * Where a pattern matches, as starts and ends in turn.
   * @param pattern global
   * @throws GlassboxError `model-broken` when the text's time is up
   */
  matches(pattern: RegExp, text: string): number[] {
    const found: number[] = [];
    const started = performance.now();
    sandbox.work = () => {
      for (const { 0: match, index } of text.matchAll(pattern)) found.push(index, index + match.length);
    };
    try {
      script.runInContext(sandbox, { timeout: Math.max(1, Math.ceil(this.#left)) });
    } catch (error) {
      const isLate = (error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
      const why = isLate ? `takes more than ${MOST_TIME} ms` : `fails (${brief((error as Error).message)})`;
      throw tooMuch(`has a pattern that ${why} for ${text.length} characters: ${brief(pattern.source, 80)}`);
    } finally {
      sandbox.work = null;
      this.#left -= performance.now() - started;
    }
    return found;
  }
}
