'use client';

import { useActionState } from 'react';
import { untried } from '#app/_shared/form-state.ts';
import { ProblemNotice } from '#app/_shared/problem-notice.tsx';
import { Card } from '#components/ui/card.tsx';
import { SubmitButton } from '#components/ui/submit-button.client.tsx';
import { leaveDemoAction } from './actions.ts';

export function LeaveDemo() {
  const [state, action] = useActionState(leaveDemoAction, untried);
  return (
    <Card title="This is a demo">
      <p className="max-w-prose text-muted">
        The people and the money are made up; how they are read, checked and shown is not. Leaving deletes the demo. One
        that is not left deletes itself after seven days.
      </p>
      <form action={action} className="mt-4 grid gap-3">
        <SubmitButton look="quiet" busy="Deleting the demo…" className="justify-self-start">
          Leave and delete the demo
        </SubmitButton>
        <ProblemNotice state={state} />
      </form>
    </Card>
  );
}
