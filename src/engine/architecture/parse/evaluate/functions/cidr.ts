import { Unknown } from "../../../model/index.ts";
import type { Value } from "../../../model/index.ts";
import { invalid, toNumber, toText } from "../values.ts";
import type { TerraformFunction } from "./signature.ts";

interface Network {
  /** Address of the network as a number. */
  base: number;
  length: number;
}

const sizeOf = (length: number): number => 2 ** (32 - length);

const parseNetwork = (text: string): Network | undefined => {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}$/.test(text)) return undefined;
  const slash = text.indexOf("/");
  const octets = text.slice(0, slash).split(".").map(Number);
  const length = Number(text.slice(slash + 1));
  if (length > 32 || octets.some((octet) => octet > 255)) return undefined;
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  return { base: address - (address % sizeOf(length)), length };
};

const writeAddress = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");

/** A function of an IPv4 network and numbers; one of IPv6 is left unknown. */
const ofNetwork =
  (apply: (network: Network, ...numbers: number[]) => Value): TerraformFunction =>
  ([prefix, ...rest]) => {
    const text = toText(prefix);
    if (text === undefined) return invalid;
    if (text.includes(":")) return new Unknown();
    const network = parseNetwork(text);
    const numbers = rest.map(toNumber).filter((number) => number !== undefined);
    const isWhole = numbers.length === rest.length && numbers.every(Number.isInteger);
    if (network === undefined || !isWhole || numbers.length + 1 < apply.length) return invalid;
    return apply(network, ...numbers);
  };

const subnet = ({ base, length }: Network, newBits: number, number: number): Value => {
  const newLength = length + newBits;
  if (newBits < 0 || newLength > 32 || number < 0 || number >= 2 ** newBits) return invalid;
  return `${writeAddress(base + number * sizeOf(newLength))}/${newLength}`;
};

/** Networks of the given sizes one after another, each at its own boundary. */
const subnets = ({ base, length }: Network, ...newBits: number[]): Value => {
  const found: string[] = [];
  let next = base;
  for (const bits of newBits) {
    const newLength = length + bits;
    if (bits < 1 || newLength > 32) return invalid;
    const size = sizeOf(newLength);
    next = Math.ceil(next / size) * size;
    if (next + size > base + sizeOf(length)) return invalid;
    found.push(`${writeAddress(next)}/${newLength}`);
    next += size;
  }
  return found;
};

const host = ({ base, length }: Network, number: number): Value => {
  const size = sizeOf(length);
  const offset = number < 0 ? size + number : number;
  return offset < 0 || offset >= size ? invalid : writeAddress(base + offset);
};

/** Arithmetic on IPv4 networks. */
export const cidrFunctions: ReadonlyMap<string, TerraformFunction> = new Map([
  ["cidrsubnet", ofNetwork(subnet)],
  ["cidrsubnets", ofNetwork(subnets)],
  ["cidrhost", ofNetwork(host)],
  ["cidrnetmask", ofNetwork(({ length }) => writeAddress(2 ** 32 - sizeOf(length)))],
]);
