import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Place {
  line: number;
  character: number;
}

export interface EditorState {
  file: string;
  languageId: string;
  text: string;
  isDirty: boolean;
  selections: { anchor: Place; active: Place }[];
}

interface Answers {
  state: EditorState | null;
  documents: { uri: string; text: string }[];
  open: null;
  select: null;
  edit: boolean;
  configure: null;
  command: null;
  eventLoop: { p50: number; p99: number; max: number } | null;
  hover: { milliseconds: number; texts: string[] };
  extension: { isActive: boolean; version: string } | null;
  api: { value?: unknown; code?: string; message?: string };
  say: null;
  acted: number;
  environment: { language: string; trusted: boolean };
}

/** The tests' end of the bridge extension (test/host/bridge). */
export class Bridge {
  constructor(private readonly socketPath: string) {}

  /** Waits until the extension host has loaded the bridge. */
  async ready(timeout = 60_000): Promise<void> {
    for (const deadline = Date.now() + timeout; ; await sleep(100)) {
      try {
        await this.ask('environment');
        return;
      } catch (error) {
        if (Date.now() > deadline) throw new Error('the bridge extension did not start', { cause: error });
      }
    }
  }

  /** The active editor; throws when there is none. */
  async state(): Promise<EditorState> {
    const state = await this.ask('state');
    if (state === null) throw new Error('no editor is active');
    return state;
  }

  documents(): Promise<Answers['documents']> {
    return this.ask('documents');
  }

  /** Opens a file in the first group and gives it the keyboard; a notebook in its own editor. */
  async open(file: string): Promise<void> {
    await this.ask('open', file);
  }

  /** Sets the active editor's selections, each from its anchor to its active end. */
  async select(...selections: [Place, Place][]): Promise<void> {
    await this.ask('select', selections);
  }

  /** Edits the active document from outside, as another extension would. */
  async edit(from: Place, to: Place, text: string): Promise<void> {
    const applied = await this.ask('edit', [[from, to], text]);
    if (!applied) throw new Error('the edit was not applied');
  }

  /** Changes user settings; null takes one back to its default. */
  async configure(settings: Record<string, unknown>): Promise<void> {
    await this.ask('configure', settings);
  }

  /** Runs a command without the keyboard, for example while a list has it; does not wait for what the user has to answer. */
  async command(id: string): Promise<void> {
    await this.ask('command', id);
  }

  /** Asks every provider of hovers, as the editor does once the mouse has rested; gives their Markdown and the time it took. */
  hover(place: Place): Promise<Answers['hover']> {
    return this.ask('hover', place);
  }

  extension(id: string): Promise<Answers['extension']> {
    return this.ask('extension', id);
  }

  /** The extension host's event loop since the last call; null at the first. Milliseconds, the timer's 2 ms included. */
  eventLoop(): Promise<Answers['eventLoop']> {
    return this.ask('eventLoop');
  }

  /** Calls the API as another extension does. */
  api(name: string, params: unknown): Promise<Answers['api']> {
    return this.ask('api', [name, params]);
  }

  /** Shows a message as an extension would that does not care what is in it. */
  async say(message: string): Promise<void> {
    await this.ask('say', message);
  }

  /** How often the command `glassboxTest.act` has run: no text that the extension shows may run it. */
  acted(): Promise<number> {
    return this.ask('acted');
  }

  environment(): Promise<Answers['environment']> {
    return this.ask('environment');
  }

  private ask<K extends keyof Answers>(ask: K, argument?: unknown): Promise<Answers[K]> {
    return new Promise((resolve, reject) => {
      const request = http.request({ socketPath: this.socketPath, method: 'POST', timeout: 30_000 }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          const { value, error } = JSON.parse(text) as { value: Answers[K]; error?: string };
          if (error === undefined) resolve(value);
          else reject(new Error(`the bridge could not "${ask}": ${error}`));
        });
      });
      request.on('timeout', () => request.destroy(new Error(`the extension host did not answer "${ask}" in 30 s`)));
      request.on('error', reject);
      request.end(JSON.stringify({ ask, argument }));
    });
  }
}
