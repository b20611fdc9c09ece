import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';

export type MailServer = { url: string; letters: string[]; refuse(on: boolean): void; stop(): Promise<void> };

/** A mail server that keeps what it is given as raw text, or refuses everything; for tests. */
export async function startMailServer(): Promise<MailServer> {
  const letters: string[] = [];
  let isRefusing = false;
  const server: Server = createServer((socket) => converse(socket, letters, () => isRefusing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    letters,
    refuse: (on) => {
      isRefusing = on;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function converse(socket: Socket, letters: string[], isRefusing: () => boolean): void {
  let buffer = '';
  let isData = false;
  const say = (line: string) => socket.write(`${line}\r\n`);
  say('220 test ESMTP');
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    buffer += chunk.toString('utf8');
    for (;;) {
      const end = buffer.indexOf(isData ? '\r\n.\r\n' : '\r\n');
      if (end < 0) return;
      const part = buffer.slice(0, end);
      buffer = buffer.slice(end + (isData ? 5 : 2));
      if (isData) {
        letters.push(part);
        isData = false;
        say('250 kept');
      } else if (/^DATA/i.test(part)) {
        isData = true;
        say('354 go on');
      } else if (/^QUIT/i.test(part)) {
        say('221 bye');
        socket.end();
      } else say(isRefusing() && /^RCPT/i.test(part) ? '451 not now' : '250 ok');
    }
  });
}
