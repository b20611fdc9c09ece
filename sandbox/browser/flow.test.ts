import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BankAccount, Institution, InstitutionFlow } from '#sandbox/people/types.ts';
import type { BankAction, FrameAction } from './actions.ts';
import {
  type Attempt,
  asksBeforeLeaving,
  beginAttempt,
  type FlowBank,
  isEnded,
  type Step,
  stepBefore,
} from './attempt.ts';
import { advance } from './flow.ts';

function institution(key: string, flow: InstitutionFlow, steps = false): Institution {
  return {
    key,
    name: key,
    institutionName: key,
    flow,
    listed: true,
    household: null,
    steps,
    color: '#123456',
    tellsPosting: 'day',
    postsCards: 'working-days',
  };
}

const institutions = [
  institution('plain', 'credentials'),
  institution('stepped', 'credentials', true),
  institution('popup', 'oauth'),
  institution('test_oauth', 'oauth'),
  institution('closed', 'down_scheduled'),
  institution('broken', 'down_error'),
];

function account(key: string): BankAccount {
  return {
    key,
    institution: 'plain',
    household: null,
    displayName: key,
    last4: '0000',
    category: 'cash',
    subcategory: 'checking',
    openingBalance: 0,
    owners: [],
    supportedPaymentMethodTypes: [],
    behavior: 'normal',
  };
}

function bankWith(limit: number | null, change: Partial<FlowBank> = {}): FlowBank {
  return {
    limit,
    offersManualEntry: false,
    canPay: () => true,
    isDown: () => false,
    findInstitution: (key) => institutions.find((candidate) => candidate.key === key),
    accountsAt: (_, username) => (username === 'nobody' ? [] : ['one', 'two', 'three'].map(account)),
    ...change,
  };
}

const bank = bankWith(null);

function walk(actions: (FrameAction | BankAction)[], using: FlowBank = bank): Attempt {
  return actions.reduce((attempt, action) => advance(attempt, action, using), beginAttempt());
}

const to = (key: string): FrameAction[] => [{ type: 'agree' }, { type: 'choose_institution', institution: key }];
const signIn = (password: string, username = 'ada'): FrameAction => ({ type: 'sign_in', username, password });

describe('the way to linked accounts', () => {
  it('leads over consent, a bank, a sign-in, the accounts and the offer of Link', () => {
    const seen: Step[] = [];
    let attempt = beginAttempt();
    const actions: FrameAction[] = [
      ...to('plain'),
      signIn('play'),
      { type: 'choose_accounts', accounts: ['one', 'three'] },
      { type: 'skip_link' },
    ];
    for (const action of actions) {
      attempt = advance(attempt, action, bank);
      seen.push(attempt.step);
    }
    expect(seen).toEqual(['institutions', 'credentials', 'accounts', 'link_offer', 'done']);
    expect(attempt.chosen).toEqual(['one', 'three']);
  });

  it('saves with Link behind a phone number and six digits', () => {
    const chosen: FrameAction[] = [...to('plain'), signIn('play'), { type: 'choose_accounts', accounts: ['one'] }];
    expect(walk([...chosen, { type: 'save_with_link', phone: '401 500' }])).toMatchObject({
      step: 'link_offer',
      problem: 'phone_incomplete',
    });
    const asked = walk([...chosen, { type: 'save_with_link', phone: '+1 (401) 500-6000' }]);
    expect(asked).toMatchObject({ step: 'link_code', linkPhone: '4015006000' });
    expect(advance(asked, { type: 'enter_link_code', code: '000000' }, bank).step).toBe('done');
    expect(advance(asked, { type: 'enter_link_code', code: '12' }, bank).problem).toBe('code_not_six_digits');
    expect(advance(asked, { type: 'skip_link' }, bank)).toMatchObject({ step: 'done', linkPhone: null });
  });
});

