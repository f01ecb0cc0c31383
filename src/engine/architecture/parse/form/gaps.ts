import type { Cloud } from "../../model/index.ts";
import type { Brief, Capability } from "./brief.ts";

type Design = Pick<Brief, "cloud" | "compute" | "capabilities" | "products" | "engine" | "facts">;

/** What a cloud has no resource of its own for, and what stands in its place. */
const gaps: Readonly<Record<Cloud, Partial<Record<Capability, string>>>> = {
  aws: {},
  azure: {
    batch: "Batch work runs on a virtual machine scale set.",
    cicd: "Build pipelines live in Azure DevOps or GitHub: the design holds none.",
    etl: "Data Factory's pipelines are made in its own studio: the design holds the factory.",
    iot: "Devices connect to IoT Hub, which routes their messages to Event Hubs.",
    key_value_db: "Key-value data is kept in Cosmos DB.",
    scheduler: "A function with a timer stands for the schedule.",
    warehouse: "A dedicated SQL pool stands for the warehouse.",
  },
  gcp: {
    batch: "Batch work runs on a managed instance group.",
    cicd: "Cloud Build needs a connected repository: the design holds no build.",
    email: "Google Cloud sends no e-mail: an outside service is needed.",
    iot: "Google Cloud has no device gateway: devices publish to Pub/Sub.",
    queue: "Pub/Sub stands for the queue.",
    search: "Google Cloud has no search service of this kind: OpenSearch runs on a machine.",
    stream: "Pub/Sub stands for the stream.",
  },
};

const holds = (design: Design, capability: Capability): boolean => design.capabilities.includes(capability);

/** Gaps that depend on more than one word. */
const combined = (design: Design): (string | false)[] => {
  const { cloud, compute, products, engine, facts } = design;
  return [
    cloud === "azure" &&
      holds(design, "auth") &&
      (compute === "vm" || compute === "kubernetes" || holds(design, "containers")) &&
      "Sign-in is left to Entra ID: Terraform does not create it.",
    cloud !== "aws" && products.includes("memcached") && "Redis stands for Memcached.",
    cloud !== "aws" &&
      products.includes("aurora") &&
      "Aurora is only on AWS: the managed database of the cloud stands for it.",
    cloud !== "aws" && products.includes("rabbitmq") && "The cloud's own message service stands for RabbitMQ.",
    cloud === "gcp" && products.includes("kafka") && "Pub/Sub stands for Kafka.",
    cloud !== "gcp" &&
      products.includes("spanner") &&
      "Spanner is only on Google Cloud: a relational database stands for it.",
    cloud !== "aws" && engine === "mariadb" && holds(design, "relational_db") && "MySQL stands for MariaDB.",
    cloud === "azure" &&
      facts.includes("https") &&
      holds(design, "load_balancer") &&
      "HTTPS on Application Gateway needs a certificate in a key vault: the listener is HTTP.",
  ];
};

/** Sentences on what the design holds in another form than was asked for, or not at all. */
export const gapNotes = (design: Design): string[] => [
  ...design.capabilities.flatMap((capability) => gaps[design.cloud][capability] ?? []),
  ...combined(design).filter((note) => note !== false),
];
