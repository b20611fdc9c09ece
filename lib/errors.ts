import { randomBytes } from 'node:crypto';

/** The viewer's role does not allow this. Doors answer with the code `not-allowed`. */
export class NotAllowed extends Error {
  override name = 'NotAllowed';
}

/** There is no such thing for this viewer; somebody else's counts as none. Doors answer with 404. */
export class NotFound extends Error {
  override name = 'NotFound';
}

/** A short id that a person can quote and a log line carries, for an error whose message stays with us. */
export function newErrorId(): string {
  return randomBytes(6).toString('hex');
}
