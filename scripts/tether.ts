/** The module that ends a process when whoever started it is gone, as an address for node's `--import`. */
export const tether = new URL('./tether.mjs', import.meta.url).href;
