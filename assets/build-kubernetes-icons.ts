// Icons of our own for what runs in a cluster: white line art on the heptagon that Kubernetes people know.
import type { Icon } from "../src/engine/diagram/icons.ts";
import { parsePath, writePath } from "./build-path.ts";

const blue = "#326ce5";
const corners = 7;
const middle = { x: 32, y: 33.2 };
const radius = 32.5;
/** How far from a corner its rounding begins, as a share of a side. */
const rounding = 0.16;

type Point = readonly [x: number, y: number];

const corner = (index: number): Point => {
  const angle = (2 * Math.PI * index) / corners - Math.PI / 2;
  return [middle.x + radius * Math.cos(angle), middle.y + radius * Math.sin(angle)];
};

const between = ([x, y]: Point, [toX, toY]: Point, share: number): string =>
  `${(x + (toX - x) * share).toFixed(2)} ${(y + (toY - y) * share).toFixed(2)}`;

const heptagon = (): string => {
  const parts = Array.from({ length: corners }, (_, index) => {
    const [before, at, after] = [corner(index - 1), corner(index), corner(index + 1)];
    const [x, y] = at;
    return `${index === 0 ? "M" : "L"}${between(at, before, rounding)}Q${x.toFixed(2)} ${y.toFixed(2)} ${between(at, after, rounding)}`;
  });
  return `${parts.join("")}Z`;
};

const line = (data: string): Icon["paths"][number] => ({
  d: writePath(parsePath(data)),
  stroke: "#ffffff",
  strokeWidth: 2.6,
});
const solid = (data: string): Icon["paths"][number] => ({ d: writePath(parsePath(data)), fill: "#ffffff" });

const tile: Icon["paths"][number] = { d: writePath(parsePath(heptagon())), fill: blue };
const icon = (...paths: Icon["paths"]): Icon => ({ paths: [tile, ...paths] });

const cube = "M32 17L45 24.5V39.5L32 47L19 39.5V24.5ZM19 24.5L32 32L45 24.5M32 32V47";
const cylinder =
  "M19 22C19 18.9 24.8 17 32 17S45 18.9 45 22S39.2 27 32 27S19 25.1 19 22ZM19 22V43C19 46.1 24.8 48 32 48S45 46.1 45 43V22";
const page = "M22 16H37L43 22V48H22ZM37 16V22H43";

export const kubernetesIcons: Readonly<Record<string, Icon>> = {
  "k8s.autoscaler": icon(
    line("M26 26H38V38H26ZM22 32H14M42 32H50M17.5 28.5L14 32L17.5 35.5M46.5 28.5L50 32L46.5 35.5"),
  ),
  "k8s.config": icon(
    line("M18 23H46M18 32H46M18 41H46"),
    solid("M25 19.5H30V26.5H25ZM35 28.5H40V35.5H35ZM22 37.5H27V44.5H22Z"),
  ),
  "k8s.cronjob": icon(line("M47 33A15 15 0 1 1 17 33A15 15 0 1 1 47 33ZM32 23V33L39 37")),
  "k8s.daemonset": icon(line("M19 20H29V30H19ZM35 20H45V30H35ZM19 36H29V46H19ZM35 36H45V46H35Z")),
  "k8s.deployment": icon(
    line("M45.8 27A15 15 0 0 0 19.2 25M18.2 39A15 15 0 0 0 44.8 41"),
    line("M18.6 18.5L18.6 25.6L25.7 25.6M45.4 47.5L45.4 40.4L38.3 40.4"),
    solid("M27 28H37V38H27Z"),
  ),
  "k8s.gateway": icon(line("M19 47V29A13 13 0 0 1 45 29V47M14 47H50M32 25V40M26.5 34.5L32 40L37.5 34.5")),
  "k8s.ingress": icon(line("M14 32H33M27.5 26L33.5 32L27.5 38M38 18H48V28H38ZM38 36H48V46H38Z")),
  "k8s.job": icon(line("M47 33A15 15 0 1 1 17 33A15 15 0 1 1 47 33ZM25 33.5L30 38.5L39.5 28")),
  "k8s.namespace": icon(line("M18 25V19H24M40 19H46V25M46 41V47H40M24 47H18V41M29 19H35M29 47H35M18 30V36M46 30V36")),
  "k8s.network-policy": icon(
    line("M32 15L45 20V31C45 39.5 39.6 45.6 32 49C24.4 45.6 19 39.5 19 31V20ZM25.5 32L30.5 37L39 27.5"),
  ),
  "k8s.pod": icon(line(cube)),
  "k8s.policy": icon(line(page), line("M27 34.5L31 38.5L38 31")),
  "k8s.rbac": icon(
    line("M38.5 24A6.5 6.5 0 1 1 25.5 24A6.5 6.5 0 1 1 38.5 24ZM18.5 47C18.5 39 24.5 35.5 32 35.5S45.5 39 45.5 47"),
  ),
  "k8s.route": icon(line("M15 32H25L35 21H47M25 32L35 43H47M42.5 16.5L47 21L42.5 25.5M42.5 38.5L47 43L42.5 47.5")),
  "k8s.secret": icon(line("M21 30H43V47H21ZM25.5 30V24A6.5 6.5 0 0 1 38.5 24V30"), solid("M30.7 35H33.3V42H30.7Z")),
  "k8s.service": icon(
    line("M32 26V32M19.5 39V32H44.5V39M32 32V39"),
    solid("M26.5 15.5H37.5V26.5H26.5ZM14.5 38.5H24.5V48.5H14.5ZM27 38.5H37V48.5H27ZM39.5 38.5H49.5V48.5H39.5Z"),
  ),
  "k8s.statefulset": icon(line(cylinder), line("M19 32.5C19 35.6 24.8 37.5 32 37.5S45 35.6 45 32.5")),
  "k8s.volume": icon(line("M21 18H43L49 35V46H15V35ZM15 35H49"), solid("M39 38.5H44V43H39Z")),
};
