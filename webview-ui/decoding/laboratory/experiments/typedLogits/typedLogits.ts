import * as l10n from '@vscode/l10n';
import { argsortDescending } from '../../../../../src/maths/topK.js';
import type { Experiment, ExperimentContext, ExperimentView } from '../../experiment.js';
import type { BenchSubject } from '../../filterBench.js';
import { labLogits } from '../../labModel.js';
import { TypedEditor } from './typedEditor.js';
import { TYPED_PRESETS, type TypedLogit } from './typedPresets.js';

type Typed = readonly TypedLogit[];

/** A few logits typed by hand, or those of a textbook's example. */
export const typedLogits: Experiment<Typed> = {
  id: 'typed',
  title: () => l10n.t('typed logits'),
  initial: TYPED_PRESETS[0]!.logits,
  open: openTypedLogits,
};

function openTypedLogits({ bench, kept, keep }: ExperimentContext<Typed>): ExperimentView {
  const subject = () => {
    const typed = editor.value;
    return typed && subjectOf(typed);
  };
  const show = () => bench.use(subject, l10n.t('One of the logits is not a number: correct the field that is marked.'));
  const editor = new TypedEditor(
    () => {
      const typed = editor.value;
      if (typed) keep(typed);
      show();
    },
    ({ settings, logits }) => {
      keep(logits);
      show();
      bench.apply(settings);
    },
  );
  editor.update(kept);
  return { elements: () => [editor.element, bench.element], shown: show };
}

function subjectOf(typed: Typed): BenchSubject {
  const logits = Float32Array.from(typed, ({ logit }) => logit);
  const before = typed.flatMap((one, id) => (one.before ? [id] : []));
  return {
    logits: labLogits(logits, argsortDescending(logits), before),
    textOf: ({ id }) => typed[id]?.name ?? '',
    scores: true,
  };
}
