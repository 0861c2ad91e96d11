import { describe, expect, it } from 'vitest';
import { namingSetting, type ReadSetting } from '../../../../../src/host/features/continueText/decodingFromSettings.js';
import { settingTable } from '../../../../../src/host/core/settingTable.js';
import { GlassboxError, type ErrorDetails } from '../../../../../src/protocol/engine/index.js';

const get: ReadSetting = (key) => settingTable[key].fallback;

const detailsOf = (details: ErrorDetails) =>
  (namingSetting(new GlassboxError('bad-request', 'message', { details }), get) as GlassboxError).details;

describe('an error of a continuation', () => {
  it('names the setting that its field came from', () => {
    const issue = { field: 'amateur', kind: 'vocabulary', message: '', given: 'bert-mini' } as const;
    expect(detailsOf({ kind: 'field', issue })).toEqual({
      kind: 'field',
      issue,
      setting: 'glassbox.continueText.amateur',
    });
  });

  it('names the setting whose model there is not', () => {
    const unknown = (model: string): ErrorDetails => ({ kind: 'unknownModel', model, known: [] });
    expect(detailsOf(unknown('gpt2-mini-amateur'))).toMatchObject({ setting: 'glassbox.continueText.amateur' });
    expect(detailsOf(unknown('gpt2-mini'))).toMatchObject({ setting: 'glassbox.continueText.model' });
    expect(detailsOf(unknown('another'))).toEqual(unknown('another'));
  });

  it('is left as it is where no setting is the reason', () => {
    const issue = { field: 'minNewTokens', kind: 'overNewTokens', message: '' } as const;
    expect(detailsOf({ kind: 'field', issue })).toEqual({ kind: 'field', issue });
    const other = new Error('other');
    expect(namingSetting(other, get)).toBe(other);
  });
});
