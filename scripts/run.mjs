// Runs one TypeScript file of ours, with what it needs installed: `node scripts/run.mjs <file> [arguments]`.
import { ensureInstalled, handOver } from './ensure.mjs';

const [script, ...args] = process.argv.slice(2);
if (!script) {
  process.stderr.write('Which file? node scripts/run.mjs <file> [arguments]\n');
  process.exit(1);
}
ensureInstalled();
handOver(script, args);
