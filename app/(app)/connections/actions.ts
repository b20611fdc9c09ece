'use server';

import { refresh } from 'next/cache';
import { defineAction, defineForm } from '#app/_shared/action.ts';
import { answerRelinkQuestion } from '#lib/linking/answer-relink-question.ts';
import { finishLink as finish } from '#lib/linking/finish-link.ts';
import { answerRelinkInput, finishLinkInput, startLinkInput } from '#lib/linking/input.ts';
import { startLink as start } from '#lib/linking/start-link.ts';

/** Opens an attempt. The client secret in the answer is for this person's dialog only. */
export const startLink = defineAction(startLinkInput, ({ viewer, input, now }) => start(viewer, input, now));

/** Ends an attempt by the bank's word; the browser says only which one. */
export const finishLink = defineAction(finishLinkInput, ({ viewer, input, now }) =>
  finish(viewer, input.attemptId, now),
);

/** Takes the person's word on whether two accounts are one. */
export const answerRelink = defineForm(answerRelinkInput, async ({ viewer, input, now }) => {
  const value = await answerRelinkQuestion(viewer, input, now);
  refresh();
  return { ok: true, value };
});
