import type { Services } from '../services.js';

/** *Show Log*: starts, ends and errors of the engine; never a word of the person's text. */
export const showLog = (services: Services) => () => {
  services.log.show();
  return Promise.resolve();
};
