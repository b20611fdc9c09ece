import type { z } from 'zod';
import type { World } from '#sandbox/world/world.ts';

/** What a handler is called with: read parameters, and the names in the path. */
export type Call<Params> = { world: World; params: Params; path: Record<string, string> };

/** An answer that is JSON text already; expansion has nothing to do in it. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** One endpoint of the API. Handlers of POST and DELETE run in a transaction; errors are thrown as `ApiError`. */
export type Endpoint = {
  method: 'GET' | 'POST' | 'DELETE';
  /** As Hono writes it, for example `/v1/customers/:customer`. */
  path: string;
  schema: z.ZodType;
  handle: (call: Call<never>) => object | JsonText;
};

/** Ties a schema to the handler that takes what it reads. */
export function endpoint<Schema extends z.ZodType>(
  method: Endpoint['method'],
  path: string,
  schema: Schema,
  handle: (call: Call<z.infer<Schema>>) => object | JsonText,
): Endpoint {
  return { method, path, schema, handle: handle as Endpoint['handle'] };
}
