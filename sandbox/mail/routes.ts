import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import { Refused, worldOf } from '#sandbox/control/answers.ts';
import { commit, type World } from '#sandbox/world/world.ts';
import type { Worlds } from '#sandbox/world/worlds.ts';

export type Mail = {
  id: number;
  /** By the world's clock. */
  receivedAt: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string | null;
};

const shown = 100;

/** The mail that the app has sent, newest first: JSON, or a page when a browser asks. `?to=` keeps one recipient's. */
export function mailRoutes(worlds: Worlds): Hono {
  const app = new Hono().basePath('/_sandbox');
  app.get('/mail', (context) => {
    const world = worldOf(context, worlds);
    const mail = mailOf(world, context.req.query('to') ?? null, Number(context.req.query('limit')) || shown);
    if (!(context.req.header('accept') ?? '').includes('text/html')) return context.json({ mail });
    context.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'");
    return context.html(pageOf(world.name, mail));
  });
  app.delete('/mail', (context) => {
    const world = worldOf(context, worlds);
    return context.json({ removed: commit(world, () => world.store.run('delete from mail').changes) });
  });
  app.onError((error, context) => {
    if (error instanceof Refused) return context.json({ error: { message: error.message } }, error.status);
    throw error;
  });
  return app;
}

/** Mail of a world, newest first, at most 100. */
function mailOf(world: World, recipient: string | null, limit = shown): Mail[] {
  const rows = world.store.all<{
    id: number;
    received: number;
    sender: string;
    recipients: string;
    subject: string;
    text: string;
    html: string | null;
  }>(
    `select * from mail where ?1 is null or exists (select 1 from json_each(recipients) where lower(value) = lower(?1))
     order by id desc limit ?2`,
    recipient,
    Math.min(Math.max(1, Math.floor(limit)), shown),
  );
  return rows.map((row) => ({
    id: row.id,
    receivedAt: new Date(row.received * 1000).toISOString(),
    from: row.sender,
    to: JSON.parse(row.recipients) as string[],
    subject: row.subject,
    text: row.text,
    html: row.html,
  }));
}

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
  article { border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 0.75rem; padding: 1rem 1.25rem; margin: 1rem 0; }
  h2 { margin: 0 0 0.25rem; font-size: 1.1rem; }
  .facts { margin: 0; opacity: 0.75; font-size: 0.9rem; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; margin: 0.75rem 0 0; }`;

function pageOf(world: string, mail: Mail[]) {
  const letters = mail.map(
    (letter) => html`<article>
      <h2>${letter.subject || '(no subject)'}</h2>
      <p class="facts">
        to ${letter.to.join(', ')} · from ${letter.from} · <time datetime="${letter.receivedAt}">${letter.receivedAt}</time>
      </p>
      <pre>${linked(letter.text)}</pre>
    </article>`,
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Mail in ${world}</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <main>
          <h1>Mail in ${world}</h1>
          ${mail.length === 0 ? html`<p>No mail yet.</p>` : letters}
        </main>
      </body>
    </html>`;
}

/** The text with its web addresses as links; everything else is escaped by the template. */
function linked(text: string) {
  return text
    .split(/(https?:\/\/[^\s<>"')\]]+)/)
    .map((part, index) => (index % 2 === 1 ? html`<a href="${part}">${part}</a>` : part));
}
