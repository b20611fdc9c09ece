import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { createAuthEndpoint } from 'better-auth/api';
import { expireCookie, parseSetCookieHeader, setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';
import { present } from '#lib/assert.ts';
import { database } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { log } from '#lib/log.ts';
import { afterReset } from './after-reset.ts';
import { shortestPassword } from './input.ts';

/** A session ends so long after signing in, used or not: pages cannot write cookies, so nothing prolongs it silently. */
const sessionDays = 30;

/** How long a link for a new password works, in seconds. */
export const resetLinkSeconds = 3600;

/** How long a link to confirm an address works, in seconds. */
export const confirmLinkSeconds = 3 * 24 * 3600;

function build() {
  const { PUBLIC_URL, AUTH_SECRET } = env();
  return betterAuth({
    appName: 'Plumb',
    baseURL: PUBLIC_URL,
    secret: AUTH_SECRET,
    telemetry: { enabled: false },
    database: prismaAdapter(database(), { provider: 'postgresql', transaction: true }),
    user: { modelName: 'user' },
    session: { modelName: 'session', expiresIn: sessionDays * 24 * 3600, disableSessionRefresh: true },
    // "Account" means a bank account in this house.
    account: { modelName: 'credential' },
    // Tokens that came by mail are kept as digests: who reads the table cannot use them.
    verification: { modelName: 'verification', storeIdentifier: 'hashed' },
    emailAndPassword: {
      enabled: true,
      // Signing up is ours (lib/households): it makes the household in the same transaction.
      disableSignUp: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: 128,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: resetLinkSeconds,
      onPasswordReset: ({ user }) => afterReset(user),
    },
    emailVerification: { autoSignInAfterVerification: false, sendOnSignIn: false, sendOnSignUp: false },
    // Its own limit is per process and does not see server actions; ours is lib/auth/throttle.ts.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'plumb',
      useSecureCookies: PUBLIC_URL.startsWith('https://'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: ['x-forwarded-for'] },
    },
    logger: {
      level: 'error',
      log: (level, message) => log()[level === 'error' ? 'error' : 'warn']({ part: 'auth' }, message),
    },
    plugins: [doors],
  });
}

type Context = Parameters<typeof expireCookie>[0];

/** As the session's own, and for as long. */
function keptCookie(ctx: Context) {
  return ctx.context.createAuthCookie('kept_session', { maxAge: ctx.context.sessionConfig.expiresIn });
}

/**
 * What the library has no call for: reading the cookie alone, a session for somebody who has just been made, and keeping
 * one aside (kept-session.ts).
 */
const doors = {
  id: 'doors',
  endpoints: {
    readSessionToken: createAuthEndpoint.serverOnly({ method: 'GET', requireHeaders: true }, async (ctx) => {
      const token = await ctx.getSignedCookie(ctx.context.authCookies.sessionToken.name, ctx.context.secret);
      return { token: token || null };
    }),
    openSession: createAuthEndpoint.serverOnly(
      { method: 'POST', requireHeaders: true, body: z.object({ userId: z.string() }) },
      async (ctx) => {
        const user = present(
          await ctx.context.internalAdapter.findUserById(ctx.body.userId),
          'the user of a new session',
        );
        const session = await ctx.context.internalAdapter.createSession(user.id);
        await setSessionCookie(ctx, { session, user });
        return { sessionId: session.id };
      },
    ),
    keepSession: createAuthEndpoint.serverOnly(
      { method: 'POST', body: z.object({ token: z.string(), during: z.string() }) },
      async (ctx) => {
        const { name, attributes } = keptCookie(ctx);
        await ctx.setSignedCookie(name, `${ctx.body.during}/${ctx.body.token}`, ctx.context.secret, attributes);
      },
    ),
    readKeptSession: createAuthEndpoint.serverOnly({ method: 'GET', requireHeaders: true }, async (ctx) => {
      const value = await ctx.getSignedCookie(keptCookie(ctx).name, ctx.context.secret);
      const [during, token] = value ? value.split('/') : [];
      return { kept: during && token ? { during, token } : null };
    }),
    resumeSession: createAuthEndpoint.serverOnly(
      { method: 'POST', body: z.object({ token: z.string() }) },
      async (ctx) => {
        const { name, attributes } = ctx.context.authCookies.sessionToken;
        await ctx.setSignedCookie(name, ctx.body.token, ctx.context.secret, attributes);
        expireCookie(ctx, keptCookie(ctx));
      },
    ),
    forgetKeptSession: createAuthEndpoint.serverOnly({ method: 'POST' }, async (ctx) =>
      expireCookie(ctx, keptCookie(ctx)),
    ),
  },
} as const;

let built: ReturnType<typeof build> | null = null;

/** The auth library, set up for our tables. Only lib/auth calls it. */
export function library(): ReturnType<typeof build> {
  built ??= build();
  return built;
}

/** Makes the next `library()` build anew: for tests that change the settings. */
export function forgetLibrary(): void {
  built = null;
}

/** A cookie for the door to set. `maxAge` in seconds; 0 removes it. */
export type DoorCookie = {
  name: string;
  value: string;
  httpOnly: boolean;
  secure: boolean;
  sameSite: 'lax' | 'strict' | 'none';
  path: string;
  maxAge?: number;
};

/** The cookies that the library wants set, in a form that any door can pass on. */
export function cookiesOf(headers: Headers): DoorCookie[] {
  return headers.getSetCookie().flatMap((line) =>
    [...parseSetCookieHeader(line)].map(([name, cookie]) => ({
      name,
      value: cookie.value,
      httpOnly: cookie.httponly ?? false,
      secure: cookie.secure ?? false,
      sameSite: cookie.samesite ?? 'lax',
      path: cookie.path ?? '/',
      ...(cookie['max-age'] === undefined ? {} : { maxAge: cookie['max-age'] }),
    })),
  );
}
