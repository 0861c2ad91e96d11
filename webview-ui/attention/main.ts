import type {
  PersistedAttentionState,
  FromAttentionWebview,
  ToAttentionWebview,
} from '../../src/protocol/webviews/index.js';
import { openLine } from '../shared/transport.js';
import { App } from './app.js';
import './attention.css';

const root = document.getElementById('attention') ?? document.body;
const line = openLine<ToAttentionWebview, FromAttentionWebview, PersistedAttentionState>((message) =>
  app.receive(message),
);
const app = new App(root, line);
line.send({ type: 'ready' });
