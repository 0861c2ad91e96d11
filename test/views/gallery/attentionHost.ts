// Stands in for the host on the development page of the attention panel: answers from what was recorded, or with made-up
// weights for a long text. ?model=bert-mini|gpt2-mini|t5-mini&view=lines&layer=1&head=2&sort=pattern&tokens=512
// &show=empty|failed|broken|waiting|slow|pair|gradients&theme=light|dark|contrast&language=zh-cn
import { GlassboxError } from '../../../src/protocol/engine/errors.js';
import type {
  AttentionContract,
  AttentionView,
  EngineRequest,
  FromAttentionWebview,
  PersistedAttentionState,
} from '../../../src/protocol/webviews/index.js';
import { DEFAULT_VIEW } from '../../../src/attention/viewState.js';
import { answering, longAnswering, longText, type Recorded, subjectOf } from '../attention/attentionFixture.js';
import { fixture, language, query, standIn } from './standIn.js';

const recorded = fixture('attention') as Recorded;
const tokens = Number(query.get('tokens') ?? 0);
const text = tokens > 0 ? longText(tokens) : recorded.text;
const answer = tokens > 0 ? longAnswering(text) : answering(recorded);
const show = query.get('show') ?? 'map';
const subject =
  show === 'empty' ? null : subjectOf(text, { cursor: text.indexOf('bank') >= 0 ? text.indexOf('bank') : 40 });

const given = (name: string) => query.get(name) ?? undefined;
const place = (name: string) => (query.has(name) ? Number(query.get(name)) : undefined);
const asked = {
  model: given('model') ?? 'bert-mini',
  kind: given('kind'),
  view: given('view'),
  layer: place('layer'),
  head: place('head'),
  sort: given('sort'),
  specials: given('specials'),
};
const view = Object.fromEntries(
  Object.entries(asked).filter(([, value]) => value !== undefined),
) as Partial<AttentionView>;

const post = standIn<AttentionContract>(
  { ready, receive, request: (_, request, tell) => ask(request, tell), kept: kept() },
  location.search,
);

type Progress = AttentionContract['requests']['engine']['progress'];

function ask({ method, params }: EngineRequest, tell: (progress: Progress) => void): unknown {
  if (show === 'waiting') return undefined;
  if (show === 'slow' && (method === 'occlusion' || method === 'headAblation')) {
    tell({ done: 12, count: 80 });
    return undefined;
  }
  if (show === 'failed')
    throw new GlassboxError('too-long', 'The text has 812 tokens; bert-mini takes at most 512.', {
      details: { kind: 'length', what: 'text', tokens: 812, limit: 512, model: 'bert-mini' },
    });
  if (show === 'broken') {
    throw new GlassboxError('model-broken', 'Its graph has no Softmax over scores of queries and keys.', {
      details: { kind: 'attentionForm', name: 'bert-mini' },
    });
  }
  return answer(method, params as never);
}

/** With `show=pair` gpt2-mini's reading of the same text stands beside it. */
function kept(): PersistedAttentionState | undefined {
  if (show !== 'pair' || !subject) return undefined;
  const side = { ...DEFAULT_VIEW, ...view };
  return { view: side, subject, other: { view: { ...side, model: 'gpt2-mini', kind: 'decoder' }, subject } };
}

function ready(): void {
  if (show === 'gradients') pressGradients();
  post({
    type: 'show',
    models: recorded.models,
    subject,
    view,
    language,
    shell: 'posix',
    picture: null,
    isRepeat: false,
  });
}

/** With `show=gradients` they are asked for, as a person does, once the button is there. */
function pressGradients(): void {
  const watching = new MutationObserver(() => {
    // Behind what the word looks at and what hiding changes.
    const [, , gradients] = document.querySelectorAll('.side .block');
    const button = gradients?.querySelector<HTMLButtonElement>('p button');
    if (!button) return;
    watching.disconnect();
    button.click();
  });
  watching.observe(document.body, { childList: true, subtree: true });
}

function receive(message: FromAttentionWebview): void {
  switch (message.type) {
    case 'pin':
      return post({ type: 'subject', subject: subject && { ...subject, pinned: message.pinned } });
    case 'copy':
      console.log(message.text);
      return post({ type: 'copied', what: message.what });
    case 'save':
      return post({ type: 'saved', name: `${message.name}.${message.format}` });
    case 'point':
    case 'reveal':
    case 'part':
    case 'laboratory':
    case 'settings':
      return;
  }
}
