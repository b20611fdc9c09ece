import type { Profile } from '#sandbox/people/profile.ts';
import { family } from '#sandbox/people/profiles/family.ts';
import { gig } from '#sandbox/people/profiles/gig.ts';
import { retiree } from '#sandbox/people/profiles/retiree.ts';
import { salaried } from '#sandbox/people/profiles/salaried.ts';
import { student } from '#sandbox/people/profiles/student.ts';
import { trader } from '#sandbox/people/profiles/trader.ts';

/** How each household lives. */
export const profiles: readonly Profile[] = [salaried, family, gig, retiree, student, trader];
