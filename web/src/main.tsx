// Where the page begins: styles, the view from the address, the watch on the server, and the page itself.
import { render } from 'preact';
import './style/tokens.css';
import './style/layout.css';
import './style/parts.css';
import { watchServer } from './api/client';
import { App } from './App';
import { bindStore } from './state/store';
import { bindTheme } from './state/theme';
import { bind } from './state/url';
import { bindLater } from './ui/Later';
import { bindPair } from './whatif/job';

bindTheme();
bindStore();
bind();
bindPair();
bindLater();
watchServer();

const root = document.getElementById('app');
if (root) render(<App />, root);
