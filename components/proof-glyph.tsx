import { classNames } from './ui/class-names.ts';

/** What a plumb line can say about a balance. `stale` is proven or not, but old. */
export type ProofState =
  | 'proven'
  | 'waiting'
  | 'unexplained'
  | 'not-yet'
  | 'sign-in-again'
  | 'same-account'
  | 'stale'
  | 'disconnected';

/** The text colour of a state; the word beside the mark says the same. */
export const proofColors: Record<ProofState, string> = {
  proven: 'text-proven',
  waiting: 'text-pending',
  unexplained: 'text-unexplained',
  'not-yet': 'text-muted',
  'sign-in-again': 'text-danger',
  'same-account': 'text-pending',
  stale: 'text-stale',
  disconnected: 'text-muted',
};

const bob = (y: number) => `M12 ${y + 9} L8.6 ${y + 3.6} Q8.2 ${y} 12 ${y} Q15.8 ${y} 15.4 ${y + 3.6} Z`;

/**
 * The plumb line: a beam, a string and a bob. It hangs straight and filled when the balance is proven, swings off the
 * vertical when something is unexplained, is dashed while rows are awaited, has no bob before anything can be proven, and
 * is cut when the bank no longer answers. `length` is the string in units of the drawing (24 wide).
 */
export function ProofGlyph({
  state,
  length = 10,
  beam = true,
  className,
}: {
  state: ProofState;
  length?: number;
  beam?: boolean;
  className?: string;
}) {
  const end = 2 + length;
  const height = end + 11;
  const stroke = { stroke: 'currentColor', strokeWidth: 1.75, strokeLinecap: 'round' as const };
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 24 ${height}`}
      className={classNames('shrink-0 overflow-visible', proofColors[state], className)}
      fill="none"
    >
      {beam ? <path d="M5 2 H19" {...stroke} /> : null}
      <Line state={state} end={end} stroke={stroke} />
    </svg>
  );
}

type Stroke = { stroke: string; strokeWidth: number; strokeLinecap: 'round' };

function Line({ state, end, stroke }: { state: ProofState; end: number; stroke: Stroke }) {
  const outline = { ...stroke, strokeLinejoin: 'round' as const };
  switch (state) {
    case 'proven':
      return (
        <>
          <path d={`M12 2 V${end}`} {...stroke} />
          <path d={bob(end)} fill="currentColor" {...outline} />
        </>
      );
    case 'stale':
      return (
        <>
          <path d={`M12 2 V${end}`} {...stroke} />
          <path d={bob(end)} {...outline} />
        </>
      );
    case 'waiting':
      return (
        <>
          <path d={`M12 2 V${end}`} {...stroke} strokeDasharray="1.5 3.5" />
          <path d={bob(end)} {...outline} />
        </>
      );
    case 'unexplained':
      return (
        <>
          <path d={`M12 2 V${end + 8}`} {...stroke} strokeWidth={1.25} strokeDasharray="0.5 3" opacity={0.7} />
          <g transform={`rotate(-${Math.round(Math.atan2(7, end) * 57.3)} 12 2)`}>
            <path d={`M12 2 V${end}`} {...stroke} />
            <path d={bob(end)} fill="currentColor" {...outline} />
          </g>
        </>
      );
    case 'not-yet':
      return (
        <>
          <path d={`M12 2 V${end + 1}`} {...stroke} />
          <circle cx="12" cy={end + 4} r="2.6" {...stroke} />
        </>
      );
    case 'sign-in-again':
    case 'same-account':
      return (
        <>
          <path d={`M12 2 V${2 + (end - 2) * 0.4}`} {...stroke} />
          <path d={`M9.5 ${3.5 + (end - 2) * 0.4} L14.5 ${1.5 + (end - 2) * 0.4}`} {...stroke} />
          <path d={`M12 ${2 + (end - 2) * 0.75} V${end}`} {...stroke} opacity={0.55} />
          <path d={bob(end)} {...outline} opacity={0.55} />
        </>
      );
    case 'disconnected':
      return <path d={`M12 2 V${2 + (end - 2) * 0.5}`} {...stroke} />;
  }
}
