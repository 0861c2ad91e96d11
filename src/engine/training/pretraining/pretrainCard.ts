import type { LearnerName, PretrainValue } from '../../../protocol/engine/index.js';
import { cardTable, figure, percent } from '../cardTable.js';
import type { PretrainSettings } from './learnerModel.js';

const KINDS = {
  decoder: { task: 'text-generation', what: 'A GPT that goes on writing, character by character' },
  encoder: { task: 'fill-mask', what: 'A BERT that fills hidden characters' },
} as const;

/** The card of a model from nothing, README.md: what it was made from and how, and what it makes of text held out. */
export function pretrainCard(name: LearnerName, settings: PretrainSettings, value: PretrainValue): string {
  const own = value.learners.find(({ learner }) => learner === name)!;
  const { text, frequencyLoss } = value;
  const best = own.judgements.find(({ step }) => step === own.bestStep);
  const of = settings[name];
  const rows: (string | number)[][] = [
    ['setting', 'value'],
    ['text', `${text.characters} characters, of them ${text.heldOut} held out`],
    ['tokens', `${text.vocabulary} characters`],
    ['layers, width, heads', `${settings.layers}, ${settings.width}, ${settings.heads}`],
    ['parameters', own.parameters],
    ['length', settings.length],
    ['steps', `${own.losses.length}, kept: after ${own.bestStep}`],
    ['rows a step', settings.batchSize],
    ['learning rate', of.learningRate],
    ['deviation of matrices at the beginning', of.initializerRange],
    ...(name === 'encoder'
      ? [
          ['positions', settings.encoder.positions],
          ['hidden', percent(settings.encoder.maskShare)],
        ]
      : []),
    ['weight decay', settings.weightDecay],
    ['seed', settings.seed],
  ];
  const judged = best
    ? [
        ['what, on text held out', 'figure'],
        ['loss, nats a character', figure(best.loss)],
        ['the same by the characters’ frequencies alone', figure(frequencyLoss)],
        ['first choice right', `${best.right} of ${best.tokens}, ${percent(best.right / best.tokens)}`],
      ]
    : [];
  return [
    '---',
    `pipeline_tag: ${KINDS[name].task}`,
    'library_name: transformers',
    '---',
    '',
    `# ${name === 'decoder' ? 'A GPT' : 'A BERT'} from nothing`,
    '',
    `${KINDS[name].what}. Made with Glassbox, of one text; it knows nothing else, and may write stretches of that text.`,
    '',
    '## How it was made',
    '',
    ...cardTable(rows),
    '',
    '## How well it predicts',
    '',
    ...cardTable(judged),
    '',
  ].join('\n');
}