describe('signing in', () => {
  it('asks again for a missing user name or password, and keeps neither', () => {
    expect(walk([...to('plain'), signIn('play', '  ')]).problem).toBe('username_missing');
    expect(walk([...to('plain'), signIn('')]).problem).toBe('password_missing');
    expect(JSON.stringify(walk([...to('stepped'), signIn('very secret')]))).not.toContain('secret');
  });

  it.each([
    ['options', 'mfa_options'],
    ['mfa', 'mfa_code'],
    ['confirm_mfa', 'mfa_confirm'],
    ['security_question', 'mfa_question'],
    ['error', 'failed'],
    ['anything', 'accounts'],
  ])('the password %s leads to %s where the bank plays steps', (password, step) => {
    expect(walk([...to('stepped'), signIn(password)]).step).toBe(step);
  });

  it('takes the step passwords as ordinary ones at other banks', () => {
    expect(walk([...to('plain'), signIn('mfa')]).step).toBe('accounts');
  });

  it('asks again after the password "incorrect"', () => {
    const refused = walk([...to('stepped'), signIn('incorrect')]);
    expect(refused).toMatchObject({ step: 'credentials', problem: 'login_incorrect', username: null });
    expect(advance(refused, signIn('better'), bank)).toMatchObject({ step: 'accounts', problem: null });
  });

  it('leads through each further step to the accounts', () => {
    const options = walk([...to('stepped'), signIn('options'), { type: 'choose_mfa_option', option: 'email' }]);
    expect(options).toMatchObject({ step: 'mfa_code', mfaOption: 'email' });
    expect(advance(options, { type: 'enter_code', code: '123 456' }, bank).step).toBe('accounts');
    expect(advance(options, { type: 'enter_code', code: '12345' }, bank).problem).toBe('code_not_six_digits');
    expect(walk([...to('stepped'), signIn('confirm_mfa'), { type: 'confirm_mfa' }]).step).toBe('accounts');
    const question = walk([...to('stepped'), signIn('security_question')]);
    expect(advance(question, { type: 'answer_question', answer: ' ' }, bank).problem).toBe('answer_missing');
    expect(advance(question, { type: 'answer_question', answer: 'Rex' }, bank).step).toBe('accounts');
  });

  it('says so when the login sees nothing to link', () => {
    expect(walk([...to('plain'), signIn('play', 'nobody')]).step).toBe('no_accounts');
  });
});

describe('a bank that is down', () => {
  it('is told at once when it is known, and after signing in when it breaks on the way', () => {
    expect(walk(to('closed')).step).toBe('down');
    expect(walk(to('broken')).step).toBe('credentials');
    expect(walk([...to('broken'), signIn('play')])).toMatchObject({ step: 'down', username: null });
  });
});

describe('a bank that goes down', () => {
  it('is told when it is chosen, when signing in, and in its own window', () => {
    const down = bankWith(null, { isDown: () => true });
    expect(walk(to('plain'), down).step).toBe('down');
    expect(advance(walk(to('plain')), signIn('play'), down).step).toBe('down');
    const there: BankAction = { type: 'bank_sign_in', username: 'ada', password: 'play' };
    expect(advance(walk(to('popup')), there, down).step).toBe('down');
  });
});

describe('the bank’s own window', () => {
  const signInThere: BankAction = { type: 'bank_sign_in', username: 'ada', password: 'play' };

  it('chooses the accounts, after which the dialog goes on', () => {
    const allowed = walk([...to('popup'), signInThere, { type: 'bank_allow', accounts: ['two'] }]);
    expect(allowed).toMatchObject({ step: 'link_offer', chosen: ['two'], offered: ['two'] });
  });

  it('leaves the choice to the dialog at "Test (OAuth)"', () => {
    expect(walk([...to('test_oauth'), signInThere, { type: 'bank_allow', accounts: [] }])).toMatchObject({
      step: 'accounts',
      offered: ['one', 'two', 'three'],
    });
  });

  it('lets the dialog narrow a choice that is larger than the limit', () => {
    const allowed = walk([...to('popup'), signInThere, { type: 'bank_allow', accounts: ['one', 'two'] }], bankWith(1));
    expect(allowed).toMatchObject({ step: 'accounts', offered: ['one', 'two'], chosen: [] });
  });

  it('can say no, which forgets the login and can be tried again', () => {
    const denied = walk([...to('popup'), signInThere, { type: 'bank_deny' }]);
    expect(denied).toMatchObject({ step: 'oauth', username: null, problem: 'bank_access_denied' });
    expect(advance(denied, { type: 'bank_allow', accounts: ['one'] }, bank)).toBe(denied);
  });

  it('asks again when nothing was chosen there', () => {
    expect(walk([...to('popup'), signInThere, { type: 'bank_allow', accounts: [] }]).problem).toBe('nothing_chosen');
  });
});

