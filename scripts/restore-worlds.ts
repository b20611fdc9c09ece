import { cp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Copies the sandbox's worlds of a backup beside the present ones: what can fail does so before anything has changed. `take`
 * puts them in their place and sets the present ones aside under `stamp`, or leaves the present ones and says where both
 * are; `drop` removes the copy. A backup without worlds leaves those that are there.
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
  const aside = `${place}.replaced-${stamp}`;
  const move = async () => {
    await rename(place, aside).catch(unlessMissing);
    try {
      await rename(staged, place);
    } catch (error) {
      // Where this fails too, the first is the one to tell.
      await rename(aside, place).catch(() => undefined);
      throw error;
    }
  };
  const take = () =>
    move().catch((error: Error) => {
      throw new Error(
        `The sandbox's worlds are not restored: the present ones are in ${place} or in ${aside}. Set ${place} aside, where it is there, then move ${staged} to it. ${error.message}`,
      );
    });
  return { take, drop };
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
