// Makes the database client from prisma/schema.prisma. Prisma only checks that a schema engine exists, and would download a
// native one otherwise; the WebAssembly engine that is installed anyway satisfies it.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const engine = join(dirname(require.resolve('@prisma/schema-engine-wasm')), 'schema_engine_bg.wasm');
const prisma = join(root, 'node_modules', 'prisma', 'build', 'index.js');

const made = spawnSync(join(root, 'node_modules', '.bin', 'node'), [prisma, 'generate'], {
  cwd: root,
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: engine,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  },
  encoding: 'utf8',
});
if (made.status !== 0) process.stderr.write(`${made.stdout}${made.stderr}`);
process.exit(made.status ?? 1);
