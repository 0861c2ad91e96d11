import { GlassboxError, type ErrorDetails, type ModelInfo } from '../../protocol/engine/index.js';
import { type FileList, type ReadList } from '../../search/fileList.js';
import { INDEX_FORM } from '../../search/vectorRecords.js';
import { loadList, modelMark } from './indexFolder.js';

/** Why an index does not serve a model. */
export function indexDamage(index: string, found: ReadList | null, { id }: Pick<ModelInfo, 'id'>): GlassboxError {
  const fault = (message: string, details: ErrorDetails) => new GlassboxError('bad-request', message, { details });
  if (found === null)
    return fault(`There is no index in ${index}. Make one with buildIndex.`, { kind: 'indexMissing', index });
  switch (found.kind) {
    case 'damaged':
      return fault(`The index in ${index} is damaged. Make it anew.`, { kind: 'indexDamaged', index });
    case 'otherVersion': {
      const { version } = found;
      const message = `The index in ${index} has the form ${version}, and this release reads ${INDEX_FORM}. Make it anew.`;
      return fault(message, { kind: 'indexOfOtherVersion', index, version, known: INDEX_FORM });
    }
    case 'list':
      return otherModel(index, found.list.model.id, id);
  }
}

/** For an index of another model, or of other weights under its name. */
export function otherModel(index: string, model: string, wanted: string): GlassboxError {
  const other = model === wanted ? `${wanted} with other weights` : model;
  const message = `The index in ${index} was made with ${other}, and ${wanted} is to search it. Make it anew, or name ${model}.`;
  return new GlassboxError('bad-request', message, { details: { kind: 'indexOfOtherModel', index, model, wanted } });
}

/** The list of an index that a model can search. @throws GlassboxError `bad-request`, as `indexDamage` says */
export async function requireList(index: string, model: Pick<ModelInfo, 'id' | 'bytes'>): Promise<FileList> {
  const found = await loadList(index);
  if (found?.kind === 'list' && modelMark(found.list.model) === modelMark(model)) return found.list;
  throw indexDamage(index, found, model);
}
