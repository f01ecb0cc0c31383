import { GATEWAY } from "./gateway.ts";
import type { Helper } from "./helper.ts";
import { PROOFS } from "./proofs.ts";
import { REQUEST } from "./request.ts";
import { LATE_CLIENT, SERVICES } from "./services.ts";
import { VALUES } from "./values.ts";

/** Limits that the helpers keep, and what they remember while the function is warm: constants of the module. */
const CONSTANTS: Readonly<Record<string, Helper>> = {
  TIMEOUT_SECONDS: { imports: ["import os"], code: 'TIMEOUT_SECONDS = float(os.getenv("TIMEOUT_SECONDS", "10"))' },
  RETRY_DELAYS: {
    imports: ["import os"],
    code: 'RETRY_DELAYS = [float(delay) for delay in os.getenv("RETRY_DELAYS", "0.5,1,2").split(",") if delay]',
  },
  MAX_WAIT_SECONDS: { code: "MAX_WAIT_SECONDS = 10.0" },
  MAX_ANSWER_BYTES: { code: "MAX_ANSWER_BYTES = 10_000_000" },
  MAX_LOOP_ITEMS: { imports: ["import os"], code: 'MAX_LOOP_ITEMS = int(os.getenv("MAX_LOOP_ITEMS", "100"))' },
  MAX_DELAY_SECONDS: {
    imports: ["import os"],
    code: 'MAX_DELAY_SECONDS = float(os.getenv("MAX_DELAY_SECONDS", "60"))',
  },
  MAX_ROWS: { code: "MAX_ROWS = 1_000" },
  MAX_MAILS: { code: "MAX_MAILS = 20" },
  TOLERANCE_SECONDS: { code: "TOLERANCE_SECONDS = 300" },
  IDEMPOTENCY_TABLE: { imports: ["import os"], code: 'IDEMPOTENCY_TABLE = os.getenv("IDEMPOTENCY_TABLE", "")' },
  CLAIM_SECONDS: { code: "CLAIM_SECONDS = 900" },
  REMEMBER_SECONDS: { code: "REMEMBER_SECONDS = 86_400" },
  GOOGLE_OAUTH_BASE: {
    imports: ["import os"],
    code: 'GOOGLE_OAUTH_BASE = os.getenv("GOOGLE_OAUTH_BASE", "https://oauth2.googleapis.com")',
  },
  _LOGGER: {
    imports: ["import logging", "import os", "import sys"],
    needs: ["WORKFLOW"],
    code: `_LOGGER = logging.getLogger(WORKFLOW)
_LOGGER.setLevel(os.getenv("LOG_LEVEL", "INFO"))
_LOGGER.propagate = False
_LOGGER.handlers = [logging.StreamHandler(sys.stdout)]`,
  },
  _SEEN: { code: "_SEEN: dict[str, float] = {}" },
  _TOKENS: { code: "_TOKENS: dict[tuple[str, ...], tuple[str, float]] = {}" },
  _OPENER: {
    imports: ["import ssl", "import urllib.request"],
    needs: ["_SafeRedirects"],
    // One context for all calls: reading the certificates takes longer than many a call. Installed, so that whoever tests
    // the module finds its calls where Python's calls are found: at urllib.request.urlopen.
    code: `_HTTPS = urllib.request.HTTPSHandler(context=ssl.create_default_context())
urllib.request.install_opener(urllib.request.build_opener(_SafeRedirects, _HTTPS))`,
  },
};

const HELPERS: Readonly<Record<string, Helper>> = {
  ...VALUES,
  ...REQUEST,
  ...GATEWAY,
  ...PROOFS,
  ...SERVICES,
};

/** The helpers that some names need, with what these need, and their constants, each in the order of the tables here. */
export const helpersFor = (
  names: ReadonlySet<string>,
): { constants: readonly Helper[]; helpers: readonly Helper[]; late: readonly Helper[] } => {
  const wanted = new Set<string>();
  const queue = [...names];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (wanted.has(name)) continue;
    wanted.add(name);
    queue.push(...((CONSTANTS[name] ?? HELPERS[name])?.needs ?? []));
  }
  const of = (table: Readonly<Record<string, Helper>>): Helper[] =>
    Object.entries(table).flatMap(([name, helper]) =>
      wanted.has(name) && name !== "_OPENER" ? [name === "_client" && !names.has(name) ? LATE_CLIENT : helper] : [],
    );
  const opener = CONSTANTS["_OPENER"];
  return {
    constants: of(CONSTANTS),
    helpers: of(HELPERS),
    // It is made of a helper, so it stands after them.
    late: wanted.has("_OPENER") && opener !== undefined ? [opener] : [],
  };
};
