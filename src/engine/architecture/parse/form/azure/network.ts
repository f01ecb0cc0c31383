import { hcl, lines } from "../layout.ts";
import type { Plan } from "../plan.ts";

/** Where the application runs on Azure; "containers" is App Service unless containers are named. */
export type Home = "app-service" | "container-apps" | "aks" | "vm" | "functions";

export const homeOf = (plan: Plan): Home | undefined => {
  if (!plan.app) return undefined;
  if (plan.runs("kubernetes")) return "aks";
  if (plan.runs("vm")) return "vm";
  if (plan.runs("serverless")) return "functions";
  return plan.has("containers") ? "container-apps" : "app-service";
};

/** Background work runs in a function app, unless it has a container of its own. */
export const hasWorkerFunction = (plan: Plan): boolean =>
  plan.functions || (plan.has("scheduler") && !plan.has("workflow")) || (plan.worker && homeOf(plan) === "app-service");

export const hasGateway = (plan: Plan): boolean =>
  plan.app && (plan.has("load_balancer") || (plan.runs("vm") && plan.has("autoscaling", "waf", "cdn")));

export const hasNetwork = (plan: Plan): boolean =>
  plan.runs("vm", "kubernetes") || plan.has("relational_db", "batch") || hasGateway(plan);

/** The database is reached inside the network, so what calls it joins the network. */
export const joinsNetwork = (plan: Plan): boolean => plan.has("relational_db");

/** Every resource says where it is. */
export const placed = lines([
  "resource_group_name = azurerm_resource_group.main.name",
  "location = azurerm_resource_group.main.location",
]);

const subnet = (name: string, range: string, delegation?: string): string => hcl`
resource "azurerm_subnet" "${name}" {
name = "${name}"
resource_group_name = azurerm_resource_group.main.name
virtual_network_name = azurerm_virtual_network.main.name
address_prefixes = ["${range}"]
${
  delegation !== undefined &&
  lines(["", "delegation {", `name = "${name}"`, "", "service_delegation {", `name = "${delegation}"`, "}", "}"])
}
}
`;

/** Service that a subnet is handed over to. */
const delegationOf = (home: Home | undefined): string | undefined => {
  if (home === "container-apps") return "Microsoft.App/environments";
  return home === "app-service" ? "Microsoft.Web/serverFarms" : undefined;
};

const delegatedDatabase = (plan: Plan): string | undefined => {
  if (plan.engine === "sqlserver") return undefined;
  return plan.engine === "postgres"
    ? "Microsoft.DBforPostgreSQL/flexibleServers"
    : "Microsoft.DBforMySQL/flexibleServers";
};

/** Private name by which a database is found inside the network. */
const databaseZone = (plan: Plan): string => {
  if (plan.engine === "sqlserver") return "privatelink.database.windows.net";
  return plan.engine === "postgres"
    ? `${plan.name}.private.postgres.database.azure.com`
    : `${plan.name}.private.mysql.database.azure.com`;
};

const privateNames = (plan: Plan): string => hcl`
resource "azurerm_private_dns_zone" "database" {
name = "${databaseZone(plan)}"
resource_group_name = azurerm_resource_group.main.name
}

resource "azurerm_private_dns_zone_virtual_network_link" "database" {
name = "${plan.name}-database"
resource_group_name = azurerm_resource_group.main.name
private_dns_zone_name = azurerm_private_dns_zone.database.name
virtual_network_id = azurerm_virtual_network.main.id
}
`;

export const network = (plan: Plan): string[] => {
  if (!hasNetwork(plan)) return [];
  const home = homeOf(plan);
  const workloads = home !== undefined && (home !== "functions" || joinsNetwork(plan));
  const functions = joinsNetwork(plan) && (home === "functions" || (hasWorkerFunction(plan) && home !== "app-service"));
  return [
    hcl`
resource "azurerm_virtual_network" "main" {
name = "${plan.name}"
${placed}
address_space = ["10.0.0.0/16"]
}
`,
    ...(workloads && home !== "functions" ? [subnet("app", "10.0.2.0/23", delegationOf(home))] : []),
    ...(functions ? [subnet("functions", "10.0.4.0/24", "Microsoft.Web/serverFarms")] : []),
    ...(plan.has("batch") ? [subnet("batch", "10.0.5.0/24")] : []),
    ...(hasGateway(plan) ? [subnet("gateway", "10.0.6.0/24")] : []),
    ...(plan.has("relational_db")
      ? [subnet("database", "10.0.7.0/24", delegatedDatabase(plan)), privateNames(plan)]
      : []),
  ];
};
