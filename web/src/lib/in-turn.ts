const NAME = 'carrel.session.turn';
/** A tab that holds the turn longer was closed, or its computer slept. */
const HELD_MS = 10_000;
const LOOK_MS = 50;

/** Does work in one tab at a time. Where a page has no locks, as over plain http in a LAN, storage holds the turn. */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  return 'locks' in navigator ? navigator.locks.request(NAME, work) : turnByStorage(work);
}

async function turnByStorage<T>(work: () => Promise<T>): Promise<T> {
  const mine = String(Math.random());
  while (!(await take(mine))) await pause(LOOK_MS);
  try {
    return await work();
  } finally {
    if (holder() === mine) localStorage.removeItem(NAME);
  }
}

/** Writes itself down where nobody else stands, and looks a moment later who was the last to do so. */
async function take(mine: string): Promise<boolean> {
  if (holder() !== null) return false;
  localStorage.setItem(NAME, JSON.stringify({ holder: mine, until: Date.now() + HELD_MS }));
  await pause(LOOK_MS / 2 + Math.random() * LOOK_MS);
  return holder() === mine;
}

function holder(): string | null {
  const text = localStorage.getItem(NAME);
  if (text === null) return null;
  const { holder, until } = JSON.parse(text) as { holder: string; until: number };
  return until > Date.now() ? holder : null;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
