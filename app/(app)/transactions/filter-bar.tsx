import { SlidersHorizontal, X } from 'lucide-react';
import Link from 'next/link';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Field, SelectInput } from '#components/ui/field.tsx';
import type { TransactionFilter } from '#lib/ledger/filter.ts';
import { toDecimal } from '#lib/money/format.ts';
import type { Chip } from './chips.ts';
import { FilterForm } from './filter-form.client.tsx';
import { reversedRanges } from './problems.ts';
import { SearchBox } from './search-box.client.tsx';

type BarProps = {
  filter: TransactionFilter;
  accounts: readonly { id: string; name: string }[];
  chips: readonly Chip[];
  currency: string;
  /** what was put in and not understood, by field: it stays to be mended */
  typed: Partial<Record<string, string>>;
};

/** Search, filters and what is filtered now. A plain form: its answer is an address. */
export function FilterBar({ filter, accounts, chips, currency, typed }: BarProps) {
  const size = (minor: bigint | null) => (minor === null ? '' : toDecimal({ amountMinor: minor, currency }));
  const reversed = reversedRanges(filter);
  const hasProblem = Object.keys({ ...typed, ...reversed }).length > 0;
  return (
    <div className="mb-3 grid gap-3">
      <FilterForm>
        {filter.interval ? <input type="hidden" name="interval" value={filter.interval} /> : null}
        {/* The panel is as wide as the bar and its button stays at the right end, under the pointer that opens it; the
            search lies over what the button leaves free. */}
        <div className="grid grid-cols-[minmax(0,1fr)_7rem] gap-x-2">
          <SearchBox initial={filter.text ?? ''} className="col-start-1 row-start-1 self-start" />
          <details open={hasProblem} className="col-span-full row-start-1 min-w-0">
            <summary className={classNames(buttonClass({}), 'ml-auto flex! w-28')}>
              <SlidersHorizontal aria-hidden className="size-4" />
              Filters
            </summary>
            <div className="mt-3 grid items-start gap-4 rounded-xl border border-line bg-raised p-4 sm:grid-cols-2 lg:grid-cols-4">
              {/* Made anew when a chip is taken off, so that its field follows; not while one types in the search. The
                  buttons stay, with the focus that is on one of them. */}
              <div
                key={[
                  ...Object.values(typed),
                  ...chips.flatMap((chip) => (chip.key === 'q' ? [] : [chip.key + chip.label])),
                ].join()}
                className="contents"
              >
                <fieldset className="grid content-start gap-1 sm:col-span-2 lg:col-span-4">
                  <legend className="mb-1.5 text-sm font-medium">Accounts</legend>
                  <div className="flex flex-wrap gap-x-5 gap-y-1">
                    {accounts.map((account) => (
                      <label key={account.id} className="flex min-h-11 items-center gap-2 md:min-h-8">
                        <input
                          type="checkbox"
                          name="account"
                          value={account.id}
                          defaultChecked={filter.accountIds.includes(account.id)}
                          className="size-4"
                        />
                        {account.name}
                      </label>
                    ))}
                  </div>
                </fieldset>
                <Field name="from" label="From" type="date" defaultValue={filter.from ?? ''} />
                <Field name="to" label="To" type="date" defaultValue={filter.to ?? ''} error={reversed.to} />
                <Field
                  name="min"
                  label="At least"
                  inputMode="decimal"
                  placeholder="0.00"
                  defaultValue={typed.min ?? size(filter.minMinor)}
                  error={typed.min && 'Not an amount'}
                />
                <Field
                  name="max"
                  label="At most"
                  inputMode="decimal"
                  placeholder="0.00"
                  defaultValue={typed.max ?? size(filter.maxMinor)}
                  error={typed.max ? 'Not an amount' : reversed.max}
                />
                <Field name="flow" label="Direction">
                  {(control) => (
                    <SelectInput {...control} defaultValue={filter.flow ?? ''}>
                      <option value="">In and out</option>
                      <option value="in">Money in</option>
                      <option value="out">Money out</option>
                    </SelectInput>
                  )}
                </Field>
                <Field name="status" label="State">
                  {(control) => (
                    <SelectInput {...control} defaultValue={filter.status ?? ''}>
                      <option value="">Posted, pending on top</option>
                      <option value="posted">Posted</option>
                      <option value="pending">Pending</option>
                      <option value="void">Void</option>
                    </SelectInput>
                  )}
                </Field>
              </div>
              <div className="flex items-end gap-2 self-end sm:col-span-2">
                <Button type="submit" look="primary">
                  Show these rows
                </Button>
                <Link href="/transactions" className={buttonClass({ look: 'plain' })}>
                  Clear
                </Link>
              </div>
            </div>
          </details>
        </div>
      </FilterForm>
      {chips.length > 0 ? <Chips chips={chips} /> : null}
    </div>
  );
}

function Chips({ chips }: { chips: readonly Chip[] }) {
  return (
    <ul aria-label="Filtered by" className="flex flex-wrap gap-1.5">
      {chips.map((chip) => (
        <li key={chip.key}>
          <Link
            href={chip.without}
            scroll={false}
            className="inline-flex min-h-11 max-w-64 items-center gap-1.5 rounded-full border border-accent/40 bg-accent-soft py-1 pr-2 pl-3 text-sm font-medium text-accent hover:border-accent md:min-h-8"
          >
            <span className="truncate">{chip.label}</span>
            <X aria-hidden className="size-3.5 shrink-0" />
            <span className="sr-only">(take off)</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
