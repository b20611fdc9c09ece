import { cp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Copies the sandbox's worlds of a backup beside the present ones: what can fail does so before anything has changed. `take`
 * puts them in their place and sets the present ones aside under `stamp`; `drop` removes the copy. A backup without worlds
 * leaves those that are there.
 */
export async function stageWorlds(
  folder: string,
  home: string,
  stamp: string,
): Promise<{ take(): Promise<void>; drop(): Promise<void> }> {
  const worlds = join(folder, 'sandbox');
  const place = join(home, 'sandbox');
  const staged = `${place}.restored-${stamp}`;
  const drop = () => rm(staged, { recursive: true, force: true });
  if (!(await stat(worlds).catch(() => null))) return { take: async () => {}, drop };
  try {
    await cp(worlds, staged, { recursive: true });
  } catch (error) {
    await drop();
    throw error;
  }
  const take = async () => {
    await rename(place, `${place}.replaced-${stamp}`).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rename(staged, place);
  };
  return { take, drop };
}
