/** A component's id or address taken apart: `envs/prod: module.app["a"].aws_lb.main` → root, modules, local part. */
export interface AddressParts {
  /** Label of the root that it belongs to, where the upload has several; "" otherwise. */
  root: string;
  /** `module.app["a"].`, or "" in a root itself. */
  modules: string;
  /** `aws_lb.main`: the address as the module's own code writes it. */
  local: string;
}

const rootLabel = /^[^:"[\]]{1,200}: /;
const moduleSteps = /^(?:module\.[^.["\]]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)+/;

/** Takes an id or address apart. */
export const splitAddress = (address: string): AddressParts => {
  const root = address.includes(": ") ? (rootLabel.exec(address)?.[0] ?? "") : "";
  const inRoot = address.slice(root.length);
  const modules = inRoot.startsWith("module.") ? (moduleSteps.exec(inRoot)?.[0] ?? "") : "";
  return { root: root.slice(0, -2), modules, local: inRoot.slice(modules.length) };
};

/** What ids of a root begin with; "" where no other root is there to be told from. */
export const rootPrefix = (label: string): string => (label === "" ? "" : `${label}: `);

/** Whether an id is that of a component, rather than of a data source or a module. */
export const isComponentAddress = (id: string): boolean => !/^(?:data|module)\./.test(splitAddress(id).local);
