# Retail platform on GKE

provider "google" {
  project = "retail-prod"
  region  = "europe-west1"
}

resource "google_compute_network" "main" {
  name                    = "retail"
  auto_create_subnetworks = false
}

resource "google_compute_subnetwork" "nodes" {
  name          = "nodes"
  network       = google_compute_network.main.id
  ip_cidr_range = "10.0.0.0/20"
  region        = "europe-west1"

  secondary_ip_range {
    range_name    = "pods"
    ip_cidr_range = "10.4.0.0/14"
  }
}

resource "google_compute_router" "main" {
  name    = "router"
  network = google_compute_network.main.id
}

resource "google_compute_router_nat" "main" {
  name                               = "nat"
  router                             = google_compute_router.main.name
  nat_ip_allocate_option             = "AUTO_ONLY"
  source_subnetwork_ip_ranges_to_nat = "ALL_SUBNETWORKS_ALL_IP_RANGES"
}

resource "google_container_cluster" "retail" {
  name                     = "retail"
  location                 = "europe-west1"
  network                  = google_compute_network.main.id
  subnetwork               = google_compute_subnetwork.nodes.id
  remove_default_node_pool = true
  initial_node_count       = 1
  deletion_protection      = false
}

resource "google_container_node_pool" "default" {
  name       = "default"
  cluster    = google_container_cluster.retail.id
  node_count = 2

  node_config {
    machine_type    = "e2-standard-4"
    service_account = google_service_account.nodes.email
  }
}

resource "google_service_account" "nodes" {
  account_id = "gke-nodes"
}

resource "google_compute_global_address" "ingress" {
  name = "ingress"
}

resource "google_compute_global_forwarding_rule" "ingress" {
  name       = "ingress"
  target     = google_compute_target_http_proxy.ingress.id
  port_range = "80"
  ip_address = google_compute_global_address.ingress.address
}

resource "google_compute_target_http_proxy" "ingress" {
  name    = "ingress"
  url_map = google_compute_url_map.ingress.id
}

resource "google_compute_url_map" "ingress" {
  name            = "ingress"
  default_service = google_compute_backend_service.ingress.id
}

resource "google_compute_security_policy" "edge" {
  name = "edge"
}

resource "google_compute_backend_service" "ingress" {
  name            = "ingress"
  protocol        = "HTTP"
  security_policy = google_compute_security_policy.edge.id

  backend {
    group = google_container_node_pool.default.instance_group_urls[0]
  }
}

resource "google_compute_global_address" "services" {
  name          = "services"
  purpose       = "VPC_PEERING"
  address_type  = "INTERNAL"
  prefix_length = 16
  network       = google_compute_network.main.id
}

resource "google_service_networking_connection" "services" {
  network                 = google_compute_network.main.id
  service                 = "servicenetworking.googleapis.com"
  reserved_peering_ranges = [google_compute_global_address.services.name]
}

resource "google_sql_database_instance" "orders" {
  name             = "orders"
  database_version = "POSTGRES_16"
  region           = "europe-west1"

  settings {
    tier              = "db-custom-4-16384"
    availability_type = "ZONAL"

    ip_configuration {
      ipv4_enabled    = true
      private_network = google_compute_network.main.id
    }
  }
}

resource "google_redis_instance" "cart" {
  name               = "cart"
  tier               = "BASIC"
  memory_size_gb     = 4
  authorized_network = google_compute_network.main.id
}

resource "google_project_iam_member" "nodes_sql" {
  project = "retail-prod"
  role    = "roles/cloudsql.client"
  member  = "serviceAccount:${google_service_account.nodes.email}"
}

resource "google_pubsub_topic" "orders" {
  name = "orders"
}

resource "google_pubsub_topic_iam_member" "publish" {
  topic  = google_pubsub_topic.orders.name
  role   = "roles/pubsub.publisher"
  member = "serviceAccount:${google_service_account.nodes.email}"
}

resource "google_storage_bucket" "images" {
  name     = "retail-images"
  location = "EU"
}

resource "google_storage_bucket_iam_member" "images" {
  bucket = google_storage_bucket.images.name
  role   = "roles/storage.objectAdmin"
  member = "serviceAccount:${google_service_account.nodes.email}"
}

resource "google_artifact_registry_repository" "images" {
  repository_id = "images"
  format        = "DOCKER"
  location      = "europe-west1"
}

resource "google_secret_manager_secret" "database" {
  secret_id = "database-password"

  replication {
    auto {}
  }
}
