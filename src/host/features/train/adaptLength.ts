/* Whether a text is long enough to adapt a model to, which is told before more is asked. */
import type { ModelInfo } from '../../../protocol/engine/index.js';
import { trainingText } from '../../../wording/trainingText.js';
import { showWarningMessage } from '../../core/messages.js';
import type { Services } from '../../core/services.js';
import { userNumber } from '../../core/userNumber.js';

/** Tokens that a model reads at once while it learns, where it has places for as many. */
const LENGTH = 64;
/** A token has fewer characters than this on the mean: longer texts are not counted. */
const MOST_CHARACTERS = 40;

/** Tokens that a text must have for a model, as the engine needs them: four windows and the token behind each. */
const neededOf = ({ maxLength }: Pick<ModelInfo, 'maxLength'>): number =>
  4 * (Math.min(LENGTH, maxLength ?? LENGTH) + 1);

/** Whether some model may read enough of a text: it has no more tokens than bytes. Says so where none does. */
export async function mayBeLongEnough({ engine }: Pick<Services, 'engine'>, text: string): Promise<boolean> {
  const models = (await engine.call('models', {})).filter(({ tasks }) => tasks.includes('adapt'));
  const needed = Math.min(...models.map(neededOf));
  if (models.length === 0 || Buffer.byteLength(text) >= needed) return true;
  const problem = { kind: 'training', problem: 'shortText', characters: [...text].length, needed } as const;
  await showWarningMessage(trainingText(problem, userNumber()));
  return false;
}

/** Whether a model reads enough of a text to learn from it; says so where it does not. */
export async function isLongEnough(
  { engine }: Pick<Services, 'engine'>,
  model: ModelInfo,
  text: string,
): Promise<boolean> {
  const needed = neededOf(model);
  if (text.length > needed * MOST_CHARACTERS) return true;
  const { tokens } = await engine.call('tokens', { model: model.id, text });
  const count = tokens.filter(({ start }) => start !== null).length;
  if (count >= needed) return true;
  const problem = { kind: 'training', problem: 'fewTokens', model: model.id, tokens: count, needed } as const;
  await showWarningMessage(trainingText(problem, userNumber()));
  return false;
}
