type Point = { x: number; y: number };
type Curve = [x1: number, y1: number, x2: number, y2: number, x: number, y: number];

export interface Arc {
  from: Point;
  to: Point;
  rx: number;
  ry: number;
  degrees: number;
  large: boolean;
  sweep: boolean;
}

/** An SVG arc as cubic curves of a quarter turn at most (SVG 1.1, appendix F.6). None when it is a straight line or a point. */
export const arcToCurves = ({ from, to, rx: givenRx, ry: givenRy, degrees, large, sweep }: Arc): Curve[] => {
  if (givenRx === 0 || givenRy === 0 || (from.x === to.x && from.y === to.y)) return [];
  const turn = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  // Half the chord, in the ellipse's own axes.
  const x = (cos * (from.x - to.x)) / 2 + (sin * (from.y - to.y)) / 2;
  const y = (-sin * (from.x - to.x)) / 2 + (cos * (from.y - to.y)) / 2;
  // Radii that cannot reach from one end to the other grow until they can.
  const grow = Math.max(1, Math.hypot(x / givenRx, y / givenRy));
  const [rx, ry] = [Math.abs(givenRx) * grow, Math.abs(givenRy) * grow];

  const reach = (rx * y) ** 2 + (ry * x) ** 2;
  const distance = Math.sqrt(Math.max(0, (rx * ry) ** 2 / reach - 1)) * (large === sweep ? -1 : 1);
  const [ownX, ownY] = [(distance * rx * y) / ry, (-distance * ry * x) / rx];
  const centre = {
    x: cos * ownX - sin * ownY + (from.x + to.x) / 2,
    y: sin * ownX + cos * ownY + (from.y + to.y) / 2,
  };
  const start = Math.atan2((y - ownY) / ry, (x - ownX) / rx);
  const end = Math.atan2((-y - ownY) / ry, (-x - ownX) / rx);
  const full = 2 * Math.PI;
  const angle = sweep ? (end - start + full) % full : -((start - end + full) % full);

  const at = (u: number, v: number): [number, number] => [
    centre.x + cos * rx * u - sin * ry * v,
    centre.y + sin * rx * u + cos * ry * v,
  ];
  const count = Math.max(1, Math.ceil(Math.abs(angle) / (Math.PI / 2) - 1e-9));
  const step = angle / count;
  const handle = (4 / 3) * Math.tan(step / 4);
  return Array.from({ length: count }, (_, index): Curve => {
    const a = start + index * step;
    const b = a + step;
    return [
      ...at(Math.cos(a) - handle * Math.sin(a), Math.sin(a) + handle * Math.cos(a)),
      ...at(Math.cos(b) + handle * Math.sin(b), Math.sin(b) - handle * Math.cos(b)),
      ...at(Math.cos(b), Math.sin(b)),
    ];
  });
};
