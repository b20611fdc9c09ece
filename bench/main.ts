// Measures what Plumb promises about speed, both sides in one run: `npm run bench`, options in bench/README.md.
import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { heapArguments } from '../scripts/heap.ts';
import { measureDemo } from './demo.ts';
import { measureIngest } from './ingest.ts';
import { type Finding, table } from './measure.ts';
import { measurePages } from './pages.ts';
import { measureSandbox } from './sandbox.ts';
import { openStage } from './stage.ts';

// The syncs run in this process: it gets the heap of a worker.
if (!heapArguments.every((one) => process.execArgv.includes(one))) {
  const again = [...process.execArgv, ...heapArguments, ...process.argv.slice(1)];
  process.exit(spawnSync(process.execPath, again, { stdio: 'inherit' }).status ?? 1);
}

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'ingest,demo,pages,sandbox' },
    rows: { type: 'string', default: '100000' },
    million: { type: 'boolean', default: false },
  },
});
const parts = values.only.split(',');
const rowCount = Number(values.rows);
const known = ['ingest', 'demo', 'pages', 'sandbox'];
if (!Number.isInteger(rowCount) || rowCount < 1000 || parts.some((part) => !known.includes(part))) {
  console.error(
    'Usage: npm run bench -- [--only ingest,demo,pages,sandbox] [--rows 100000, at least 1000] [--million]',
  );
  process.exit(2);
}

const findings: Finding[] = [];
if (parts.some((part) => part !== 'sandbox')) {
  const stage = await openStage();
  try {
    if (parts.includes('ingest')) findings.push(...(await measureIngest(stage, rowCount)));
    if (parts.includes('demo')) findings.push(...(await measureDemo(stage)));
    if (parts.includes('pages'))
      findings.push(...(await measurePages(stage, { small: rowCount, large: values.million ? rowCount * 10 : null })));
  } finally {
    await stage.close();
  }
}
if (parts.includes('sandbox')) findings.push(...(await measureSandbox(rowCount * 10)));

const machine = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB, ${release()}, Node ${process.version}`;
const at = new Date().toISOString();
console.log(`\n${table(findings)}\n\n${at}, ${machine}`);
const folder = join(import.meta.dirname, 'results');
await mkdir(folder, { recursive: true });
const path = join(folder, `${at.slice(0, 19).replaceAll(':', '')}.json`);
await writeFile(path, JSON.stringify({ at, machine, rowCount, findings }, null, 2));
console.log(`Written to ${path}`);
