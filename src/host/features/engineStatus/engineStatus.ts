import type { EngineService } from '../../core/services.js';

const UNITS = ['B', 'KB', 'MB', 'GB'];

/** Bytes for people: 12602017 → "12.6 MB", in powers of 1000 like a file manager. */
export function formatBytes(count: number, locale?: string): string {
  const power = count < 1000 ? 0 : Math.min(Math.floor(Math.log10(count) / 3), UNITS.length - 1);
  const value = count / 1000 ** power;
  const digits = power === 0 || value >= 100 ? 0 : 1;
  return `${value.toLocaleString(locale, { maximumFractionDigits: digits })} ${UNITS[power]}`;
}

/** What the status bar says, before words are put to it. */
export type EngineStatus =
  | { kind: 'failed'; how: string | number }
  | { kind: 'silent'; seconds: number }
  | { kind: 'off' }
  | { kind: 'idle' }
  | { kind: 'loading'; model: string; percent: number }
  | { kind: 'running'; model: string; tokensPerSecond: number | null };

/** The one thing worth saying of an engine. */
export function engineStatusOf({
  state,
  failure,
  silence,
}: Pick<EngineService, 'state' | 'failure' | 'silence'>): EngineStatus {
  if (silence) return { kind: 'silent', seconds: silence.seconds };
  // A new process at work is worth more than how the last one ended.
  const phase = state?.phase ?? 'idle';
  if (failure !== null && phase === 'idle') return { kind: 'failed', how: failure };
  if (!state) return { kind: 'off' };
  const model = state.model ?? '';
  switch (state.phase) {
    case 'idle':
      return { kind: 'idle' };
    case 'loading':
      return { kind: 'loading', model, percent: Math.round(100 * (state.loaded ?? 0)) };
    case 'running':
      return { kind: 'running', model, tokensPerSecond: state.tokensPerSecond };
  }
}
