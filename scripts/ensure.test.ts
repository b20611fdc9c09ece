import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { nodeProblem } from './ensure.mjs';

const prismaScript = createRequire(import.meta.url)
  .resolve('prisma/package.json')
  .replace(/package\.json$/, 'preinstall/index.js');

/** Whether the one install script that asks for a version of Node would let this one pass. */
function installs(version: string): boolean {
  const asIf = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`;
  const { status } = spawnSync(process.execPath, ['-e', `${asIf} require(${JSON.stringify(prismaScript)}).main()`]);
  return status === 0;
}

describe('the Node of a machine', () => {
  test.each(['20.19.0', '20.20.2', '22.12.0', '24.0.0', '26.1.0'])('%s is enough', (version) => {
    expect(nodeProblem(version)).toBeNull();
    expect(installs(version)).toBe(true);
  });

  test.each(['18.20.8', '20.0.0', '20.18.3', '21.7.3', '22.11.0', '23.11.0'])('%s is refused in words', (version) => {
    expect(nodeProblem(version)).toContain(`Node ${version} cannot install the packages: 20.19 or newer`);
    expect(installs(version)).toBe(false);
  });
});
