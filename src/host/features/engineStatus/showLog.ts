import type { Services } from '../../core/services.js';

/** *Show Log*: starts, ends and errors of the engine; never a word of the user's text. */
export const showLogCommand = (services: Services) => () => {
  services.log.show();
  return Promise.resolve();
};
