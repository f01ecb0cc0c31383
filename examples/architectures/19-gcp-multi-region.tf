# Global load balancing over instance groups in two regions

provider "google" {
  project = "global-prod"
  region  = "us-central1"
}


resource "google_compute_network" "shared" {
  name                    = "shared"
  auto_create_subnetworks = false
}

resource "google_compute_subnetwork" "us" {
  name          = "us"
  network       = google_compute_network.shared.id
  region        = "us-central1"
  ip_cidr_range = "10.10.0.0/20"
}

resource "google_compute_subnetwork" "europe" {
  name          = "europe"
  network       = google_compute_network.shared.id
  region        = "europe-west1"
  ip_cidr_range = "10.20.0.0/20"
}

resource "google_compute_firewall" "ssh" {
  name          = "ssh"
  network       = google_compute_network.shared.id
  source_ranges = ["0.0.0.0/0"]

  allow {
    protocol = "tcp"
    ports    = ["22"]
  }
}

resource "google_compute_instance_template" "us" {
  name_prefix  = "web-us-"
  machine_type = "n2-standard-4"

  disk {
    source_image = "debian-cloud/debian-12"
  }

  network_interface {
    subnetwork = google_compute_subnetwork.us.id
  }
}

resource "google_compute_instance_template" "europe" {
  name_prefix  = "web-europe-"
  machine_type = "n2-standard-4"

  disk {
    source_image = "debian-cloud/debian-12"
  }

  network_interface {
    subnetwork = google_compute_subnetwork.europe.id
  }
}

resource "google_compute_region_instance_group_manager" "us" {
  name               = "web-us"
  region             = "us-central1"
  base_instance_name = "web"
  target_size        = 3

  version {
    instance_template = google_compute_instance_template.us.id
  }
}

resource "google_compute_region_instance_group_manager" "europe" {
  name               = "web-europe"
  region             = "europe-west1"
  base_instance_name = "web"
  target_size        = 3

  version {
    instance_template = google_compute_instance_template.europe.id
  }
}

resource "google_compute_region_autoscaler" "us" {
  name   = "web-us"
  region = "us-central1"
  target = google_compute_region_instance_group_manager.us.id

  autoscaling_policy {
    min_replicas = 3
    max_replicas = 12
  }
}

resource "google_compute_health_check" "web" {
  name = "web"

  http_health_check {
    port = 80
  }
}

resource "google_compute_security_policy" "edge" {
  name = "edge"
}

resource "google_compute_backend_service" "web" {
  name            = "web"
  health_checks   = [google_compute_health_check.web.id]
  security_policy = google_compute_security_policy.edge.id
  enable_cdn      = true

  backend {
    group = google_compute_region_instance_group_manager.us.instance_group
  }

  backend {
    group = google_compute_region_instance_group_manager.europe.instance_group
  }
}

resource "google_compute_url_map" "web" {
  name            = "web"
  default_service = google_compute_backend_service.web.id
}

resource "google_compute_target_https_proxy" "web" {
  name             = "web"
  url_map          = google_compute_url_map.web.id
  ssl_certificates = ["projects/global-prod/global/sslCertificates/web"]
}

resource "google_compute_global_forwarding_rule" "web" {
  name       = "web"
  target     = google_compute_target_https_proxy.web.id
  port_range = "443"
}

resource "google_dns_managed_zone" "main" {
  name     = "main"
  dns_name = "global.example.com."
}

resource "google_dns_record_set" "www" {
  name         = "www.global.example.com."
  type         = "A"
  managed_zone = google_dns_managed_zone.main.name
  rrdatas      = [google_compute_global_forwarding_rule.web.ip_address]
}

resource "google_sql_database_instance" "primary" {
  name             = "accounts"
  database_version = "MYSQL_8_0"
  region           = "us-central1"

  settings {
    tier              = "db-n1-standard-4"
    availability_type = "REGIONAL"

    ip_configuration {
      ipv4_enabled    = false
      private_network = google_compute_network.shared.id
    }
  }
}

resource "google_sql_database_instance" "replica" {
  name                 = "accounts-replica"
  master_instance_name = google_sql_database_instance.primary.name
  database_version     = "MYSQL_8_0"
  region               = "europe-west1"

  settings {
    tier = "db-n1-standard-4"

    ip_configuration {
      ipv4_enabled    = false
      private_network = google_compute_network.shared.id
    }
  }
}

resource "google_redis_instance" "us" {
  name               = "sessions-us"
  region             = "us-central1"
  memory_size_gb     = 2
  authorized_network = google_compute_network.shared.id
}

resource "google_redis_instance" "europe" {
  name               = "sessions-europe"
  region             = "europe-west1"
  memory_size_gb     = 2
  authorized_network = google_compute_network.shared.id
}

resource "google_compute_router" "us" {
  name    = "us"
  region  = "us-central1"
  network = google_compute_network.shared.id
}

resource "google_compute_router_nat" "us" {
  name                               = "us"
  router                             = google_compute_router.us.name
  region                             = "us-central1"
  nat_ip_allocate_option             = "AUTO_ONLY"
  source_subnetwork_ip_ranges_to_nat = "ALL_SUBNETWORKS_ALL_IP_RANGES"
}

resource "google_monitoring_alert_policy" "latency" {
  display_name = "Latency"
  combiner     = "OR"

  conditions {
    display_name = "p95"

    condition_threshold {
      filter     = "metric.type=\"loadbalancing.googleapis.com/https/total_latencies\""
      comparison = "COMPARISON_GT"
      duration   = "300s"
    }
  }
}
