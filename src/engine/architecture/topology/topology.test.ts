import { expect, test } from "vitest";
import { inspect } from "../parse/index.ts";
import { exposedComponents } from "./index.ts";

const model = (text: string) => inspect([{ name: "main.tf", text }]).model;
const linksOf = (text: string): string[] =>
  model(text).links.map(({ from, to, label }) => `${from} → ${to}${label === undefined ? "" : ` (${label})`}`);

const network = `
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "public_a" {
  vpc_id = aws_vpc.main.id
  map_public_ip_on_launch = true
}
resource "aws_subnet" "public_b" { vpc_id = aws_vpc.main.id }
`;

test.each([
  [
    "a load balancer reaches its service through listener and target group",
    `resource "aws_lb" "web" {}
     resource "aws_lb_target_group" "web" {}
     resource "aws_lb_listener" "web" {
       load_balancer_arn = aws_lb.web.arn
       default_action { target_group_arn = aws_lb_target_group.web.arn }
     }
     resource "aws_ecs_service" "web" {
       load_balancer { target_group_arn = aws_lb_target_group.web.arn }
     }`,
    ["aws_lb.web → aws_ecs_service.web"],
  ],
  [
    "a queue feeds a function",
    `resource "aws_sqs_queue" "jobs" {}
     resource "aws_lambda_function" "work" {}
     resource "aws_lambda_event_source_mapping" "m" {
       event_source_arn = aws_sqs_queue.jobs.arn
       function_name = aws_lambda_function.work.arn
     }`,
    ["aws_sqs_queue.jobs → aws_lambda_function.work"],
  ],
  [
    "a function reaches what its role may touch",
    `resource "aws_dynamodb_table" "t" {}
     resource "aws_iam_role" "r" {}
     resource "aws_iam_role_policy" "p" {
       role = aws_iam_role.r.id
       policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = aws_dynamodb_table.t.arn }] })
     }
     resource "aws_lambda_function" "f" { role = aws_iam_role.r.arn }`,
    ["aws_lambda_function.f → aws_dynamodb_table.t"],
  ],
  [
    "security groups say who reaches a database, and on which port",
    `resource "aws_security_group" "app" {}
     resource "aws_security_group" "db" {
       ingress {
         from_port = 5432
         to_port = 5432
         security_groups = [aws_security_group.app.id]
       }
     }
     resource "aws_instance" "app" { vpc_security_group_ids = [aws_security_group.app.id] }
     resource "aws_db_instance" "db" { vpc_security_group_ids = [aws_security_group.db.id] }`,
    ["aws_instance.app → aws_db_instance.db (5432)"],
  ],
  [
    "a rule on a bus is a word on the arrow from the bus",
    `resource "aws_cloudwatch_event_bus" "orders" {}
     resource "aws_cloudwatch_event_rule" "placed" {
       name = "order-placed"
       event_bus_name = aws_cloudwatch_event_bus.orders.name
     }
     resource "aws_cloudwatch_event_target" "t" {
       rule = aws_cloudwatch_event_rule.placed.name
       event_bus_name = aws_cloudwatch_event_bus.orders.name
       arn = aws_sqs_queue.q.arn
     }
     resource "aws_sqs_queue" "q" {}`,
    ["aws_cloudwatch_event_bus.orders → aws_sqs_queue.q (order-placed)"],
  ],
  [
    "a consumer that may also read its queue gets no arrow back",
    `resource "aws_sqs_queue" "q" {}
     resource "aws_iam_role" "r" {}
     resource "aws_iam_role_policy" "p" {
       role = aws_iam_role.r.id
       policy = jsonencode({ Statement = [{ Action = "sqs:ReceiveMessage", Resource = aws_sqs_queue.q.arn }] })
     }
     resource "aws_lambda_function" "f" { role = aws_iam_role.r.arn }
     resource "aws_lambda_event_source_mapping" "m" {
       event_source_arn = aws_sqs_queue.q.arn
       function_name = aws_lambda_function.f.arn
     }`,
    ["aws_sqs_queue.q → aws_lambda_function.f"],
  ],
  [
    "a web firewall points at what it guards, whoever names the other",
    `resource "aws_wafv2_web_acl" "w" {}
     resource "aws_cloudfront_distribution" "c" { web_acl_id = aws_wafv2_web_acl.w.arn }
     resource "aws_lb" "l" {}
     resource "aws_wafv2_web_acl_association" "a" {
       web_acl_arn = aws_wafv2_web_acl.w.arn
       resource_arn = aws_lb.l.arn
     }`,
    ["aws_wafv2_web_acl.w → aws_cloudfront_distribution.c", "aws_wafv2_web_acl.w → aws_lb.l"],
  ],
  [
    "a replica is fed by what it copies",
    `resource "aws_db_instance" "main" {}
     resource "aws_db_instance" "copy" { replicate_source_db = aws_db_instance.main.identifier }`,
    ["aws_db_instance.main → aws_db_instance.copy (replication)"],
  ],
  [
    "a transit gateway joins networks",
    `resource "aws_vpc" "a" {}
     resource "aws_ec2_transit_gateway" "hub" {}
     resource "aws_ec2_transit_gateway_vpc_attachment" "a" {
       transit_gateway_id = aws_ec2_transit_gateway.hub.id
       vpc_id = aws_vpc.a.id
     }`,
    ["aws_ec2_transit_gateway.hub → aws_vpc.a"],
  ],
  [
    "networks that are peered both ways are joined once",
    `resource "azurerm_virtual_network" "hub" {}
     resource "azurerm_virtual_network" "spoke" {}
     resource "azurerm_virtual_network_peering" "out" {
       virtual_network_name = azurerm_virtual_network.hub.name
       remote_virtual_network_id = azurerm_virtual_network.spoke.id
     }
     resource "azurerm_virtual_network_peering" "back" {
       virtual_network_name = azurerm_virtual_network.spoke.name
       remote_virtual_network_id = azurerm_virtual_network.hub.id
     }`,
    ["azurerm_virtual_network.hub → azurerm_virtual_network.spoke (peering)"],
  ],
  [
    "who may receive from a bus is fed by it, who may send feeds it",
    `resource "azurerm_servicebus_namespace" "bus" {}
     resource "azurerm_linux_function_app" "in" {}
     resource "azurerm_linux_function_app" "out" {}
     resource "azurerm_role_assignment" "send" {
       scope = azurerm_servicebus_namespace.bus.id
       role_definition_name = "Azure Service Bus Data Sender"
       principal_id = azurerm_linux_function_app.in.identity[0].principal_id
     }
     resource "azurerm_role_assignment" "receive" {
       scope = azurerm_servicebus_namespace.bus.id
       role_definition_name = "Azure Service Bus Data Receiver"
       principal_id = azurerm_linux_function_app.out.identity[0].principal_id
     }`,
    [
      "azurerm_linux_function_app.in → azurerm_servicebus_namespace.bus",
      "azurerm_servicebus_namespace.bus → azurerm_linux_function_app.out",
    ],
  ],
  [
    "a subscription feeds whoever names it",
    `resource "google_pubsub_topic" "t" {}
     resource "google_pubsub_subscription" "s" { topic = google_pubsub_topic.t.id }
     resource "google_dataflow_job" "j" { parameters = { inputSubscription = google_pubsub_subscription.s.id } }`,
    ["google_pubsub_topic.t → google_dataflow_job.j"],
  ],
  [
    "what a service account may use is used by whoever runs as it",
    `resource "google_service_account" "sa" {}
     resource "google_storage_bucket" "b" {}
     resource "google_storage_bucket_iam_member" "m" {
       bucket = google_storage_bucket.b.name
       member = "serviceAccount:\${google_service_account.sa.email}"
     }
     resource "google_container_cluster" "c" {}
     resource "google_container_node_pool" "p" {
       cluster = google_container_cluster.c.id
       node_config { service_account = google_service_account.sa.email }
     }`,
    ["google_container_cluster.c → google_storage_bucket.b"],
  ],
  [
    "arrows of a Kubernetes cluster's nodes are arrows of the cluster",
    `resource "aws_iam_role" "r" {}
     resource "aws_dynamodb_table" "t" {}
     resource "aws_iam_role_policy" "p" {
       role = aws_iam_role.r.id
       policy = jsonencode({ Statement = [{ Action = "*", Resource = aws_dynamodb_table.t.arn }] })
     }
     resource "aws_eks_cluster" "c" {}
     resource "aws_eks_node_group" "one" {
       cluster_name = aws_eks_cluster.c.name
       node_role_arn = aws_iam_role.r.arn
     }
     resource "aws_eks_node_group" "two" {
       cluster_name = aws_eks_cluster.c.name
       node_role_arn = aws_iam_role.r.arn
     }`,
    ["aws_eks_cluster.c/nodes → aws_dynamodb_table.t"],
  ],
  [
    "a circle of references ends",
    `resource "aws_sqs_queue" "a" { redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.b.arn }) }
     resource "aws_sqs_queue" "b" { redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.a.arn }) }`,
    ["aws_sqs_queue.a → aws_sqs_queue.b", "aws_sqs_queue.b → aws_sqs_queue.a"],
  ],
])("%s", (_, text, links) => {
  expect(linksOf(text)).toEqual(links);
});

