import type {
  PersistedAttentionState,
  FromAttentionWebview,
  ToAttentionWebview,
} from '../../src/protocol/webviews/index.js';
import { connectToHost } from '../kit/webviewChannel.js';
import { AttentionApp } from './attentionApp.js';
import './attention.css';

const root = document.getElementById('attention') ?? document.body;
const channel = connectToHost<ToAttentionWebview, FromAttentionWebview, PersistedAttentionState>((message) =>
  app.receive(message),
);
const app = new AttentionApp(root, channel);
channel.send({ type: 'ready' });
