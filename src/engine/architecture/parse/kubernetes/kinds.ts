import type { Manifest } from "./manifests.ts";

interface KindEntry {
  type: string;
  /** API groups that the kind is of; another group's kind of that name is another thing. */
  groups: readonly string[];
}

const core = [""];
const apps = ["apps", "extensions"];
const rbac = ["rbac.authorization.k8s.io"];

const kinds: Readonly<Record<string, KindEntry>> = {
  APIService: { type: "kubernetes_api_service_v1", groups: ["apiregistration.k8s.io"] },
  CSIDriver: { type: "kubernetes_csi_driver_v1", groups: ["storage.k8s.io"] },
  ClusterRole: { type: "kubernetes_cluster_role_v1", groups: rbac },
  ClusterRoleBinding: { type: "kubernetes_cluster_role_binding_v1", groups: rbac },
  ConfigMap: { type: "kubernetes_config_map_v1", groups: core },
  CronJob: { type: "kubernetes_cron_job_v1", groups: ["batch"] },
  DaemonSet: { type: "kubernetes_daemon_set_v1", groups: apps },
  Deployment: { type: "kubernetes_deployment_v1", groups: apps },
  Endpoints: { type: "kubernetes_endpoints_v1", groups: core },
  EndpointSlice: { type: "kubernetes_endpoint_slice_v1", groups: ["discovery.k8s.io"] },
  HorizontalPodAutoscaler: { type: "kubernetes_horizontal_pod_autoscaler_v2", groups: ["autoscaling"] },
  Ingress: { type: "kubernetes_ingress_v1", groups: ["networking.k8s.io", "extensions"] },
  IngressClass: { type: "kubernetes_ingress_class_v1", groups: ["networking.k8s.io"] },
  Job: { type: "kubernetes_job_v1", groups: ["batch"] },
  LimitRange: { type: "kubernetes_limit_range_v1", groups: core },
  MutatingWebhookConfiguration: {
    type: "kubernetes_mutating_webhook_configuration_v1",
    groups: ["admissionregistration.k8s.io"],
  },
  Namespace: { type: "kubernetes_namespace_v1", groups: core },
  NetworkPolicy: { type: "kubernetes_network_policy_v1", groups: ["networking.k8s.io", "extensions"] },
  PersistentVolume: { type: "kubernetes_persistent_volume_v1", groups: core },
  PersistentVolumeClaim: { type: "kubernetes_persistent_volume_claim_v1", groups: core },
  Pod: { type: "kubernetes_pod_v1", groups: core },
  PodDisruptionBudget: { type: "kubernetes_pod_disruption_budget_v1", groups: ["policy"] },
  PodSecurityPolicy: { type: "kubernetes_pod_security_policy_v1beta1", groups: ["policy", "extensions"] },
  PriorityClass: { type: "kubernetes_priority_class_v1", groups: ["scheduling.k8s.io"] },
  ReplicationController: { type: "kubernetes_replication_controller_v1", groups: core },
  ResourceQuota: { type: "kubernetes_resource_quota_v1", groups: core },
  Role: { type: "kubernetes_role_v1", groups: rbac },
  RoleBinding: { type: "kubernetes_role_binding_v1", groups: rbac },
  RuntimeClass: { type: "kubernetes_runtime_class_v1", groups: ["node.k8s.io"] },
  Secret: { type: "kubernetes_secret_v1", groups: core },
  Service: { type: "kubernetes_service_v1", groups: core },
  ServiceAccount: { type: "kubernetes_service_account_v1", groups: core },
  StatefulSet: { type: "kubernetes_stateful_set_v1", groups: ["apps"] },
  StorageClass: { type: "kubernetes_storage_class_v1", groups: ["storage.k8s.io"] },
  ValidatingWebhookConfiguration: {
    type: "kubernetes_validating_webhook_configuration_v1",
    groups: ["admissionregistration.k8s.io"],
  },
};

