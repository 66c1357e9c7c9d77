/** Rows under the names of their columns, each as wide as its widest cell. */
export function table(rows: readonly Record<string, string>[], columns = Object.keys(rows[0] ?? {})): string {
  const lines = [
    columns.map((column) => column.toUpperCase()),
    ...rows.map((row) => columns.map((column) => row[column] ?? '')),
  ];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const told = lines.map((line) =>
    line
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return rows.length === 0 ? '' : `${told.join('\n')}\n`;
}
