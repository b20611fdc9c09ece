'use client';

import type { ComponentProps, ReactNode } from 'react';
import { useFormStatus } from 'react-dom';
import { Button, type ButtonLook } from './button.tsx';

/** The button that sends its form; while the answer is under way it says so and does not send twice. */
export function SubmitButton({
  children,
  busy,
  look = 'primary',
  ...rest
}: ButtonLook & ComponentProps<'button'> & { /** what to say meanwhile */ busy?: ReactNode }) {
  const { pending } = useFormStatus();
  return (
    <Button
      type="submit"
      look={look}
      aria-disabled={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault();
      }}
      {...rest}
    >
      {pending ? (busy ?? children) : children}
    </Button>
  );
}