test("subnets of one tier are one group inside their network", () => {
  const { groups, find } = model(`${network}
    resource "aws_db_subnet_group" "g" { subnet_ids = [aws_subnet.public_a.id, aws_subnet.public_b.id] }
    resource "aws_db_instance" "db" { db_subnet_group_name = aws_db_subnet_group.g.name }
    resource "aws_s3_bucket" "b" {}`);
  expect(groups.map(({ id, label, parent }) => [id, label, parent])).toEqual([
    ["cloud", "AWS Cloud", undefined],
    ["region", "us-east-1", "cloud"],
    ["aws_vpc.main", "VPC 10.0.0.0/16", "region"],
    ["aws_vpc.main/public", "Public subnets", "aws_vpc.main"],
  ]);
  expect(find("aws_db_instance.db")?.group).toBe("aws_vpc.main/public");
  expect(find("aws_s3_bucket.b")?.group).toBe("region");
});

test.each([
  [
    "another provider's region is a group of its own",
    `provider "aws" { region = "eu-west-1" }
     provider "aws" {
       alias = "dr"
       region = "eu-central-1"
     }
     resource "aws_s3_bucket" "here" {}
     resource "aws_s3_bucket" "x" { provider = aws.dr }`,
    "aws_s3_bucket.x",
    ["eu-central-1", "AWS Cloud"],
  ],
  [
    "a network of several regions holds them",
    `provider "google" { region = "us-central1" }
     resource "google_compute_network" "n" {}
     resource "google_compute_subnetwork" "us" {
       network = google_compute_network.n.id
       region = "us-central1"
     }
     resource "google_compute_subnetwork" "europe" {
       network = google_compute_network.n.id
       region = "europe-west1"
     }
     resource "google_redis_instance" "x" {
       region = "europe-west1"
       authorized_network = google_compute_network.n.id
     }`,
    "google_redis_instance.x",
    ["europe-west1", "VPC network n", "Google Cloud"],
  ],
  [
    "a private endpoint brings a database into its subnet",
    `resource "azurerm_virtual_network" "n" { address_space = ["10.1.0.0/16"] }
     resource "azurerm_subnet" "endpoints" { virtual_network_name = azurerm_virtual_network.n.name }
     resource "azurerm_mssql_server" "s" {}
     resource "azurerm_mssql_database" "x" { server_id = azurerm_mssql_server.s.id }
     resource "azurerm_private_endpoint" "e" {
       subnet_id = azurerm_subnet.endpoints.id
       private_service_connection { private_connection_resource_id = azurerm_mssql_server.s.id }
     }`,
    "azurerm_mssql_database.x",
    ["Endpoint subnet", "Virtual network 10.1.0.0/16", "eastus", "Azure"],
  ],
])("%s", (_, text, id, labels) => {
  const { groups, find } = model(text);
  const path: string[] = [];
  for (let group = find(id)?.group; group !== undefined; group = groups.find((other) => other.id === group)?.parent)
    path.push(groups.find((other) => other.id === group)?.label ?? group);
  expect(path).toEqual(labels);
});

