// What `react/jsx-runtime` exports, for the icon modules.
export { jsx, jsx as jsxs } from "./build-svg-tree.ts";
export const Fragment = "g";
