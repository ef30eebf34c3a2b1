import './ahead.ts';
import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../ui/base.css';
import { language } from '../lib/language.ts';
import { createSession } from '../lib/session.ts';
import { followTheme } from '../lib/theme.ts';
import { App } from './app.tsx';
import { reloadOnceForNewChunks } from './new-chunks.ts';

document.documentElement.lang = language;
followTheme();
reloadOnceForNewChunks();

const root = document.getElementById('root');
if (root) createRoot(root).render(<App session={createSession()} />);
