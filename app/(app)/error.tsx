'use client';

/** Within the shell: the rail still works. */
export { Broken as default } from '../_shared/broken.client.tsx';
