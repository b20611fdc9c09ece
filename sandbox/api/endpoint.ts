import type { z } from 'zod';
import type { JsonText } from '#sandbox/world/json-text.ts';
import type { World } from '#sandbox/world/world.ts';
import type { ReadsWhatTheSdkSends, Sdk } from './sdk.ts';

/** What a handler is called with: read parameters, and the names in the path. */
export type Call<Params> = {
  world: World;
  params: Params;
  path: Record<string, string>;
  /** Address of the caller. */
  clientIp: string | null;
};

type Method = 'GET' | 'POST' | 'DELETE';

/** An answer, or its JSON where that is what is kept. */
export type Told<Answer> = Answer | JsonText<Answer>;

/** One endpoint of the API. Handlers of POST and DELETE run in a transaction; errors are thrown as `ApiError`. */
export type Endpoint = {
  method: Method;
  /** As Hono writes it, for example `/v1/customers/:customer`. */
  path: string;
  schema: z.ZodType;
  handle: (call: Call<never>) => Told<object>;
  /** Whether a publishable key may call it. A page of another origin may not: no CORS is answered. */
  publishable?: boolean;
};

/** Ties a schema to the handler that takes what it reads; both have to agree with the SDK's types for this address. */
export function endpoint<M extends Method, Path extends string, Schema extends z.ZodType>(
  method: M,
  path: `${M} ${Path}` extends keyof Sdk ? Path : never,
  schema: Schema & ReadsWhatTheSdkSends<Schema, `${M} ${Path}` & keyof Sdk>,
  handle: (call: Call<z.infer<Schema>>) => Told<Sdk[`${M} ${Path}` & keyof Sdk][1]>,
): Endpoint {
  return { method, path, schema, handle: handle as Endpoint['handle'] };
}
