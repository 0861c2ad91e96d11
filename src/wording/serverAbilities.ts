import * as l10n from '@vscode/l10n';
import type { FormatNumber } from '../decoding/config/texts.js';
import { decodesItself } from '../protocol/engine/servedTasks.js';
import type { Effect, ServerAbilities, ServerSampling } from '../protocol/engine/index.js';
import { joinList, joinSentences } from './joining.js';

/** A line about what a server can do. */
export interface AbilityLine {
  name: string;
  label: string;
  value: string;
}

/** Whether what is sent to a server leaves this machine. @param host null: it stays */
export const whereText = (host: string | null): string =>
  host === null ? l10n.t('on this machine') : l10n.t('text goes to {0}', host);

/** How far figures and decoding are the model's own there, and why not; two or three sentences. */
export function exactnessText(abilities: ServerAbilities, number: FormatNumber): string {
  const { completes, embedding, alternatives, promptLogProbabilities } = abilities;
  if (!completes) {
    return embedding === null
      ? l10n.t('This server neither writes on from texts nor makes vectors of them.')
      : l10n.t('This server makes vectors of texts, and does not write on from them.');
  }
  const { most, isWhole, are } = alternatives;
  if (decodesItself(abilities)) {
    const why =
      most === 0
        ? l10n.t('The server tells no probabilities.')
        : l10n.t(
            'The server tells probabilities, but no numbers by which its tokens could be told apart and given back.',
          );
    return joinSentences(
      why,
      l10n.t('Continuing and comparing are possible, decoded by the server’s own sampler: texts come without figures.'),
      abilities.sampling?.beams === true
        ? l10n.t('Contrastive strategies are not possible there.')
        : l10n.t('Beams and contrastive strategies are not possible there.'),
    );
  }
  const told = isWhole
    ? l10n.t(
        'The server tells the probabilities of all tokens: every strategy is exact but the two contrastive ones, which look into a model on this machine.',
      )
    : l10n.t(
        'The server tells the {0} likeliest tokens at each step, and what is left together: greedy search is exact, beams and sampling are where they keep within these, and a run says where that was not certain.',
        number(most),
      );
  const figures =
    are === 'processed'
      ? l10n.t('Its figures are of what its samplers made of the model’s, so they are not the model’s own.')
      : '';
  const ofTexts = promptLogProbabilities === null ? l10n.t('How probable a given text is, it does not tell.') : '';
  return joinSentences(told, figures, ofTexts);
}

/** What a server can do with its model, a line each, as docs/servers.md has it. */
export function abilityLines(abilities: ServerAbilities, number: FormatNumber): AbilityLine[] {
  const { model, completes, alternatives, tokenNumbers, sampling, embedding } = abilities;
  const line = (name: string, label: string, value: string): AbilityLine => ({ name, label, value });
  const context =
    model.context === null ? l10n.t('the server does not say') : l10n.t('{0} tokens', number(model.context));
  return [
    line('server', l10n.t('Kind of server'), model.ownedBy ?? l10n.t('the server does not say')),
    line('context', l10n.t('Longest text'), context),
    ...(completes
      ? [
          line('alternatives', l10n.t('Likeliest tokens told'), alternativesText(abilities, number)),
          line('figures', l10n.t('Figures are of'), figuresText(alternatives.are)),
          line('prompt', l10n.t('A text’s own tokens'), promptText(abilities)),
          line('numbers', l10n.t('Tokens as numbers'), numbersText(tokenNumbers)),
          ...(sampling ? samplingLines(sampling) : []),
        ]
      : [line('completes', l10n.t('Writes on from texts'), l10n.t('no'))]),
    line(
      'embedding',
      l10n.t('Vectors of texts'),
      embedding === null ? l10n.t('no') : l10n.t('{0} numbers', number(embedding)),
    ),
  ];
}

function alternativesText({ alternatives: { most, isWhole } }: ServerAbilities, number: FormatNumber): string {
  if (most === 0) return l10n.t('none');
  return isWhole ? l10n.t('all') : number(most);
}

function figuresText(are: ServerAbilities['alternatives']['are']): string {
  if (are === null) return l10n.t('not known');
  return are === 'raw' ? l10n.t('the model’s logits') : l10n.t('what samplers made of them');
}

function promptText({ promptLogProbabilities }: ServerAbilities): string {
  switch (promptLogProbabilities) {
    case 'asked':
      return l10n.t('in one request');
    case 'oneByOne':
      return l10n.t('a request for each');
    case 'someOneByOne':
      return l10n.t('only of those among the likeliest, a request for each');
    case null:
      return l10n.t('not told');
  }
}

function numbersText(numbers: ServerAbilities['tokenNumbers']): string {
  if (numbers.in && numbers.out) return l10n.t('in and out');
  if (numbers.in) return l10n.t('in');
  return numbers.out ? l10n.t('out') : l10n.t('no');
}

function effectText(effect: Effect): string {
  if (effect === null) return l10n.t('not known');
  return effect ? l10n.t('yes') : l10n.t('ignored');
}

/** Names of the API's parameters are the same in every language. */
function samplingLines({ seed, parameters, logitBias, stop, beams }: ServerSampling): AbilityLine[] {
  const named = (effect: Effect) => Object.entries(parameters).flatMap(([name, its]) => (its === effect ? [name] : []));
  const lists: [string, string, string[]][] = [
    ['obeyed', l10n.t('Samplers and penalties obeyed'), named(true)],
    ['ignored', l10n.t('Ignored in silence'), named(false)],
    ['open', l10n.t('Not known whether obeyed'), named(null)],
  ];
  return [
    { name: 'seed', label: l10n.t('Seeds'), value: effectText(seed) },
    ...lists.flatMap(([name, label, names]) => (names.length === 0 ? [] : [{ name, label, value: joinList(names) }])),
    { name: 'bias', label: l10n.t('Bias of single tokens'), value: effectText(logitBias) },
    { name: 'stop', label: l10n.t('Stop texts'), value: effectText(stop) },
    { name: 'beams', label: l10n.t('Beam search of its own'), value: effectText(beams) },
  ];
}
