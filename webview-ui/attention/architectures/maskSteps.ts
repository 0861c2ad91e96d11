import { tokenLabel } from '../../../src/attention/displayMatrix.js';
import { toErrorValue } from '../../../src/protocol/engine/errors.js';
import type { Architecture, MapKind, Params } from '../../../src/protocol/engine/index.js';
import { kindName } from '../export/caption.js';
import type { Page } from '../page.js';
import { segmented } from '../segmented.js';
import { ARCHITECTURES, familyOf, KINDS } from './models.js';
import { partParams, type Readings, wordsParams } from './readings.js';
import type { Look } from './smallMap.js';
import { Stepper } from './stepper.js';
import { lastTokenOf } from './steps.js';

const MAPS = ARCHITECTURES.flatMap((architecture) =>
  KINDS[architecture].map((kind) => ({ architecture, kind, key: `${architecture} ${kind}` })),
);

interface Word {
  start: number;
  end: number;
}

/** The mask of one of the five maps, drawn in steps from the scores of one head. */
export class MaskSteps {
  readonly #stepper: Stepper;
  #key = `decoder decoder`;
  #look: Look | null = null;
  #word: Word | null = null;
  #text = '';
  #families = '';

  constructor(
    private readonly page: Page,
    private readonly readings: Readings,
  ) {
    this.#stepper = new Stepper(page);
  }

  get element(): HTMLElement {
    return this.#stepper.element;
  }

  dispose(): void {
    this.page.cancel('mask steps');
  }

  /** @param arrived the architecture that has just answered; null: another word is looked at */
  refresh(look: Look, word: Word | null, text: string, arrived: Architecture | null): void {
    this.#look = look;
    this.#word = word;
    this.#text = text;
    this.#offer();
    const current = MAPS.find(({ key }) => key === this.#key);
    if (current && (arrived === null || arrived === current.architecture)) void this.#ask(current);
  }

  /** The maps to choose from, by the names of the models' families. */
  #offer(): void {
    const { say } = this.page;
    const options = MAPS.map(({ architecture, kind, key }) => {
      const reading = this.readings.of(architecture);
      const family = reading.state === 'absent' ? architecture : familyOf(reading.model);
      return [key, KINDS[architecture].length > 1 ? `${family} ${kindName(say, kind)}` : family] as const;
    });
    const families = JSON.stringify(options);
    if (families === this.#families) return;
    this.#families = families;
    const choice = segmented(say('archWhoseMask'), options, (key) => {
      this.#key = key;
      choice.press(key);
      const map = MAPS.find((each) => each.key === key);
      if (map) void this.#ask(map);
    });
    choice.press(this.#key);
    this.#stepper.choices(choice.element);
  }

  async #ask({ architecture, kind }: { architecture: Architecture; kind: MapKind }): Promise<void> {
    const reading = this.readings.of(architecture);
    const look = this.#look;
    const word = this.#word;
    if (reading.state !== 'there' || !look || !word) {
      return this.#stepper.tell('loading', this.page.say('archStepsWait'));
    }
    const { model, value, part } = reading;
    // An average of scores has no softmax: the first layer and head stand for it.
    const one = { layer: part.layer ?? 0, head: part.head ?? 0 };
    const params: Params<'attention'> = {
      ...wordsParams(model, this.#text),
      ...partParams(one),
      kinds: [kind],
      scores: true,
    };
    try {
      const answer = await this.page.ask('mask steps', 'attention', params);
      const [map] = answer.maps;
      if (!map) return;
      const source = answer.source;
      const target = answer.target ?? value.target ?? source;
      const rows = kind === 'encoder' ? source : target;
      const columns = kind === 'decoder' ? target : source;
      const at = {
        row: Math.max(0, lastTokenOf(rows, word.start, word.end)),
        column: Math.max(0, lastTokenOf(columns, word.start, word.end)),
      };
      this.#stepper.show({
        map,
        rows: rows.map((token) => tokenLabel(token, this.#text)),
        columns: columns.map((token) => tokenLabel(token, this.#text)),
        at,
        look,
        isBiased: architecture === 'encoder-decoder',
      });
    } catch (error) {
      const { code, message } = toErrorValue(error);
      if (code !== 'cancelled') this.#stepper.tell('failed', message);
    }
  }
}
