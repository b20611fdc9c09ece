import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { now } from '#sandbox/world/clock.ts';
import { commit, type World } from '#sandbox/world/world.ts';
import { defaultWorld, isWorldName, type Worlds } from '#sandbox/world/worlds.ts';

export type MailReceiver = { port: number; close: () => Promise<void> };

/**
 * Receives mail and keeps it in the world that the SMTP user name gives, or in the default one without a user name. Any
 * password is right; nothing is ever passed on.
 */
export async function startMailReceiver(worlds: Worlds, host: string, port: number): Promise<MailReceiver> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    size: 5_000_000,
    onAuth: ({ username }, _session, done) => {
      if (username && isWorldName(username)) done(null, { user: username });
      else done(new Error('The user name names a world: letters, digits and _ only'));
    },
    onData: (stream, session, done) => {
      const world = worlds.get(typeof session.user === 'string' ? session.user : defaultWorld);
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      // The parser is loaded for the first mail, so that a start does not wait for it.
      import('mailparser')
        .then(({ simpleParser }) => simpleParser(stream))
        .then((mail) => {
          keep(world, {
            sender: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
            recipients,
            subject: mail.subject ?? '',
            text: mail.text ?? '',
            html: mail.html === false ? null : mail.html,
          });
          done();
        })
        .catch(done);
    },
  });
  server.on('error', (error) => process.stderr.write(`mail: ${error.message}\n`));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

type Kept = { sender: string; recipients: string[]; subject: string; text: string; html: string | null };

function keep(world: World, mail: Kept): void {
  commit(world, () =>
    world.store.run(
      'insert into mail (received, sender, recipients, subject, text, html) values (?, ?, ?, ?, ?, ?)',
      now(world),
      mail.sender,
      JSON.stringify(mail.recipients),
      mail.subject,
      mail.text,
      mail.html,
    ),
  );
}
