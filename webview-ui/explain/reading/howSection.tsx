import * as l10n from '@vscode/l10n';
import type { ReadingCall, ReadingResult } from '../../../src/protocol/webviews/index.js';
import type { WithNumbers } from '../../kit/numbers.js';
import { Section } from '../../kit/section.js';
import { makingOf } from './readingTexts.js';

/** How the figures were made, once for each kind of call, and in how many stretches the text was read. */
export function HowSection({ numbers, result: { feature, calls, count } }: WithNumbers & { result: ReadingResult }) {
  const shown = kinds(calls);
  const isSeveral = new Set(shown.map(({ value }) => value.model)).size > 1;
  const makings = shown.map((call) => ({ ...makingOf(call, numbers), model: call.value.model }));
  const sources = [...new Map(makings.flatMap((making) => making.sources).map((one) => [one.name, one])).values()];
  return (
    <Section name="how" title={l10n.t('How the figures were made')}>
      {makings.map(({ model, sentences }) => (
        <>
          {isSeveral && <h3>{model}</h3>}
          <ul class="making">
            {sentences.map((sentence) => (
              <li>{sentence}</li>
            ))}
          </ul>
        </>
      ))}
      {feature === 'names' && calls[0]?.method === 'zeroShot' && (
        <p>
          {l10n.t(
            'A name’s probability is the product of two of these, by itself and with its sentence, so scaled that they add up to 1.',
          )}
        </p>
      )}
      {count > calls.length && (
        <p class="dim small">
          {l10n.t(
            'The model was asked {0} times; the first {1} are here and in the copied command.',
            numbers.number(count),
            numbers.number(calls.length),
          )}
        </p>
      )}
      {sources.length > 0 && (
        <p class="small sources">
          {l10n.t('Sources:')}{' '}
          {sources.map(({ name, address }, index) => (
            <>
              {index > 0 && ' · '}
              <a href={address}>{name}</a>
            </>
          ))}
        </p>
      )}
    </Section>
  );
}

/** The first call of each kind: calls of one kind differ in texts only. */
function kinds(calls: readonly ReadingCall[]): ReadingCall[] {
  const found = new Map<string, ReadingCall>();
  for (const call of calls) {
    const kind = [
      call.method,
      ...(call.method === 'embed' ? [call.params.pooling] : []),
      ...(call.method === 'score' ? [call.params.model, call.value.method] : []),
    ].join(' ');
    if (!found.has(kind)) found.set(kind, call);
  }
  return [...found.values()];
}