/** Kinds that the provider has no resource for and that keep pods as a deployment does, by their groups. */
const likeDeployment: Readonly<Record<string, readonly string[]>> = {
  ReplicaSet: apps,
  DeploymentConfig: ["apps.openshift.io", ""],
  Rollout: ["argoproj.io"],
  Configuration: ["serving.knative.dev"],
  Service: ["serving.knative.dev"],
};

/** What a manifest becomes in Terraform. */
export interface Target {
  type: string;
  /** Says what the resource stands for, where its type does not. */
  comment?: string;
}

const entryFor = <T>(table: Readonly<Record<string, T>>, kind: string): T | undefined =>
  Object.hasOwn(table, kind) ? table[kind] : undefined;

/** The provider's resource for a manifest; what it has none for is `kubernetes_manifest`, which takes any object. */
export const targetOf = ({ kind, group, apiVersion }: Manifest): Target => {
  const entry = entryFor(kinds, kind);
  if (entry?.groups.includes(group) === true) {
    if (kind === "HorizontalPodAutoscaler" && apiVersion === "autoscaling/v1")
      return { type: "kubernetes_horizontal_pod_autoscaler_v1" };
    return { type: entry.type };
  }
  if (entryFor(likeDeployment, kind)?.includes(group) === true)
    return { type: "kubernetes_deployment_v1", comment: `${kind}, written as the deployment that keeps the same pods` };
  return { type: "kubernetes_manifest" };
};

const gatewayApi = "gateway.networking.k8s.io";
const istio = "networking.istio.io";

/**
 * Kinds of extensions that traffic comes in by, and of operators that run stores, under names like those of the
 * provider: it has no resources for them.
 */
const customKinds: readonly (readonly [kinds: RegExp, group: string, type: string])[] = [
  [/^Gateway$/, gatewayApi, "kubernetes_gateway"],
  [/^Gateway$/, istio, "kubernetes_gateway"],
  [/^(?:HTTP|GRPC|TCP|TLS|UDP)Route$/, gatewayApi, "kubernetes_http_route"],
  [/^VirtualService$/, istio, "kubernetes_virtual_service"],
  [/^IngressRoute$/, "traefik.io", "kubernetes_ingress_route"],
  [/^IngressRoute$/, "traefik.containo.us", "kubernetes_ingress_route"],
  [/^Cluster$/, "postgresql.cnpg.io", "kubernetes_postgresql_cluster"],
  [/^postgresql$/, "acid.zalan.do", "kubernetes_postgresql_cluster"],
  [/^PostgresCluster$/, "postgres-operator.crunchydata.com", "kubernetes_postgresql_cluster"],
  [/^PerconaPGCluster$/, "pgv2.percona.com", "kubernetes_postgresql_cluster"],
  [/^PerconaXtraDBCluster$/, "pxc.percona.com", "kubernetes_mysql_cluster"],
  [/^InnoDBCluster$/, "mysql.oracle.com", "kubernetes_mysql_cluster"],
  [/^MongoDBCommunity$/, "mongodbcommunity.mongodb.com", "kubernetes_mongodb_cluster"],
  [/^PerconaServerMongoDB$/, "psmdb.percona.com", "kubernetes_mongodb_cluster"],
  [/^Redis(?:Cluster|Replication)?$/, "redis.redis.opstreelabs.in", "kubernetes_redis_cluster"],
  [/^RedisFailover$/, "databases.spotahome.com", "kubernetes_redis_cluster"],
  [/^Elasticsearch$/, "elasticsearch.k8s.elastic.co", "kubernetes_elasticsearch_cluster"],
  [/^Kafka$/, "kafka.strimzi.io", "kubernetes_kafka_cluster"],
  [/^RabbitmqCluster$/, "rabbitmq.com", "kubernetes_rabbitmq_cluster"],
];

/** Type under which an extension's object is judged and drawn; nothing for those that say nothing of an architecture. */
export const customTypeOf = ({ kind, group }: Manifest): string | undefined =>
  customKinds.find(([kinds, owner]) => owner === group && kinds.test(kind))?.[2];
