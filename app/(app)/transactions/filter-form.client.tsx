'use client';

import Form from 'next/form';
import { type ReactNode, useEffect, useRef } from 'react';

/**
 * The form whose answer is an address. Empty fields stay out of it: an address with them is answered with another one, and
 * on the way there the page is made anew, without the focus and with the filters folded away.
 */
export function FilterForm({ children }: { children: ReactNode }) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const shown = form.current;
    const leaveOut = ({ formData }: FormDataEvent) => {
      for (const [name, value] of [...formData]) if (value === '') formData.delete(name);
    };
    shown?.addEventListener('formdata', leaveOut);
    return () => shown?.removeEventListener('formdata', leaveOut);
  }, []);
  return (
    <Form ref={form} action="/transactions" scroll={false}>
      {children}
    </Form>
  );
}
