import { useSignal } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import type { Token } from '../../src/protocol/engine/index.js';
import { Section } from '../kit/section.js';
import { useRovingTabindex } from '../kit/useRovingTabindex.js';
import { showWhitespace } from '../../src/text/displayText.js';

/** More tokens than these are folded away. */
const SHOWN_AT_ONCE = 64;

/** The tokens that the model really saw; the one in focus tells its id and its place in the text. */
export function TokensReadSection({ tokens }: { tokens: readonly Token[] }) {
  const hint = l10n.t('{0} tokens. Arrow keys move through them.', String(tokens.length));
  const detail = useSignal(hint);
  const rove = useRovingTabindex((index) => {
    const token = tokens[index];
    if (token) detail.value = `${showWhitespace(token.text)} · ${place(token, index)}`;
  });
  const title = l10n.t('What the model read');
  const list = (
    <>
      <div class="tokens" role="listbox" aria-label={title} aria-orientation="horizontal">
        {tokens.map(({ id, text, start }, index) => (
          <span
            class={start === null ? 'token added' : 'token'}
            role="option"
            aria-label={l10n.t('{0}, id {1}', showWhitespace(text), String(id))}
            {...rove(index)}
          >
            {showWhitespace(text)}
          </span>
        ))}
      </div>
      <p class="dim small detail" aria-live="off">
        {detail}
      </p>
    </>
  );
  return (
    <Section name="read" title={title}>
      {tokens.length <= SHOWN_AT_ONCE ? (
        list
      ) : (
        <details>
          <summary class="dim small">{hint}</summary>
          {list}
        </details>
      )}
    </Section>
  );
}

function place({ id, start, end }: Token, index: number): string {
  if (start === null || end === null)
    return l10n.t('token {0} · id {1} · added for the model, stands for no text', String(index + 1), String(id));
  return l10n.t(
    'token {0} · id {1} · characters {2} to {3} of the text',
    String(index + 1),
    String(id),
    String(start),
    String(end),
  );
}
