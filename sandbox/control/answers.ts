import type { Context } from 'hono';
import { z } from 'zod';
import type { World } from '#sandbox/world/world.ts';
import { defaultWorld, isWorldName, type Worlds } from '#sandbox/world/worlds.ts';

/** A control call that cannot be carried out; answered with its status and its words. */
export class Refused extends Error {
  readonly status: 400 | 404;

  constructor(status: 400 | 404, message: string) {
    super(message);
    this.status = status;
  }
}

/** The world that `?world=` names, `plumb` when it is left out. */
export function worldNameOf(context: Context): string {
  const name = context.req.query('world') ?? defaultWorld;
  if (!isWorldName(name)) throw new Refused(400, `No world can be called '${name}': letters, digits and _ only`);
  return name;
}

export function worldOf(context: Context, worlds: Worlds): World {
  return worlds.get(worldNameOf(context));
}

/** The JSON body read by a schema; an empty body is `{}`. Throws with every problem in words. */
export async function bodyOf<Schema extends z.ZodType>(context: Context, schema: Schema): Promise<z.infer<Schema>> {
  const text = await context.req.text();
  let raw: unknown = {};
  try {
    if (text.trim() !== '') raw = JSON.parse(text);
  } catch {
    throw new Refused(400, 'The body is not JSON');
  }
  const read = schema.safeParse(raw);
  if (read.success) return read.data;
  throw new Refused(400, z.prettifyError(read.error));
}
