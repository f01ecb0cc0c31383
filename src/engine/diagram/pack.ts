import { card } from "./card.ts";
import { frame, headHeight, leastFrame } from "./frame.ts";
import type { Box, Size } from "./geometry.ts";
import { shifted } from "./geometry.ts";
import type { GraphGroup } from "./types.ts";

const cardGap = 20;
const rowGap = 18;
const blockGap = 24;

/** Things placed without edges: where each card and group stands, from the block's corner. */
export interface Block extends Size {
  cards: Map<string, Box>;
  groups: Map<string, Box>;
}

/** What there is to pack: the contents of a group, and of the groups in it. */
export interface Contents {
  nodes: readonly string[];
  groups: readonly string[];
}

export interface Packing {
  contentsOf: (group: string) => Contents;
  group: (id: string) => GraphGroup;
  cardHeight: (node: string) => number;
  /** Width to height, in cards, of a block where nothing else decides. */
  aspect: number;
}

const moveInto = (target: Block, block: Block, dx: number, dy: number): void => {
  for (const [id, box] of block.cards) target.cards.set(id, shifted(box, dx, dy));
  for (const [id, box] of block.groups) target.groups.set(id, shifted(box, dx, dy));
};

const emptyBlock = (): Block => ({ width: 0, height: 0, cards: new Map(), groups: new Map() });

/** Cards in even rows, each row as tall as its tallest card. */
const packCards = (nodes: readonly string[], width: number, { cardHeight }: Packing): Block => {
  const block = emptyBlock();
  const most = Math.max(1, Math.floor((width + cardGap) / (card.width + cardGap)));
  const rows = Math.ceil(nodes.length / most);
  const columns = Math.ceil(nodes.length / rows);
  let y = 0;
  for (let start = 0; start < nodes.length; start += columns) {
    const row = nodes.slice(start, start + columns);
    const height = Math.max(...row.map(cardHeight));
    for (const [column, id] of row.entries())
      block.cards.set(id, { x: column * (card.width + cardGap), y, width: card.width, height });
    y += height + rowGap;
  }
  block.width = columns * (card.width + cardGap) - cardGap;
  block.height = y - rowGap;
  return block;
};

/** A group's frame around what it holds. */
export const packGroup = (id: string, packing: Packing, width?: number): Block => {
  const group = packing.group(id);
  const contents = packing.contentsOf(id);
  const least = leastFrame(group);
  const inner = pack(contents, packing, (width ?? idealWidth(contents, packing)) - 2 * frame.padding);
  const block = emptyBlock();
  const head = headHeight(group);
  block.width = Math.max(least.width, inner.width + 2 * frame.padding);
  moveInto(block, inner, (block.width - inner.width) / 2, head);
  block.height = Math.max(least.height, head + inner.height + frame.padding);
  block.groups.set(id, { x: 0, y: 0, width: block.width, height: block.height });
  return block;
};

const countCards = ({ nodes, groups }: Contents, packing: Packing): number =>
  groups.reduce((total, id) => total + Math.max(1, countCards(packing.contentsOf(id), packing)), nodes.length);

/** The width at which contents come out in the wanted proportion; up to four cards make one row where rows are wanted. */
export const idealWidth = (contents: Contents, packing: Packing): number => {
  const cells = countCards(contents, packing);
  const inOneRow = packing.aspect > 1 && contents.nodes.length > 0 ? Math.min(cells, 4) : 1;
  const columns = Math.max(Math.ceil(Math.sqrt(cells * packing.aspect)), inOneRow);
  return columns * (card.width + cardGap) + 2 * frame.padding;
};

/** Frames on one shelf get the height of the tallest. */
const levelShelf = (shelf: readonly { block: Block; group?: string }[]): number => {
  const height = Math.max(...shelf.map(({ block }) => block.height));
  for (const { block, group } of shelf) {
    const box = group === undefined ? undefined : block.groups.get(group);
    if (box !== undefined) box.height = height;
  }
  return height;
};

/** Places cards and groups in rows of at most `width` px: first the cards as one grid, then group after group. */
export const pack = (contents: Contents, packing: Packing, width: number): Block => {
  const pieces: { block: Block; group?: string }[] = contents.groups.map((id) => {
    const wanted = Math.min(width, idealWidth(packing.contentsOf(id), packing));
    return { block: packGroup(id, packing, wanted), group: id };
  });
  if (contents.nodes.length > 0) pieces.unshift({ block: packCards(contents.nodes, width, packing) });

  const packed = emptyBlock();
  let y = 0;
  let shelf: typeof pieces = [];
  let x = 0;
  const closeShelf = (): void => {
    if (shelf.length === 0) return;
    const height = levelShelf(shelf);
    let left = 0;
    for (const { block } of shelf) {
      moveInto(packed, block, left, y);
      left += block.width + blockGap;
    }
    packed.width = Math.max(packed.width, left - blockGap);
    packed.height = y + height;
    y += height + blockGap;
    shelf = [];
    x = 0;
  };
  for (const piece of pieces) {
    if (x > 0 && x + piece.block.width > width) closeShelf();
    shelf.push(piece);
    x += piece.block.width + blockGap;
  }
  closeShelf();
  return packed;
};
