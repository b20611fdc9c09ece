// Makes the production build when there is none of exactly these sources: `node scripts/run.mjs scripts/build-app.ts`.
import { build, isBuilt } from './build.ts';

try {
  const isCurrent = await isBuilt(process.cwd());
  if (!isCurrent) await build(process.cwd());
  console.log(isCurrent ? 'The build is current.' : 'Built.');
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
