import { readStored } from '../lib/stored-session.ts';

/** Who asks for it again is told what went wrong. */
const sendForSignedIn = () => void import('./signed-in.tsx').catch(() => {});

/** So long somebody who signs in has nothing else to wait for. */
const AFTER_SIGN_IN_PAGE_MS = 1_000;

// Before all else, so that what is behind the login is on its way while the page begins; for somebody who signs in, once
// they can.
if (readStored()) sendForSignedIn();
else addEventListener('load', () => setTimeout(sendForSignedIn, AFTER_SIGN_IN_PAGE_MS));