test.each([
  ['resource "aws_lb" "x" {}', ["aws_lb.x"]],
  ['resource "aws_lb" "x" { internal = true }', []],
  ['resource "aws_db_instance" "x" { publicly_accessible = true }', ["aws_db_instance.x"]],
  ['resource "aws_instance" "x" {}', []],
])("%s is exposed: %j", (text, ids) => {
  expect([...exposedComponents(model(text))]).toEqual(ids);
});

test("each cloud has a frame of its own with its own regions, and a Docker host stands in none", () => {
  const { cloud, region, groups, components } = inspect([
    {
      name: "main.tf",
      text: `provider "google" { region = "europe-west4" }
provider "aws" { region = "eu-west-1" }
resource "aws_sqs_queue" "jobs" {}
resource "aws_sns_topic" "news" {}
resource "aws_cloudfront_distribution" "cdn" {}
resource "azurerm_storage_account" "files" { location = "West Europe" }
resource "azurerm_redis_cache" "placeless" {}
resource "google_pubsub_topic" "events" {}
resource "google_cloud_run_v2_service" "api" { location = "europe-west1" }
resource "docker_container" "web" { image = "nginx" }
`,
    },
  ]).model;
  const parents = new Map(groups.map(({ id, label, parent }) => [id, { label, parent }]));
  const pathOf = (id: string | undefined): string[] => {
    const found = parents.get(id ?? "");
    return found === undefined ? [] : [...pathOf(found.parent), found.label];
  };
  expect([cloud, region]).toEqual(["aws", "eu-west-1"]);
  const drawn = components.filter(({ type }) => !type.startsWith("provider"));
  expect(drawn.map(({ name, group }) => [name, pathOf(group).join(" / ")])).toEqual([
    ["jobs", "AWS Cloud / eu-west-1"],
    ["news", "AWS Cloud / eu-west-1"],
    ["cdn", "AWS Cloud"],
    ["files", "Azure / westeurope"],
    ["placeless", "Azure / westeurope"],
    ["events", "Google Cloud / europe-west4"],
    ["api", "Google Cloud / europe-west1"],
    ["web", "Docker host"],
  ]);
});
