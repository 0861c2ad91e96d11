import type { DecodingHead, DecodingRun, DecodingState, ToDecodingWebview } from '../../../protocol/webviews/index.js';

/** The state without the runs. */
export function headOf({ prompt, model, seed, maxNewTokens, prefix, models, error }: DecodingState): DecodingHead {
  return { prompt, model, seed, maxNewTokens, prefix, models, error };
}

/** The messages that bring a page from one state to the next. Unchanged parts are the same objects. */
export function changesBetween(before: DecodingState, after: DecodingState): ToDecodingWebview[] {
  const messages: ToDecodingWebview[] = [];
  const known = new Map(before.runs.map((run) => [run.id, run]));
  const left = new Set(after.runs.map(({ id }) => id));
  for (const { id } of before.runs) if (!left.has(id)) messages.push({ type: 'removed', id });
  let onlyStale = false;
  for (const [index, run] of after.runs.entries()) {
    const old = known.get(run.id);
    if (old === run) continue;
    if (old && sameButStale(old, run)) onlyStale = true;
    else messages.push({ type: 'run', run, index });
  }
  if (onlyStale) messages.push({ type: 'stale', ids: after.runs.filter(({ stale }) => stale).map(({ id }) => id) });
  if (orderDiffers(before.runs, after.runs)) messages.push({ type: 'order', ids: after.runs.map(({ id }) => id) });
  const [old, head] = [headOf(before), headOf(after)];
  if ((Object.keys(head) as (keyof DecodingHead)[]).some((key) => head[key] !== old[key])) {
    messages.push({ type: 'head', head });
  }
  return messages;
}

function sameButStale(old: DecodingRun, run: DecodingRun): boolean {
  return (Object.keys(run) as (keyof DecodingRun)[]).every((key) => key === 'stale' || run[key] === old[key]);
}

/** Whether the runs that were there before stand in another order. */
function orderDiffers(before: readonly DecodingRun[], after: readonly DecodingRun[]): boolean {
  const ids = new Set(after.map(({ id }) => id));
  const old = before.filter(({ id }) => ids.has(id));
  const known = new Set(old.map(({ id }) => id));
  const now = after.filter(({ id }) => known.has(id));
  return old.some(({ id }, index) => id !== now[index]?.id);
}
