import { hostBeyond, type ModelInfo } from '../../protocol/engine/index.js';
import { whereText } from '../../wording/index.js';

/** Where the texts of a listed model go, for a row about it; nothing of those that are on this machine without a server. */
export const servedWhere = ({ server }: Pick<ModelInfo, 'server'>): string[] =>
  server === undefined ? [] : [whereText(hostBeyond(server.address))];
