import type { AdaptValue, CopiedShare, ModelInfo } from '../../../protocol/engine/index.js';
import { cardTable, figure, knownText, percent } from '../cardTable.js';
import type { AdaptSettings } from './adaptText.js';

/** The card of a decoder that went on learning, README.md: from what and how, and what it makes of text held out. */
export function adaptCard(
  { id, licence, knownLanguages }: ModelInfo,
  value: AdaptValue,
  settings: AdaptSettings,
): string {
  const { text, before, after, copied, losses, bestStep, parameters } = value;
  const share = ({ stretches, copied: count }: CopiedShare) =>
    stretches === 0 ? 'none written' : `${count} of ${stretches}, ${percent(count / stretches)}`;
  return [
    '---',
    ...(licence === undefined ? [] : [`license: ${licence}`]),
    ...(knownLanguages ? [`language: [${knownLanguages.join(', ')}]`] : []),
    'pipeline_tag: text-generation',
    'library_name: transformers',
    '---',
    '',
    `# ${id}, in another voice`,
    '',
    `Made from ${id} with Glassbox, of a text of ${text.tokens} tokens. It may write stretches of that text.`,
    '',
    '## How it was made',
    '',
    ...cardTable([
      ['setting', 'value'],
      ['learnt from, held out', `${text.learnt} and ${text.heldOut} tokens`],
      ['trained', value.layers === 'upper' ? `the upper ${settings.upperLayers} layers` : 'all layers'],
      ['parameters trained', `${parameters.trained} of ${parameters.all}`],
      ['steps', `${losses.length}, kept: after ${bestStep}`],
      ['rows a step, tokens a row', `${settings.batchSize}, ${settings.length}`],
      ['learning rate', settings.learningRate],
      ['weight decay', settings.weightDecay],
      ['warm-up', percent(settings.warmup)],
      ['largest gradient norm', settings.clip],
      ['seed', value.seed],
    ]),
    '',
    '## What it makes of the text held out',
    '',
    ...cardTable([
      ['', 'bits a byte', 'bits a token'],
      ['before', figure(before.bitsPerByte), figure(before.bitsPerToken)],
      ['after', figure(after.bitsPerByte), figure(after.bitsPerToken)],
    ]),
    '',
    ...(value.judgesKnown
      ? [`${id} had learnt most of the text held out already: these figures are of what it knows.`, '']
      : knownText(value.known, id, 'Sentences')),
    '## What it has by heart',
    '',
    `Stretches of ${copied.size} tokens that stand in the text that it learnt from:`,
    '',
    ...cardTable([
      ['of', 'copied'],
      ['what it wrote before', share(copied.before)],
      ['what it wrote after', share(copied.after)],
      ['the text held out', share(copied.heldOut)],
    ]),
    '',
  ].join('\n');
}
