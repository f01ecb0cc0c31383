import type { Model } from "../../model/index.ts";
import { add } from "../edit.ts";
import type { Edit } from "../edit.ts";
import type { Home } from "./azure-home.ts";
import { singles } from "./declared.ts";

/** Three months: many intrusions are noticed after weeks. */
const workspaceCode = ({ placed }: Home): string => `resource "azurerm_log_analytics_workspace" "stackstage" {
  name                = "stackstage-logs"
${placed}  sku                 = "PerGB2018"
  retention_in_days   = 90
}
`;

/** Where logs go: the design's own workspace, or a new one. */
export const addWorkspace = (model: Model, home: Home): { workspace: string; edits: Edit[] } => {
  const [known] = singles(model, "azurerm_log_analytics_workspace");
  if (known !== undefined) return { workspace: known.address, edits: [] };
  const workspace = "azurerm_log_analytics_workspace.stackstage";
  return { workspace, edits: [add(workspace, workspaceCode(home))] };
};
