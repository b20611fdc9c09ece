// `npm test`, `npm run check`, `npm run test:deep`: installs what is missing, then runs the tests.
import { ensureInstalled, handOver } from './ensure.mjs';

ensureInstalled();
handOver('scripts/test.ts', process.argv.slice(2));
