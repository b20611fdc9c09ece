// Apart from bank.ts, so that the proxy, which runs before every page, does not load the bank's SDK.
export { dialogOrigins } from './stripe/dialog-origins.ts';
