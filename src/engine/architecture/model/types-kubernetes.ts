import type { ResourceType } from "./kinds.ts";

/** The same for what runs in clusters and as containers; Kubernetes' types without the version of their API. */
export const kubernetesTypes: Readonly<Record<string, ResourceType>> = {
  kubernetes_deployment: ["k8s.deployment", "node"],
  kubernetes_replication_controller: ["k8s.deployment", "node"],
  kubernetes_stateful_set: ["k8s.statefulset", "node"],
  kubernetes_daemon_set: ["k8s.daemonset", "node"],
  kubernetes_job: ["k8s.job", "node"],
  kubernetes_cron_job: ["k8s.cronjob", "node"],
  kubernetes_pod: ["k8s.pod", "node"],
  kubernetes_service: ["k8s.service", "node"],
  kubernetes_ingress: ["k8s.ingress", "node"],
  kubernetes_gateway: ["k8s.gateway", "node"],
  kubernetes_http_route: ["k8s.route", "node"],
  kubernetes_virtual_service: ["k8s.route", "node"],
  kubernetes_ingress_route: ["k8s.ingress", "node"],
  kubernetes_postgresql_cluster: ["app.postgresql", "node"],
  kubernetes_mysql_cluster: ["app.mysql", "node"],
  kubernetes_mongodb_cluster: ["app.mongodb", "node"],
  kubernetes_redis_cluster: ["app.redis", "node"],
  kubernetes_elasticsearch_cluster: ["app.elasticsearch", "node"],
  kubernetes_kafka_cluster: ["app.kafka", "node"],
  kubernetes_rabbitmq_cluster: ["app.rabbitmq", "node"],
  kubernetes_persistent_volume_claim: ["k8s.volume", "node"],
  kubernetes_persistent_volume: ["k8s.volume", "part"],
  kubernetes_storage_class: ["k8s.volume", "hidden"],
  kubernetes_csi_driver: ["k8s.volume", "hidden"],
  kubernetes_config_map: ["k8s.config", "part"],
  kubernetes_secret: ["k8s.secret", "part"],
  kubernetes_service_account: ["k8s.rbac", "part"],
  kubernetes_horizontal_pod_autoscaler: ["k8s.autoscaler", "part"],
  kubernetes_pod_disruption_budget: ["k8s.policy", "part"],
  kubernetes_namespace: ["k8s.namespace", "cluster"],
  kubernetes_role: ["k8s.rbac", "operations"],
  kubernetes_role_binding: ["k8s.rbac", "operations"],
  kubernetes_cluster_role: ["k8s.rbac", "operations"],
  kubernetes_cluster_role_binding: ["k8s.rbac", "operations"],
  kubernetes_network_policy: ["k8s.network-policy", "operations"],
  kubernetes_pod_security_policy: ["k8s.policy", "operations"],
  kubernetes_limit_range: ["k8s.policy", "hidden"],
  kubernetes_resource_quota: ["k8s.policy", "hidden"],
  kubernetes_manifest: ["k8s.cluster", "hidden"],
  kubectl_manifest: ["k8s.cluster", "hidden"],
  docker_container: ["docker.container", "node"],
  docker_service: ["docker.container", "node"],
  docker_volume: ["generic.disk", "node"],
  docker_network: ["docker.network", "hidden"],
  docker_image: ["docker.image", "hidden"],
};

/** `kubernetes_deployment_v1` → `kubernetes_deployment`: the provider has most types twice, and they are one. */
export const withoutApiVersion = (type: string): string =>
  type.startsWith("kubernetes_")
    ? type.replace(/_v\d+(?:(?:alpha|beta)\d+)?$/, "").replace(/^kubernetes_daemonset$/, "kubernetes_daemon_set")
    : type;
