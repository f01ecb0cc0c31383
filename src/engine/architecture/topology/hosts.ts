/** Names in a text that stand where hosts do: behind a scheme or a user, before a port. */
const inAddress =
  /(?:\/\/(?:[^\s/@]{0,200}@)?|@)([a-z\d](?:[a-z\d.-]{0,252}[a-z\d])?)|(?<![\w./-])([a-z\d](?:[a-z\d.-]{0,252}[a-z\d])?):\d{2,5}(?!\d)/gi;

/** A host behind an option of a command line: `pg_dump -h db`. */
const inOption = /(?:^|\s)(?:-h|--host(?:name)?)[\s=]+([a-z\d](?:[a-z\d.-]{0,252}[a-z\d])?)(?=\s|$)/gi;

/** Names of settings whose whole value is a host. */
const hostSetting =
  /host|addr|url|uri|server|endpoint|service|broker|upstream|node|peer|seed|master|primary|replica|database|db$|redis|dsn/i;

const wholeHost = /^[a-z\d](?:[a-z\d.-]{0,252}[a-z\d])?$/i;

/** Kubernetes itself tells each pod where the services are: `$(REDIS_LEADER_SERVICE_HOST)`. */
const injected = /\b([A-Z][A-Z\d_]{0,100})_SERVICE_(?:HOST|PORT)\b/g;

/** Hosts that a setting names, in lower case. A word is one only where a host is expected. */
export const hostsIn = (name: string | undefined, text: string): string[] => {
  const hosts = [
    ...Array.from(text.matchAll(inAddress), ([, address, beforePort]) => address ?? beforePort ?? ""),
    ...Array.from(text.matchAll(inOption), ([, host = ""]) => host),
  ];
  const variables = [...`${name ?? ""} ${text}`.matchAll(injected)].map(([, service = ""]) =>
    service.replaceAll("_", "-"),
  );
  // A list of hosts: `kafka-0,kafka-1`.
  const words = name !== undefined && hostSetting.test(name) ? text.split(/[\s,;]+/).slice(0, 20) : [];
  const bare = words.filter((word) => wholeHost.test(word));
  return [
    ...new Set(
      [...hosts, ...bare, ...variables].map((host) => host.toLowerCase()).filter((host) => /[a-z]/.test(host)),
    ),
  ];
};
