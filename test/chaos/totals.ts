/** How one scenario went. */
export interface Totals {
  scenario: string;
  figures: Record<string, number | string>;
  violations: string[];
}

export const printTotals = ({ scenario, figures, violations }: Totals): void => {
  const told = Object.entries({ ...figures, violations: violations.length }).map(([name, value]) => `${name} ${value}`);
  console.log(`${scenario}: ${told.join(", ")}`);
  for (const violation of violations) console.log(`  VIOLATION ${violation}`);
};
