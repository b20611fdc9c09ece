// What must be there before any TypeScript can run: packages, the database client, Node 24. Plain JavaScript without
// dependencies, for the Node that the machine happens to have (20.19 is enough).
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const node = join(root, 'node_modules', '.bin', 'node');

/** Installs the packages when there are none, or when the lockfile is newer than what is installed. */
export function ensureInstalled() {
  refuseOldNode();
  const installed = join(root, 'node_modules', '.package-lock.json');
  const lockfile = join(root, 'package-lock.json');
  const isCurrent =
    existsSync(node) && existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockfile).mtimeMs;
  if (!isCurrent) {
    say('Installing packages (npm ci). The first time this takes about a minute.');
    // Also where NODE_ENV is production: the build needs all of them.
    const npm = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: 'inherit',
    });
    if (npm.status !== 0) fail('npm ci failed; its own words are above.');
    if (!existsSync(node))
      fail('npm ci ran without install scripts, which bring Node 24. Run it without --ignore-scripts.');
  }
  ensureClient();
}

/** Makes the database client when the schema has changed since it was made. */
function ensureClient() {
  const schema = readFileSync(join(root, 'prisma', 'schema.prisma'));
  const stamp = join(root, 'prisma', 'generated', '.made-from');
  const hash = createHash('sha256').update(schema).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  const made = spawnSync(process.execPath, [join(root, 'scripts', 'generate-client.mjs')], { stdio: 'inherit' });
  if (made.status !== 0) fail('The database client could not be made from prisma/schema.prisma.');
  writeFileSync(stamp, hash);
}

/**
 * Runs a TypeScript file under Node 24 in this process's place: the same terminal, the same arguments, its exit code. A
 * signal that reaches only us is passed on; when npm, which started us, is gone, so are we.
 */
export function handOver(script, args) {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, script), ...args], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child as well; it takes the second for the first.
      child.kill(signal);
    });
  }
  if (process.env.npm_lifecycle_event) {
    // npm runs us through a shell: either of them may be the one that is killed.
    const shell = process.ppid;
    const npm = parentOf(shell);
    setInterval(() => {
      if (process.ppid !== shell || parentOf(shell) !== npm) child.kill('SIGTERM');
    }, 500).unref();
  }
  child.once('error', (error) => fail(`${script} could not be started: ${error.message}`));
  child.once('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

/** The parent of a process, or null where there is no /proc to ask. */
function parentOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}

function refuseOldNode() {
  const problem = nodeProblem(process.versions.node);
  if (problem) fail(problem);
}

/**
 * Why a machine's Node (`20.19.0`) cannot install the packages, or null. Everything runs under Node 24, which is one of
 * them; but npm runs their install scripts under the machine's own, and Prisma's refuses all others than these.
 */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major >= 24 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return null;
  return `Node ${version} cannot install the packages: 20.19 or newer, 22.12 or newer, or 24 is needed.`;
}

function say(text) {
  process.stdout.write(`${text}\n`);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
