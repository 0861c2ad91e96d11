/* A server that answers badly: each time a message that says what is wrong and what to do, and the text as it was. */
import type { ServerResponse } from 'node:http';
import { afterAll, expect, test } from 'vitest';
import { event, StandIn, WORDS_ONLY } from '../../unit/servers/standIn.js';
import { addServer } from '../lib/addServer.js';
import { editorText, openFile, placeCursor } from '../lib/editor.js';
import { runCommand } from '../lib/palette.js';
import { clearNotifications, notification } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

type Bad = (response: ServerResponse) => void;
let bad: Bad | null = null;
const answer = (response: ServerResponse, path: string) => {
  if (bad === null || path !== '/v1/completions') return false;
  bad(response);
  return true;
};
const servers = [new StandIn(undefined, answer), new StandIn(WORDS_ONLY, answer)];
const hosts: string[] = [];
for (const server of servers) hosts.push(new URL(await server.start()).host);
afterAll(() => Promise.all(servers.map((server) => server.stop())));

const TEXT = 'She went to the river\n';
const workbench = useWorkbench({ files: { 'note.txt': TEXT } });
const page = () => workbench().page;

const status =
  (code: number, body = '', headers: Record<string, string> = {}): Bad =>
  (response) =>
    void response.writeHead(code, headers).end(body);
const json = (value: unknown, code = 200) =>
  status(code, JSON.stringify(value), { 'content-type': 'application/json' });
const stream =
  (...pieces: string[]): Bad =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of pieces) response.write(piece);
    response.end();
  };

const BAD: [string, Bad, string | RegExp][] = [
  [
    'a key that is wanted',
    status(401),
    'The server wants a key, or does not take the one that it was given (status 401). “Add Server…”',
  ],
  ['a key that may not', status(403), '(status 403)'],
  ['nothing there', status(404), 'nothing at this address (status 404)'],
  ['a text that is too large', status(413), 'Take a shorter text.'],
  ['too many questions', status(429, '', { 'retry-after': '7' }), 'Try again in 7 s.'],
  [
    'a fault of its own',
    json({ error: { message: 'CUDA out of memory' } }, 500),
    '(status 500). Try again; where it fails again, its own log says why. It says: CUDA out of memory',
  ],
  [
    'a page of a proxy',
    status(200, '<html><b>Login</b></html>', { 'content-type': 'text/html' }),
    'A proxy may stand between',
  ],
  [
    'another place',
    status(302, '', { location: 'http://192.0.2.1/' }),
    'leads to another address, which is not followed',
  ],
  ['half of its JSON', status(200, '{"choices": [', { 'content-type': 'application/json' }), 'It gave no JSON.'],
  ['JSON of another kind', json({ hello: 1 }), '“Find Out What a Server Can Do…” asks it anew.'],
  [
    'an end in the middle',
    (response) => void response.destroy(),
    'The server broke its answer off. Look whether it still runs',
  ],
  [
    'an error within a stream',
    stream(event({ error: { message: 'worker died', code: 500 } })),
    /It says: worker died|It gave no JSON/,
  ],
];

test.each([
  ['tells its steps', 0],
  ['tells texts alone', 1],
])('a server that %s: each fault is told once, and the text stays', async (_, which) => {
  const host = hosts[which]!;
  bad = null;
  await addServer(page(), host);
  await notification(page(), `forty@${host} is among the models now`);
  await clearNotifications(page());
  await openFile(workbench(), 'note.txt');
  await workbench().bridge.configure({ 'glassbox.continueText.model': `forty@${host}` });
  for (const [name, how, told] of BAD) {
    bad = how;
    await placeCursor(workbench(), 'the river');
    await runCommand(page(), 'Glassbox: Continue Text');
    const said = await notification(page(), host);
    if (typeof told === 'string') expect(said, name).toContain(told);
    else expect(said, name).toMatch(told);
    expect(said, name).not.toMatch(/<|undefined|did not do it/);
    expect(await editorText(workbench()), name).toBe(TEXT);
    await clearNotifications(page());
  }
});
