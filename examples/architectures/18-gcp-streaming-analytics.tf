# Streaming analytics with Pub/Sub, Dataflow and BigQuery

provider "google" {
  project = "analytics-prod"
  region  = "europe-west4"
}

resource "google_cloud_run_v2_service" "collector" {
  name     = "collector"
  location = "europe-west4"

  template {
    containers {
      image = "europe-docker.pkg.dev/analytics-prod/apps/collector:3"

      env {
        name  = "TOPIC"
        value = google_pubsub_topic.events.id
      }
    }
  }
}

resource "google_pubsub_topic" "events" {
  name = "events"
}

resource "google_pubsub_topic" "dead_letters" {
  name = "dead-letters"
}

resource "google_pubsub_subscription" "dataflow" {
  name  = "dataflow"
  topic = google_pubsub_topic.events.id

  dead_letter_policy {
    dead_letter_topic = google_pubsub_topic.dead_letters.id
  }
}

resource "google_compute_network" "processing" {
  name                    = "processing"
  auto_create_subnetworks = false
}

resource "google_compute_subnetwork" "workers" {
  name          = "workers"
  network       = google_compute_network.processing.id
  ip_cidr_range = "10.30.0.0/20"
}

resource "google_dataflow_job" "enrich" {
  name              = "enrich"
  template_gcs_path = "gs://dataflow-templates/latest/PubSub_Subscription_to_BigQuery"
  temp_gcs_location = "gs://${google_storage_bucket.staging.name}/tmp"
  network           = google_compute_network.processing.name
  subnetwork        = google_compute_subnetwork.workers.self_link
  machine_type      = "n1-standard-4"

  parameters = {
    inputSubscription = google_pubsub_subscription.dataflow.id
    outputTableSpec   = "${google_bigquery_dataset.warehouse.dataset_id}:events"
  }
}

resource "google_storage_bucket" "staging" {
  name     = "analytics-staging"
  location = "EU"
}

resource "google_storage_bucket" "raw" {
  name     = "analytics-raw"
  location = "EU"
}

resource "google_pubsub_subscription" "raw" {
  name  = "raw"
  topic = google_pubsub_topic.events.id

  cloud_storage_config {
    bucket = google_storage_bucket.raw.name
  }
}

resource "google_bigquery_dataset" "warehouse" {
  dataset_id = "warehouse"
  location   = "EU"
}

resource "google_bigquery_table" "events" {
  dataset_id          = google_bigquery_dataset.warehouse.dataset_id
  table_id            = "events"
  deletion_protection = false
}

resource "google_bigquery_dataset" "marts" {
  dataset_id = "marts"
  location   = "EU"
}

resource "google_bigquery_data_transfer_config" "marts" {
  display_name           = "build-marts"
  data_source_id         = "scheduled_query"
  destination_dataset_id = google_bigquery_dataset.marts.dataset_id
  schedule               = "every 1 hours"

  params = {
    query = "SELECT * FROM ${google_bigquery_dataset.warehouse.dataset_id}.events"
  }
}

resource "google_cloudfunctions2_function" "alerts" {
  name     = "alerts"
  location = "europe-west4"

  build_config {
    runtime     = "python312"
    entry_point = "alert"
  }

  event_trigger {
    event_type   = "google.cloud.pubsub.topic.v1.messagePublished"
    pubsub_topic = google_pubsub_topic.events.id
  }
}

resource "google_bigtable_instance" "features" {
  name = "features"

  cluster {
    cluster_id = "features"
    num_nodes  = 1
    zone       = "europe-west4-a"
  }
}

resource "google_workbench_instance" "science" {
  name     = "science"
  location = "europe-west4-a"
}

resource "google_logging_project_sink" "audit" {
  name        = "audit"
  destination = "bigquery.googleapis.com/projects/analytics-prod/datasets/audit"
}

resource "google_kms_key_ring" "main" {
  name     = "main"
  location = "europe-west4"
}

resource "google_kms_crypto_key" "lake" {
  name     = "lake"
  key_ring = google_kms_key_ring.main.id
}
