import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Environment } from './settings.ts';

const run = promisify(execFile);

/** Runs one of our scripts to its end in a process of its own, and returns what it said. Throws with its own words. */
export async function runOnce(script: string, environment: Environment): Promise<string> {
  try {
    const args = ['--disable-warning=ExperimentalWarning', script];
    const { stdout } = await run(process.execPath, args, { env: environment as NodeJS.ProcessEnv });
    return stdout.trim();
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(stderr?.trim() || String(error));
  }
}
