import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeProblem } from '../../src/node-version.ts';

describe('the version of Node', () => {
  it('is refused where it is too old, in a sentence that names both', () => {
    expect(nodeProblem('18.20.8')).toBe(
      'Carrel needs Node 20.19 or newer, and this is Node 18.20.8. Install a newer one, then run npm install again.',
    );
    expect(nodeProblem('20.18.3')).toContain('this is Node 20.18.3');
  });

  it.each(['20.19.0', '20.20.2', '22.12.0', '24.0.0', '100.0.0'])('may be %s', (version) => {
    expect(nodeProblem(version)).toBeNull();
  });

  it('is the one that package.json asks for', () => {
    const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(manifest.engines.node).toBe('>=20.19');
    expect(nodeProblem('20.18.0')).toContain('Node 20.19 or newer');
  });
});
