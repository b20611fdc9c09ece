/** Rows between two balances, as bars to the left (out) and to the right (in) of the line; lengths without a meaning. */
const rows = [
  { y: 96, out: 34 },
  { y: 118, out: 18 },
  { y: 140, in: 96 },
  { y: 162, out: 62 },
  { y: 184, out: 22 },
  { y: 206, out: 44 },
  { y: 228, in: 28 },
] as const;

/** The idea in one picture: two balances from the bank, the rows between them, and the line that shows whether they fit. */
export function ProofDrawing() {
  return (
    <svg
      viewBox="0 0 360 380"
      role="img"
      aria-label="A plumb line hangs through two balances that the bank has stated. The rows between them make up the difference, so the line hangs true."
      className="w-full max-w-[22rem]"
      fill="none"
    >
      <path d="M96 10 H264" stroke="currentColor" strokeWidth="4" strokeLinecap="round" className="text-ink" />
      <path d="M180 10 V312" stroke="currentColor" strokeWidth="1.75" className="text-proven" />
      <Balance y={60} words="Balance on Monday" />
      {rows.map((row) => (
        <Row key={row.y} {...row} />
      ))}
      <Balance y={266} words="Balance on Friday" />
      <path
        d="M180 352 L166 326 Q163 308 180 308 Q197 308 194 326 Z"
        fill="currentColor"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinejoin="round"
        className="text-proven"
      />
      <text x="212" y="336" fill="currentColor" fontSize="17" fontWeight="600" className="text-proven">
        proven
      </text>
    </svg>
  );
}

function Balance({ y, words }: { y: number; words: string }) {
  return (
    <g className="text-ink">
      <path d={`M150 ${y} H210`} stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" />
      <circle cx="180" cy={y} r="4.5" fill="currentColor" />
      <text x="222" y={y + 5} fill="currentColor" fontSize="14">
        {words}
      </text>
    </g>
  );
}

function Row({ y, ...row }: { y: number; in?: number; out?: number }) {
  const isIn = row.in !== undefined;
  const length = row.in ?? row.out ?? 0;
  return (
    <rect
      x={isIn ? 182 : 178 - length}
      y={y - 5}
      width={length}
      height="10"
      rx="2.5"
      fill="currentColor"
      className={isIn ? 'text-proven' : 'text-line-strong'}
    />
  );
}
