import { inLanguage } from '../lib/language.ts';
import { de } from './messages.de.ts';
import { en } from './messages.en.ts';

/** In the page's language. */
export const messages = inLanguage({ en, de });
