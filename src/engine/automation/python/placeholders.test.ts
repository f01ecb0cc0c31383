import { expect, it } from "vitest";
import { fillPlaceholders } from "./placeholders.ts";

it("P13: puts values as literals where their keys are read, and reads none of them again", () => {
  const code = `A = os.getenv("A", "PLACEHOLDER_A")\nAB = os.getenv('AB', 'PLACEHOLDER_AB')\nC = os.getenv("C", "")\nD = "PLACEHOLDER_A"\n`;
  const filled = fillPlaceholders(code, { A: 'os.getenv("AB", "PLACEHOLDER_AB")', C: '$1 "x"\n' });
  expect(filled).toBe(
    `A = os.getenv("A", 'os.getenv("AB", "PLACEHOLDER_AB")')\nAB = os.getenv('AB', 'PLACEHOLDER_AB')\nC = os.getenv("C", '$1 "x"\\n')\nD = "PLACEHOLDER_A"\n`,
  );
});
