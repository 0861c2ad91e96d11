/* What the console learns from a text in a file: `pretrain`, a GPT and a BERT from nothing, and `adapt`, a decoder's voice. */
import * as v from 'valibot';
import { type LearnerJudgement, type Params, type Progress } from '../protocol/engine/index.js';
import { figure } from './training/cardTable.js';
import { checked, installed, textOf, type TrainingConsole } from './cliTraining.js';

const text = v.pipe(v.string('must be a text'), v.nonEmpty('must not be empty'));

/** Beside the method's own parameters, which it checks. */
const schema = v.looseObject({
  /** a text in UTF-8 instead of `text` */
  file: v.optional(text),
  /** the models' in the store, with `-gpt` and `-bert` behind it */
  name: v.optional(text, 'nothing'),
  /** where they are put instead of the store */
  folder: v.optional(text),
});

/**
 * Lets a GPT and a BERT learn from nothing, and installs them.
 * @throws GlassboxError, always with a code
 */
export function pretrainInConsole(given: unknown, to: TrainingConsole<'pretrain'>): Promise<object> {
  const { file, name, folder, ...own } = checked('pretrain', schema, given);
  return installed({ method: 'pretrain', name, folder, endings: ['-gpt', '-bert'] }, to, async (place, run) => {
    const read = file === undefined ? own['text'] : await textOf(to.placeOf(file));
    const params = { run, ...own, text: read, folder: place } as Params<'pretrain'>;
    const value = await to.train(params, progressLines(to.write));
    return { value, folders: value.learners.flatMap(({ folder: one }) => one ?? []) };
  });
}

/** Beside the method's own parameters, which it checks. */
const adaptSchema = v.looseObject({
  /** a text in UTF-8 instead of `text` */
  file: v.optional(text),
  /** the model's in the store */
  name: v.optional(text, 'voice'),
  /** where it is put instead of the store */
  folder: v.optional(text),
});

/**
 * Lets a decoder go on learning from a text, and installs it.
 * @throws GlassboxError, always with a code
 */
export function adaptInConsole(given: unknown, to: TrainingConsole<'adapt'>): Promise<object> {
  const { file, name, folder, ...own } = checked('adapt', adaptSchema, given);
  return installed({ method: 'adapt', name, folder }, to, async (place, run) => {
    const read = file === undefined ? own['text'] : await textOf(to.placeOf(file));
    const params = { run, ...own, text: read, folder: place } as Params<'adapt'>;
    const value = await to.train(params, (progress) => {
      if (progress.kind !== 'adapting') return;
      const { done, count, loss, bitsPerByte } = progress.progress;
      const now = loss === undefined ? '' : `, loss ${figure(loss)}`;
      to.write(`\r${done} of ${count} steps${now}, held out ${figure(bitsPerByte)} bits a byte\u001b[K`);
    });
    return { value, folders: [value.folder] };
  });
}

/** Each look at the text held out as lines that stay, each step as one that is rewritten. */
function progressLines(write: (text: string) => void): (progress: Progress) => void {
  return (progress) => {
    if (progress.kind !== 'pretraining') return;
    const { done, count, steps, judgements = [], samples = [] } = progress.progress;
    const losses = steps.map(({ learner, loss }) => `, ${learner} ${figure(loss)}`).join('');
    write(`\r${done} of ${count} steps${losses}\u001b[K`);
    for (const one of judgements) write(`\r${judgementLine(one)}\u001b[K\n`);
    for (const one of samples) {
      if (one.kind === 'filled')
        write(`  ${one.learner}: ${one.right} of ${one.hidden.length} hidden characters told\n`);
      else write(`  ${one.learner}, ${one.known} of ${one.words} words known: ${JSON.stringify(one.text)}\n`);
    }
  };
}

const judgementLine = ({ learner, step, loss, right, tokens }: LearnerJudgement) =>
  `step ${step}, ${learner}: held out ${figure(loss)} nats a character, ${((100 * right) / tokens).toFixed(1)} % told`;
