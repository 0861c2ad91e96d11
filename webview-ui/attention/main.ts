import type { AttentionContract, PersistedAttentionState } from '../../src/protocol/webviews/index.js';
import { connectToHost } from '../kit/hostConnection.js';
import { loadTexts } from '../kit/loadTexts.js';
import { AttentionApp } from './attentionApp.js';
import './attention.css';

const root = document.getElementById('attention') ?? document.body;
loadTexts(root);
const channel = connectToHost<AttentionContract, PersistedAttentionState>((message) => app.receive(message));
const app = new AttentionApp(root, channel);
channel.ready();
