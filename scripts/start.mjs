// `npm start` and `npm run dev`: installs what is missing, then starts everything.
import { ensureInstalled, handOver } from './ensure.mjs';

ensureInstalled();
handOver('scripts/start.ts', process.argv.slice(2));
