import type { DocumentNode } from "../document/node.ts";
import { entryOf, textOf } from "../document/node.ts";
import { cutAt, isTrue, textsOf } from "./fields.ts";

export interface Port {
  internal: string;
  external?: string;
  ip?: string;
  protocol?: string;
  line: number;
}

const portNumber = /^\d{1,5}$/;
/** A range is written as a port each, within reason. */
const mostPorts = 100;

const rangeOf = (text: string): string[] => {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  if (first === undefined || last === undefined) return [];
  const count = Math.min(Number(last) - Number(first) + 1, mostPorts);
  return Array.from({ length: Math.max(0, count) }, (_, index) => String(Number(first) + index));
};

/** `127.0.0.1:8080:80/udp` in its parts. */
const shortPorts = (text: string, line: number): Port[] => {
  const [address, protocol] = cutAt(text, "/");
  const [, ip, external, internal = ""] =
    /^(?:(\[[^\]]{0,50}\]|[\d.]{7,15}):)?(?:([\d-]{0,11}):)?([\d-]{1,11})$/.exec(address) ?? [];
  const outside = external === undefined || external === "" ? [] : rangeOf(external);
  return rangeOf(internal).map((port, index) => {
    const published = outside[index] ?? outside[0];
    return {
      internal: port,
      line,
      ...(published !== undefined && { external: published }),
      ...(ip !== undefined && { ip: ip.replaceAll(/[[\]]/g, "") }),
      ...(protocol !== undefined && { protocol }),
    };
  });
};

/** Ports of a service in either way to write them. */
export const portsOf = (node: DocumentNode | undefined, plain: (text: string) => string): Port[] => {
  if (node?.kind !== "list") return [];
  return node.items.flatMap((item) => {
    if (item.kind !== "map") return textsOf(item).flatMap(({ text, line }) => shortPorts(plain(text), line));
    const field = (key: string): string | undefined => {
      const text = textOf(entryOf(item, key));
      return text === undefined ? undefined : plain(text);
    };
    const [internal, external, ip, protocol] = ["target", "published", "host_ip", "protocol"].map(field);
    if (internal === undefined || !portNumber.test(internal)) return [];
    return [
      {
        internal,
        line: item.line,
        ...(external !== undefined && portNumber.test(external) && { external }),
        ...(ip !== undefined && { ip }),
        ...(protocol !== undefined && { protocol }),
      },
    ];
  });
};

export interface Mount {
  target: string;
  /** A named volume, or a path of the host; an anonymous volume has neither. */
  volume?: string;
  path?: string;
  readOnly: boolean;
  /** Lives in memory. */
  isMemory: boolean;
  line: number;
}

const isPath = (source: string): boolean => /^(?:[./~]|[A-Za-z]:[\\/]|\$)/.test(source);

/** Colons between the parts of a mount; one behind a single letter belongs to a drive of Windows, as Compose has it. */
const betweenParts = /(?<!^[A-Za-z]|:[A-Za-z]):/;

const shortMount = (text: string, line: number): Mount => {
  const [source, target, ...rest] = text.split(betweenParts);
  const options = rest.join(":").split(",");
  return {
    target: target ?? text,
    ...(target !== undefined && source !== undefined && (isPath(source) ? { path: source } : { volume: source })),
    readOnly: options.includes("ro"),
    isMemory: false,
    line,
  };
};

const longMount = (item: DocumentNode): Mount | undefined => {
  const [type, source, target] = ["type", "source", "target"].map((key) => textOf(entryOf(item, key)));
  if (target === undefined) return undefined;
  return {
    target,
    ...(source !== undefined && (type === "bind" ? { path: source } : { volume: source })),
    readOnly: isTrue(entryOf(item, "read_only")),
    isMemory: type === "tmpfs",
    line: item.line,
  };
};

/** Mounts of a service in either way to write them. */
export const mountsOf = (node: DocumentNode | undefined, plain: (text: string) => string): Mount[] => {
  if (node?.kind !== "list") return [];
  return node.items.flatMap((item) => {
    if (item.kind === "map") return longMount(item) ?? [];
    return textsOf(item).map(({ text, line }) => shortMount(plain(text), line));
  });
};
