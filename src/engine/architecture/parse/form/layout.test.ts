import { describe, expect, it } from "vitest";
import { hcl, layOut, lines } from "./layout.ts";

describe("layOut", () => {
  it("indents, aligns and leaves out what is false, as terraform fmt would", () => {
    const several = false;
    const text = hcl`
resource "a" "b" {
${several && "count = 2"}
name = "x"
description = "y"

${lines([])}
tags = {
Name = "x"
}

rule {
from = 1
list = [
{ a = 1 },
]
}

}
`;
    expect(layOut(text)).toBe(`resource "a" "b" {
  name        = "x"
  description = "y"

  tags = {
    Name = "x"
  }

  rule {
    from = 1
    list = [
      { a = 1 },
    ]
  }
}
`);
  });
});
