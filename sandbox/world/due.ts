import type { World } from './world.ts';

/** Things that happen by themselves at a moment of the world's clock. */
export type DueKind = 'subscription' | 'deactivate' | 'warn' | 'expire-numbers';
export type DueRow = { id: number; at: number; kind: DueKind; subject: string };

export function addDue(world: World, at: number, kind: DueKind, subject: string): void {
  world.store.run('insert into due (at, kind, subject) values (?, ?, ?)', at, kind, subject);
  world.nextDue = Math.min(world.nextDue, at);
}

export function dropDue(world: World, subject: string, kinds: readonly DueKind[]): void {
  for (const kind of kinds) world.store.run('delete from due where subject = ? and kind = ?', subject, kind);
}

/** The earliest thing due until a moment, or undefined; remembers when to look again. */
export function earliestDue(world: World, until: number): DueRow | undefined {
  const row = world.store.get<DueRow>('select * from due order by at, id limit 1');
  world.nextDue = row?.at ?? Number.POSITIVE_INFINITY;
  return row && row.at <= until ? row : undefined;
}
