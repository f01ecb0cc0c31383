import type { NodeShape } from "#engine/diagram";

/** Every name of a node shape in mermaid 12, bracket forms included → the nearest outline that we draw. */
const names: Readonly<Record<NodeShape, string>> = {
  rect: "square rect proc process rectangle squareRect div-rect div-proc divided-rectangle divided-process win-pane internal-storage window-pane st-rect procs processes stacked-rectangle tag-rect tagged-rectangle tag-proc tagged-process console browser notch-rect card notched-rectangle",
  rounded: "round rounded event roundedRect bang",
  stadium: "stadium terminal pill delay half-rounded-rectangle",
  subroutine:
    "subroutine fr-rect subprocess subproc framed-rectangle lin-rect lined-rectangle lined-process lin-proc shaded-process",
  cylinder: "cylinder cyl db database lin-cyl disk lined-cylinder datastore data-store bucket",
  queue: "h-cyl das horizontal-cylinder bow-rect stored-data bow-tie-rectangle",
  circle: "circle circ ellipse cross-circ summary crossed-circle",
  "double-circle": "doublecircle dbl-circ double-circle",
  diamond: "diamond diam decision question tri extract triangle",
  hexagon: "hexagon hex prepare",
  parallelogram: "lean_right lean-r lean-right in-out",
  "parallelogram-alt": "lean_left lean-l lean-left out-in",
  trapezoid:
    "trapezoid trap-b priority trapezoid-bottom sl-rect manual-input sloped-rectangle notch-pent loop-limit notched-pentagon",
  "trapezoid-alt":
    "inv_trapezoid trap-t manual trapezoid-top inv-trapezoid flip-tri manual-file flipped-triangle curv-trap curved-trapezoid display",
  flag: "odd rect_left_inv_arrow flag paper-tape",
  document:
    "doc document lin-doc lined-document docs documents st-doc stacked-document tag-doc tagged-document folder directory",
  cloud: "cloud",
  note: "brace comment brace-l brace-r braces",
  table: "",
  person: "person",
  start: "sm-circ start small-circle stateStart",
  end: "fr-circ stop framed-circle stateEnd",
  bar: "fork join forkJoin",
  junction: "f-circ junction filled-circle",
  text: "text bolt com-link lightning-bolt hourglass collate",
};

const byName: ReadonlyMap<string, NodeShape> = new Map(
  // The keys are the record's own.
  (Object.entries(names) as [NodeShape, string][]).flatMap(([shape, list]) =>
    list
      .split(" ")
      .filter((name) => name !== "")
      .map((name): [string, NodeShape] => [name, shape]),
  ),
);

/** The outline for a shape as the text names it; a plain box for a name that has none. */
export const toShape = (name: string | undefined): NodeShape => byName.get(name ?? "rect") ?? "rect";
