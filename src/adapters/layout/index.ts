import type { ElkNode, Graph, Scene, Theme } from "#engine/diagram";
import { collapse, mostEdges, thinOut, toElk, toScene } from "#engine/diagram";

/** More nodes than this are drawn group by group: past it nobody could read the picture. */
const nodeLimit = 300;

const draw = async (graph: Graph, theme: Theme): Promise<Scene> => {
  // Loaded and constructed on demand: its constructor sets a timer, which a Worker refuses at start-up.
  const { default: Elk } = await import("elkjs/lib/elk.bundled.js");
  const laidOut: ElkNode = await new Elk().layout(toElk(graph));
  return toScene(graph, laidOut, theme);
};

/** A graph laid out by ELK and drawn: the same graph always gives the same picture. Of an exact one nothing is left out. */
export const layOut = async (graph: Graph, theme: Theme): Promise<Scene> => {
  if (graph.exact === true) return draw(graph, theme);
  const drawn = collapse(graph, nodeLimit);
  return layOutThinned(drawn, mostEdges(drawn), theme);
};

/** ELK's recursion grows with the arrows: where they are too tangled for its stack, half of them are drawn. */
const layOutThinned = async (graph: Graph, edges: number, theme: Theme): Promise<Scene> => {
  const drawn = thinOut(graph, edges);
  try {
    return await draw(drawn, theme);
  } catch (error) {
    if (drawn.edges.length === 0) throw error;
    return layOutThinned(graph, Math.floor(drawn.edges.length / 2), theme);
  }
};
