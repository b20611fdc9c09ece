import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

const control =
  'w-full rounded-lg border border-edge bg-raised px-3 text-ink placeholder:text-muted aria-invalid:border-danger disabled:bg-sunken disabled:text-muted';

export function TextInput({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={classNames(control, 'h-11', className)} {...rest} />;
}

/** A native list of choices: works everywhere, also before JavaScript arrives. */
export function SelectInput({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <select className={classNames(control, 'h-11', className)} {...rest}>
      {children}
    </select>
  );
}

type FieldProps = Omit<ComponentProps<'input'>, 'id' | 'children'> & {
  name: string;
  label: ReactNode;
  /** what to put in, said before it goes wrong */
  hint?: ReactNode;
  /** what is wrong with what was put in; shown at the field and read out with it */
  error?: string | undefined;
  /** another control than a text input; spread what it is given onto it */
  children?: (control: {
    id: string;
    name: string;
    'aria-describedby': string | undefined;
    'aria-invalid': true | undefined;
  }) => ReactNode;
};

/** A labelled control with its hint and its error, wired for readers. A plain text input unless `children` make another. */
export function Field({ label, hint, error, children, className, ...input }: FieldProps) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  const wiring = {
    id,
    name: input.name,
    'aria-describedby': describedBy,
    'aria-invalid': error ? (true as const) : undefined,
  };
  return (
    <div className={classNames('grid gap-1.5', className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children ? children(wiring) : <TextInput {...input} {...wiring} />}
      {hint ? (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="text-sm font-medium text-danger">
          {error}
        </p>
      ) : null}
    </div>
  );
}
