import type { ElkNode, Graph, Scene, Theme } from "#engine/diagram";
import { collapse, isTall, mostEdges, thinOut, toElk, toScene, unlikePage, twinsUpsideDown } from "#engine/diagram";

/** More nodes than this are drawn group by group: past it nobody could read the picture. */
const nodeLimit = 300;
/** A tall picture of up to this many nodes is laid out a second time, wider: it takes a few ms. */
const mostArrangedTwice = 60;

/** A graph as it will be drawn, and where the layout engine puts it. */
export interface Arranged {
  graph: Graph;
  laidOut: ElkNode;
}

/** A graph laid out by ELK and drawn: the same graph always gives the same picture. */
export const layOut = async (graph: Graph, theme: Theme): Promise<Scene> => {
  const arranged = await arrange(graph);
  return toScene(arranged.graph, arranged.laidOut, theme);
};

/** A graph laid out by ELK: collapsed and thinned out where it is too large, rearranged where it would come out too tall. */
export const arrange = async (graph: Graph): Promise<Arranged> => {
  // What a caller drew arrow by arrow is drawn so: its reader has bounded it already.
  if (graph.exact === true) return { graph, laidOut: await runElk(graph) };
  const drawn = collapse(graph, nodeLimit);
  const arranged = await arrangeInOrder(drawn);
  const isFixed = drawn.direction !== "RIGHT" || drawn.asides !== undefined || drawn.nodes.length > mostArrangedTwice;
  if (isFixed || !isTall(arranged.laidOut)) return arranged;
  const wider = await arrangeInOrder({ ...drawn, asides: "right" });
  return unlikePage(wider.laidOut) < unlikePage(arranged.laidOut) ? wider : arranged;
};

/** Zones and regions follow the order of the arrows that lead to them: where they come out upside down, these are given the other way round. */
const arrangeInOrder = async (graph: Graph): Promise<Arranged> => {
  const most = mostEdges(graph);
  const arranged = await arrangeThinned(graph, most);
  const wrong = twinsUpsideDown(arranged.graph, arranged.laidOut);
  if (wrong === 0 || graph.nodes.length > mostArrangedTwice) return arranged;
  const turned = await arrangeThinned({ ...graph, edges: graph.edges.toReversed() }, most);
  return twinsUpsideDown(turned.graph, turned.laidOut) < wrong ? turned : arranged;
};

const runElk = async (graph: Graph): Promise<ElkNode> => {
  // Loaded and constructed on demand: its constructor sets a timer, which a Worker refuses at start-up.
  const { default: Elk } = await import("elkjs/lib/elk.bundled.js");
  return new Elk().layout(toElk(graph));
};

/** ELK's recursion grows with the arrows: where they are too tangled for its stack, half of them are drawn. */
const arrangeThinned = async (graph: Graph, edges: number): Promise<Arranged> => {
  const drawn = thinOut(graph, edges);
  try {
    return { graph: drawn, laidOut: await runElk(drawn) };
  } catch (error) {
    if (drawn.edges.length === 0) throw error;
    return arrangeThinned(graph, Math.floor(drawn.edges.length / 2));
  }
};
