import * as l10n from '@vscode/l10n';
import type { ReadingCall, ReadingResult } from '../../../src/protocol/webviews/index.js';
import { clipEnd } from '../../../src/text/excerpt.js';
import { Bar } from '../../kit/bar.js';
import type { WithNumbers } from '../../kit/numbers.js';
import { Section } from '../../kit/section.js';
import { modelRead, rowsOf, subjectOf } from './readingRows.js';

/** More calls than this are folded away. */
const OPEN = 3;
/** As much of a text as names it, in UTF-16 units. */
const TITLE = 80;
/** As much of what a model read as is shown. */
const SHOWN = 4000;

const oneLine = (text: string) => clipEnd(text.replace(/\s+/g, ' ').trim(), TITLE);

/** What was asked, and the figures that came back, a block for each call. */
export function CallsSection({ numbers, result: { calls } }: WithNumbers & { result: ReadingResult }) {
  return (
    <Section name="calls" title={l10n.t('What was asked, and what came back')}>
      {calls.map((call, index) => (
        <details open={index < OPEN}>
          <summary>{oneLine(subjectOf(call, numbers))}</summary>
          <Answer numbers={numbers} call={call} />
        </details>
      ))}
    </Section>
  );
}

function Answer({ numbers, call }: WithNumbers & { call: ReadingCall }) {
  const { rows, left, scale } = rowsOf(call, numbers);
  const read = modelRead(call);
  return (
    <>
      {read !== null && (
        <figure>
          <figcaption class="dim small">{l10n.t('What the model read')}</figcaption>
          <pre class="prompt" tabIndex={0}>
            {clipEnd(read, SHOWN)}
          </pre>
        </figure>
      )}
      {rows.length === 0 ? (
        <p class="dim">{l10n.t('Nothing')}</p>
      ) : (
        <ol class="rows">
          {rows.map(({ label, detail, share, figure }) => (
            <li class="row">
              <span class="word" title={label}>
                {label}
                {detail !== '' && <span class="dim small"> {detail}</span>}
              </span>
              <Bar share={scale > 0 ? share / scale : 0} />
              <span class="number">{figure}</span>
            </li>
          ))}
        </ol>
      )}
      {left > 0 && <p class="dim small">{l10n.t('and {0} more', numbers.number(left))}</p>}
    </>
  );
}