describe('choosing accounts', () => {
  const seen: FrameAction[] = [...to('plain'), signIn('play')];

  it('needs at least one', () => {
    expect(walk([...seen, { type: 'choose_accounts', accounts: [] }]).problem).toBe('nothing_chosen');
  });

  it('holds the limit of the session', () => {
    const tooMany = walk([...seen, { type: 'choose_accounts', accounts: ['one', 'two'] }], bankWith(1));
    expect(tooMany).toMatchObject({ step: 'accounts', problem: 'too_many_chosen' });
  });

  it('needs one that can pay where the session wants that', () => {
    const using = bankWith(null, { canPay: (keys) => keys.includes('three') });
    const choose = (...accounts: string[]): FrameAction => ({ type: 'choose_accounts', accounts });
    expect(walk([...seen, choose('one', 'two')], using)).toMatchObject({ step: 'accounts', problem: 'none_can_pay' });
    expect(walk([...seen, choose('one', 'three')], using).step).toBe('link_offer');
  });

  it('takes only accounts that were offered', () => {
    const chosen = walk([...seen, { type: 'choose_accounts', accounts: ['one', 'a neighbor’s'] }]).chosen;
    expect(chosen).toEqual(['one']);
  });
});

const anyAction: fc.Arbitrary<FrameAction | BankAction> = fc.oneof(
  fc.constantFrom<FrameAction | BankAction>(
    { type: 'agree' },
    { type: 'back' },
    { type: 'cancel' },
    { type: 'confirm_mfa' },
    { type: 'skip_link' },
    { type: 'bank_deny' },
    { type: 'enter_code', code: '000000' },
    { type: 'enter_link_code', code: '000000' },
    { type: 'answer_question', answer: 'Rex' },
    { type: 'choose_mfa_option', option: 'text' },
    { type: 'save_with_link', phone: '4015006000' },
    { type: 'bank_sign_in', username: 'ada', password: 'play' },
  ),
  fc.constantFrom(...institutions).map(({ key }) => ({ type: 'choose_institution' as const, institution: key })),
  fc
    .constantFrom('play', 'mfa', 'options', 'confirm_mfa', 'security_question', 'error', 'incorrect', '')
    .map((password) => ({ type: 'sign_in' as const, username: 'ada', password })),
  fc
    .tuple(fc.subarray(['one', 'two', 'three', 'strange']), fc.constantFrom('choose_accounts', 'bank_allow'))
    .map(([accounts, type]) => ({ type: type as 'choose_accounts' | 'bank_allow', accounts })),
);

describe('whatever is clicked, in whatever order', () => {
  it('nothing unoffered is linked, no limit is passed, and an ended attempt stays as it is', () => {
    fc.assert(
      fc.property(fc.array(anyAction, { maxLength: 40 }), fc.constantFrom(null, 1, 2), (actions, limit) => {
        const using = bankWith(limit);
        let attempt = beginAttempt();
        for (const action of actions) {
          const next = advance(attempt, action, using);
          if (isEnded(attempt)) expect(next).toBe(attempt);
          attempt = next;
          expect(attempt.offered).toEqual(expect.arrayContaining(attempt.chosen));
          if (attempt.step === 'done') {
            expect(attempt.chosen.length).toBeGreaterThan(0);
            expect(attempt.chosen.length).toBeLessThanOrEqual(limit ?? 3);
          }
          if (attempt.step === 'cancelled') expect(attempt.chosen).toEqual([]);
        }
      }),
    );
  });

  it('"Back" leads to the consent from every pane, and forgets the login on the way', () => {
    fc.assert(
      fc.property(fc.array(anyAction, { maxLength: 20 }), (actions) => {
        let attempt = walk(actions);
        if (isEnded(attempt)) return;
        for (let steps = 0; stepBefore(attempt); steps += 1) {
          expect(steps).toBeLessThan(8);
          attempt = advance(attempt, { type: 'back' }, bank);
        }
        expect(attempt).toEqual(beginAttempt());
        expect(asksBeforeLeaving(attempt)).toBe(false);
      }),
    );
  });
});

describe('typing the numbers', () => {
  const numbers = { type: 'enter_numbers', routing_number: '110000000', account_number: '000123456789' } as const;
  const offering = bankWith(1, { offersManualEntry: true });
  const start: FrameAction[] = [{ type: 'agree' }, { type: 'enter_manually' }];

  it('is there only where the page and the session allow it', () => {
    expect(walk([...start, numbers]).step).toBe('institutions');
    expect(walk([...start, numbers], offering)).toMatchObject({ step: 'done', chosen: [], typedEnding: '6789' });
    expect(walk([...start, { type: 'back' }], offering).step).toBe('institutions');
  });

  it('asks again for numbers that cannot be, and keeps none', () => {
    const wrong = (change: object) => walk([...start, { ...numbers, ...change }], offering);
    expect(wrong({ routing_number: '110000001' })).toMatchObject({
      step: 'manual_entry',
      problem: 'routing_number_wrong',
    });
    expect(wrong({ account_number: '12' })).toMatchObject({ step: 'manual_entry', problem: 'account_number_wrong' });
    expect(JSON.stringify(walk([...start, numbers], offering))).not.toContain('000123456789');
  });
});
