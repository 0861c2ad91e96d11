// Takes the README's pictures anew, with the extension and the models as they are: npm run pictures [-- -t TITLE].
import { runInWindow } from './lib/window.mjs';

process.exitCode = await runInWindow('media', process.argv.slice(2));
