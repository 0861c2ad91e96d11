import type { AttentionMemory, FromAttention, ToAttention } from '../../src/protocol/index.js';
import { openLine } from '../shared/transport.js';
import { App } from './app.js';
import './attention.css';

const root = document.getElementById('attention') ?? document.body;
const line = openLine<ToAttention, FromAttention, AttentionMemory>((message) => app.receive(message));
const app = new App(root, line);
line.send({ type: 'ready' });
