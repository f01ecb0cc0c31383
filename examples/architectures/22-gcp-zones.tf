# Virtual machines in two zones behind a load balancer
terraform {
  required_version = ">= 1.6"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 6.0"
    }
  }
}

provider "google" {
  project = "shop-production"
  region  = "europe-west1"
}

resource "google_compute_network" "main" {
  name                    = "shop"
  auto_create_subnetworks = false
}

resource "google_compute_subnetwork" "app" {
  name          = "app"
  region        = "europe-west1"
  network       = google_compute_network.main.id
  ip_cidr_range = "10.30.0.0/20"
}

resource "google_compute_global_address" "services" {
  name          = "shop-services"
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

resource "google_service_account" "app" {
  account_id = "shop-app"
}

resource "google_compute_instance_template" "app" {
  name_prefix  = "shop-app-"
  machine_type = "e2-standard-2"

  disk {
    source_image = "debian-cloud/debian-12"
  }

  network_interface {
    subnetwork = google_compute_subnetwork.app.id
  }

  service_account {
    email  = google_service_account.app.email
    scopes = ["cloud-platform"]
  }
}

resource "google_compute_health_check" "app" {
  name = "shop-app"

  http_health_check {
    port = 8080
  }
}

resource "google_compute_instance_group_manager" "app_b" {
  name               = "shop-app-b"
  zone               = "europe-west1-b"
  base_instance_name = "shop-app-b"
  target_size        = 2

  version {
    instance_template = google_compute_instance_template.app.id
  }
}

resource "google_compute_instance_group_manager" "app_c" {
  name               = "shop-app-c"
  zone               = "europe-west1-c"
  base_instance_name = "shop-app-c"
  target_size        = 2

  version {
    instance_template = google_compute_instance_template.app.id
  }
}

resource "google_compute_instance" "worker" {
  name         = "invoice-worker"
  machine_type = "e2-small"
  zone         = "europe-west1-b"

  boot_disk {
    initialize_params {
      image = "debian-cloud/debian-12"
    }
  }

  network_interface {
    subnetwork = google_compute_subnetwork.app.id
  }

  service_account {
    email  = google_service_account.app.email
    scopes = ["cloud-platform"]
  }
}

resource "google_compute_backend_service" "app" {
  name                  = "shop-app"
  protocol              = "HTTP"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  health_checks         = [google_compute_health_check.app.id]

  backend {
    group = google_compute_instance_group_manager.app_b.instance_group
  }

  backend {
    group = google_compute_instance_group_manager.app_c.instance_group
  }
}

resource "google_compute_url_map" "app" {
  name            = "shop"
  default_service = google_compute_backend_service.app.id
}

resource "google_compute_managed_ssl_certificate" "app" {
  name = "shop"

  managed {
    domains = ["shop.example.com"]
  }
}

resource "google_compute_target_https_proxy" "app" {
  name             = "shop"
  url_map          = google_compute_url_map.app.id
  ssl_certificates = [google_compute_managed_ssl_certificate.app.id]
}

resource "google_compute_global_forwarding_rule" "app" {
  name                  = "shop"
  target                = google_compute_target_https_proxy.app.id
  port_range            = "443"
  load_balancing_scheme = "EXTERNAL_MANAGED"
}

resource "google_sql_database_instance" "orders" {
  name             = "orders"
  database_version = "POSTGRES_16"
  region           = "europe-west1"
  depends_on       = [google_service_networking_connection.services]

  settings {
    tier              = "db-custom-2-8192"
    availability_type = "REGIONAL"

    ip_configuration {
      ipv4_enabled    = false
      private_network = google_compute_network.main.id
    }
  }
}

resource "google_pubsub_topic" "invoices" {
  name = "invoices"
}

resource "google_pubsub_topic_iam_member" "app" {
  topic  = google_pubsub_topic.invoices.name
  role   = "roles/pubsub.publisher"
  member = "serviceAccount:${google_service_account.app.email}"
}

resource "google_project_iam_member" "sql" {
  project = "shop-production"
  role    = "roles/cloudsql.client"
  member  = "serviceAccount:${google_service_account.app.email}"
}
