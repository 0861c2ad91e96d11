// VS Code in the user's own browser with a packaged extension: browserEditor VSIX FOLDER FILE. Runs until Ctrl+C.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Server } from './lib/server.js';

const root = fileURLToPath(new URL('../..', import.meta.url)); // of dist/test, where this file is bundled to
const [vsix, folder, openFile] = process.argv.slice(2);
if (vsix === undefined || folder === undefined || openFile === undefined) throw new Error('VSIX FOLDER FILE');

const server = await Server.start({
  root,
  vsix: [vsix],
  idleMinutes: 0,
  settings: {
    'workbench.startupEditor': 'none',
    'telemetry.telemetryLevel': 'off',
    'update.mode': 'none',
    'extensions.autoCheckUpdates': false,
    'chat.disableAIFeatures': true,
    'files.autoSave': 'off', // the examples shall stay as they are
  },
});

// The workbench's own address is too long to be copied from a terminal: a short one leads to it.
const location = server.address({ folder, openFile });
const door = http.createServer((_request, response) => response.writeHead(302, { location }).end());
door.listen(0, '127.0.0.1', () => {
  const { port } = door.address() as AddressInfo;
  console.log(`\nVS Code with Glassbox runs at  http://127.0.0.1:${port}\nCtrl+C ends it.`);
});
