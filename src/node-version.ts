/** The oldest release of Node that Carrel runs on; package.json says it too. */
const OLDEST = { major: 20, minor: 19 };

/** What is wrong with a version of Node such as `18.20.8`, in a sentence; null where it is new enough. */
export function nodeProblem(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return null;
  return `Carrel needs Node ${OLDEST.major}.${OLDEST.minor} or newer, and this is Node ${version}. Install a newer one, then run npm install again.`;
}
