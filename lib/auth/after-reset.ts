import { database } from '#lib/db/client.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import { clearAttempts } from './throttle.ts';

/**
 * What follows from a new password set by mail: the person reads the mail of this address, so it is confirmed; a pause
 * after failed tries is over; and the address is told.
 */
export async function afterReset(user: { id: string; email: string }): Promise<void> {
  await database().$transaction(async (tx) => {
    await tx.user.update({ where: { id: user.id }, data: { emailVerified: true } });
    await enqueue(tx, { name: 'send-mail', data: { to: user.email, template: 'password-changed' } });
  });
  await clearAttempts(user.email);
}
