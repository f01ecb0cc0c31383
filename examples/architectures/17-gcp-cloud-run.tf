# Web application on Cloud Run with Cloud SQL

provider "google" {
  project = "portal-prod"
  region  = "europe-west4"
}

resource "google_compute_network" "main" {
  name                    = "portal"
  auto_create_subnetworks = false
}

resource "google_compute_subnetwork" "serverless" {
  name          = "serverless"
  network       = google_compute_network.main.id
  ip_cidr_range = "10.8.0.0/26"
}

resource "google_vpc_access_connector" "main" {
  name = "portal"

  subnet {
    name = google_compute_subnetwork.serverless.name
  }
}

resource "google_service_account" "web" {
  account_id = "web"
}

resource "google_cloud_run_v2_service" "web" {
  name     = "web"
  location = "europe-west4"

  template {
    service_account = google_service_account.web.email

    containers {
      image = "europe-docker.pkg.dev/portal-prod/apps/web:latest"

      env {
        name  = "API_URL"
        value = google_cloud_run_v2_service.api.uri
      }
    }
  }
}

resource "google_service_account" "api" {
  account_id = "api"
}

resource "google_cloud_run_v2_service" "api" {
  name     = "api"
  location = "europe-west4"
  ingress  = "INGRESS_TRAFFIC_INTERNAL_ONLY"

  template {
    service_account = google_service_account.api.email

    vpc_access {
      connector = google_vpc_access_connector.main.id
    }

    containers {
      image = "europe-docker.pkg.dev/portal-prod/apps/api:latest"

      env {
        name  = "DATABASE"
        value = google_sql_database_instance.main.connection_name
      }

      env {
        name  = "REDIS"
        value = google_redis_instance.cache.host
      }

      env {
        name  = "JOBS"
        value = google_cloud_tasks_queue.jobs.name
      }
    }
  }
}

resource "google_cloud_run_v2_service_iam_member" "public" {
  name   = google_cloud_run_v2_service.web.name
  role   = "roles/run.invoker"
  member = "allUsers"
}

resource "google_compute_region_network_endpoint_group" "web" {
  name                  = "web"
  network_endpoint_type = "SERVERLESS"
  region                = "europe-west4"

  cloud_run {
    service = google_cloud_run_v2_service.web.name
  }
}

resource "google_compute_security_policy" "edge" {
  name = "edge"
}

resource "google_compute_backend_service" "web" {
  name            = "web"
  security_policy = google_compute_security_policy.edge.id

  backend {
    group = google_compute_region_network_endpoint_group.web.id
  }
}

resource "google_compute_backend_bucket" "static" {
  name        = "static"
  bucket_name = google_storage_bucket.static.name
  enable_cdn  = true
}

resource "google_compute_url_map" "main" {
  name            = "portal"
  default_service = google_compute_backend_service.web.id

  path_matcher {
    name            = "static"
    default_service = google_compute_backend_service.web.id

    path_rule {
      paths   = ["/static/*"]
      service = google_compute_backend_bucket.static.id
    }
  }
}

resource "google_compute_managed_ssl_certificate" "main" {
  name = "portal"

  managed {
    domains = ["portal.example.com"]
  }
}

resource "google_compute_target_https_proxy" "main" {
  name             = "portal"
  url_map          = google_compute_url_map.main.id
  ssl_certificates = [google_compute_managed_ssl_certificate.main.id]
}

resource "google_compute_global_forwarding_rule" "https" {
  name       = "portal"
  target     = google_compute_target_https_proxy.main.id
  port_range = "443"
}

resource "google_dns_managed_zone" "main" {
  name     = "portal"
  dns_name = "portal.example.com."
}

resource "google_dns_record_set" "www" {
  name         = "portal.example.com."
  type         = "A"
  managed_zone = google_dns_managed_zone.main.name
  rrdatas      = [google_compute_global_forwarding_rule.https.ip_address]
}

resource "google_storage_bucket" "static" {
  name     = "portal-static"
  location = "EU"
}

resource "google_sql_database_instance" "main" {
  name             = "portal"
  database_version = "POSTGRES_15"
  region           = "europe-west4"

  settings {
    tier = "db-custom-2-8192"

    ip_configuration {
      ipv4_enabled = true

      authorized_networks {
        value = "0.0.0.0/0"
      }
    }
  }
}

resource "google_redis_instance" "cache" {
  name               = "cache"
  tier               = "STANDARD_HA"
  memory_size_gb     = 1
  authorized_network = google_compute_network.main.id
}

resource "google_cloud_tasks_queue" "jobs" {
  name     = "jobs"
  location = "europe-west4"
}

resource "google_cloud_scheduler_job" "nightly" {
  name     = "nightly"
  schedule = "0 3 * * *"

  http_target {
    uri = "${google_cloud_run_v2_service.api.uri}/nightly"
  }
}

resource "google_secret_manager_secret" "database" {
  secret_id = "database"

  replication {
    auto {}
  }
}
