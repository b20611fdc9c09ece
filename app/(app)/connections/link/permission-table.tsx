import { Lock } from 'lucide-react';
import { Switch } from '#components/ui/switch.tsx';
import type { Permission } from '#lib/accounts/view.ts';
import { permissionReads, permissionReasons, permissionTitles } from '../permission-words.ts';
import type { PermissionRow } from './link-plan.ts';

/** What will be read and why, a row each; what is a choice has a switch. */
export function PermissionTable({
  rows,
  chosen,
  onChange,
}: {
  rows: readonly PermissionRow[];
  chosen: ReadonlySet<Permission>;
  onChange: (permission: Permission, isOn: boolean) => void;
}) {
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-raised">
      <table className="w-full text-left max-md:block">
        <thead className="max-md:sr-only">
          <tr className="border-b border-line text-sm text-muted">
            <th scope="col" className="px-5 py-2.5 font-normal">
              What
            </th>
            <th scope="col" className="px-5 py-2.5 font-normal">
              Why
            </th>
            <th scope="col" className="w-40 px-5 py-2.5 font-normal">
              Asked for
            </th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {rows.map((row) => (
            <tr
              key={row.permission}
              className="border-line not-first:border-t max-md:grid max-md:gap-1 max-md:p-4 md:align-top"
            >
              <th scope="row" className="font-normal md:px-5 md:py-4">
                <span className="block font-medium">{permissionTitles[row.permission]}</span>
                <span className="block text-sm text-muted">{permissionReads[row.permission]}</span>
              </th>
              <td className="text-sm md:px-5 md:py-4">{permissionReasons[row.permission]}</td>
              <td className="md:px-5 md:py-3">
                {row.isFixed ? (
                  <span className="inline-flex min-h-9 items-center gap-1.5 text-sm text-muted">
                    <Lock aria-hidden className="size-4" />
                    Part of this link
                  </span>
                ) : (
                  <>
                    <Switch
                      name={row.permission}
                      checked={chosen.has(row.permission)}
                      onChange={(event) => onChange(row.permission, event.currentTarget.checked)}
                      label={
                        <>
                          <span className="sr-only">{permissionTitles[row.permission]}: </span>
                          {chosen.has(row.permission) ? 'Yes' : 'No'}
                        </>
                      }
                      className="noscript:hidden"
                    />
                    <noscript>
                      <span className="inline-flex min-h-9 items-center text-sm text-muted">As you choose</span>
                    </noscript>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
