/** The package `edtf` ships no types; only what this project calls is declared. */
declare module 'edtf' {
  /** Months count from 0; `unspecified` is a bit mask over YYYYMMDD, the first digit of the year being bit 0. */
  export type ParsedDate = {
    type: 'Date' | 'Season' | 'Year' | 'Century';
    level: number;
    values: number[];
    unspecified?: number;
  };
  /** An unknown end (nothing) is null, an open one (`..`) Infinity. */
  export type ParsedInterval = {
    type: 'Interval';
    level: number;
    values: [ParsedDate | number | null, ParsedDate | number | null];
  };
  /** Throws on anything that is no EDTF of that level or below. */
  export function parse(input: string, constraints: { level: 0 | 1 | 2 }): ParsedDate | ParsedInterval;
}
