// Answers on the socket that GLASSBOX_BRIDGE names. The tests act as a user does, with keys and mouse; this is for what
// cannot be read from the window exactly (spaces, lines out of sight) or takes a user long to prepare.
const fs = require('node:fs');
const http = require('node:http');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const vscode = require('vscode');

let delays = null;
let acted = 0;

const place = ({ line, character }) => ({ line, character });
const range = ([from, to]) => new vscode.Range(from.line, from.character, to.line, to.character);

const answers = {
  /** The active editor, or null. */
  state() {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return null;
    const { document, selections } = editor;
    return {
      file: document.uri.path,
      languageId: document.languageId,
      text: document.getText(),
      isDirty: document.isDirty,
      selections: selections.map(({ anchor, active }) => ({ anchor: place(anchor), active: place(active) })),
    };
  },
  documents: () => vscode.workspace.textDocuments.map((each) => ({ uri: each.uri.toString(), text: each.getText() })),
  async open(file) {
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file), { viewColumn: vscode.ViewColumn.One });
    return null;
  },
  /** Anchors and active ends of the new selections; answers when the window has them. */
  async select(selections) {
    const editor = vscode.window.activeTextEditor;
    editor.selections = selections.map(
      ([anchor, active]) => new vscode.Selection(anchor.line, anchor.character, active.line, active.character),
    );
    editor.revealRange(editor.selection);
    // Setting them does not wait. The window takes messages in turn: this command's answer comes after they were set, so
    // that a key pressed next is not typed at the old place.
    await vscode.commands.executeCommand('setContext', 'glassboxTest.selected', true);
    return null;
  },
  /** An edit as another extension, a formatter or a colleague would make it. */
  async edit([where, text]) {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(vscode.window.activeTextEditor.document.uri, range(where), text);
    return vscode.workspace.applyEdit(edit);
  },
  async configure(settings) {
    for (const [key, value] of Object.entries(settings)) {
      await vscode.workspace.getConfiguration().update(key, value ?? undefined, vscode.ConfigurationTarget.Global);
    }
    return null;
  },
  /** Runs a command; one that waits for the user is left to itself after a second. */
  async command(id) {
    const left = new Promise((resolve) => setTimeout(resolve, 1000));
    await Promise.race([vscode.commands.executeCommand(id), left]);
    return null;
  },
  /** How late the extension host's event loop is, from one call to the next; milliseconds. */
  eventLoop() {
    const before = delays && {
      p50: delays.percentile(50) / 1e6,
      p99: delays.percentile(99) / 1e6,
      max: delays.max / 1e6,
    };
    delays?.disable();
    delays = monitorEventLoopDelay({ resolution: 2 });
    delays.enable();
    return before;
  },
  /** The hovers at a place of the active document, and how long they took; milliseconds. */
  async hover({ line, character }) {
    const { uri } = vscode.window.activeTextEditor.document;
    const begun = performance.now();
    const hovers = await vscode.commands.executeCommand(
      'vscode.executeHoverProvider',
      uri,
      new vscode.Position(line, character),
    );
    const milliseconds = performance.now() - begun;
    return {
      milliseconds,
      texts: hovers.flatMap(({ contents }) => contents.map((each) => each.value ?? String(each))),
    };
  },
  extension(id) {
    const found = vscode.extensions.getExtension(id);
    return found ? { isActive: found.isActive, version: found.packageJSON.version } : null;
  },
  /** A call of the API that Glassbox has for other extensions: its value, or the code and the message it rejects with. */
  async api([name, params]) {
    const glassbox = await vscode.extensions.getExtension('glassbox.glassbox').activate();
    return glassbox[name](params).then(
      (value) => ({ value }),
      ({ code, message }) => ({ code, message }),
    );
  },
  /** Shows a message as it is given, links and all. */
  say(message) {
    void vscode.window.showInformationMessage(message);
    return null;
  },
  /** How often the command that strangers' links name has run. */
  acted: () => acted,
  environment: () => ({ language: vscode.env.language, trusted: vscode.workspace.isTrusted }),
};

async function read(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

exports.activate = (context) => {
  const socket = process.env.GLASSBOX_BRIDGE;
  fs.rmSync(socket, { force: true }); // of an extension host before this one
  context.subscriptions.push(vscode.commands.registerCommand('glassboxTest.act', () => void (acted += 1)));
  const server = http.createServer((request, response) => {
    read(request)
      .then(({ ask, argument }) => answers[ask](argument))
      .then(
        (value) => response.end(JSON.stringify({ value })),
        (error) => response.writeHead(500).end(JSON.stringify({ error: String(error?.stack ?? error) })),
      );
  });
  server.listen(socket);
  context.subscriptions.push({ dispose: () => server.close() });
};
