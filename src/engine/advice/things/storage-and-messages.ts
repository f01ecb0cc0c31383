import type { Kind } from "./thing.ts";

/** Object, block and file storage; queues, topics and streams. */
export const storageKinds = {
  objects: {
    label: "object storage",
    words: "object storage, object store, bucket, blob, storage bucket, file uploads",
    products: {
      aws: {
        name: "Amazon S3 (Standard)",
        words: "s3, amazon s3, s3 bucket, s3 storage",
        usual: { gb: 100, requests: 0 },
        write: () => `resource "aws_s3_bucket" "example" {
  bucket = "example"
}`,
        usage: ({ gb, requests }) => ({
          aws_s3_bucket: {
            "standard.storage_gb": gb,
            "standard.monthly_tier_1_requests": 0,
            "standard.monthly_tier_2_requests": requests,
          },
        }),
      },
      azure: {
        name: "Azure Blob Storage (hot, LRS)",
        words: "blob storage, azure blob, azure blob storage, storage account, azure storage",
        usual: { gb: 100, requests: 0 },
        write: () => `resource "azurerm_storage_account" "example" {
  name                     = "example"
  account_kind             = "StorageV2"
  account_tier             = "Standard"
  account_replication_type = "LRS"
}`,
        usage: ({ gb, requests }) => ({
          azurerm_storage_account: {
            storage_gb: gb,
            monthly_read_operations: requests,
            monthly_write_operations: 0,
          },
        }),
      },
      gcp: {
        name: "Cloud Storage (Standard)",
        words: "cloud storage, gcs, google cloud storage, gcs bucket",
        usual: { gb: 100, requests: 0 },
        write: () => `resource "google_storage_bucket" "example" {
  name     = "example"
  location = "US-CENTRAL1"
}`,
        usage: ({ gb, requests }) => ({
          google_storage_bucket: {
            storage_gb: gb,
            monthly_class_a_operations: 0,
            monthly_class_b_operations: requests,
            monthly_data_retrieval_gb: 0,
          },
        }),
      },
    },
  },
  disk: {
    label: "SSD disk",
    words: "disk, ssd, volume, block storage, block volume, ssd disk, hard disk",
    products: {
      aws: {
        name: "Amazon EBS gp3 volume",
        words: "ebs, ebs volume, amazon ebs, gp3",
        usual: { gb: 100 },
        write: ({ gb }) => `resource "aws_ebs_volume" "example" {
  availability_zone = "us-east-1a"
  type              = "gp3"
  size              = ${gb}
}`,
      },
      azure: {
        name: "Azure managed disk (Premium SSD)",
        words: "managed disk, azure disk, azure managed disk, premium ssd",
        usual: { gb: 128 },
        write: ({ gb }) => `resource "azurerm_managed_disk" "example" {
  name                 = "example"
  storage_account_type = "Premium_LRS"
  create_option        = "Empty"
  disk_size_gb         = ${gb}
}`,
      },
      gcp: {
        name: "Persistent Disk (balanced)",
        words: "persistent disk, google persistent disk",
        usual: { gb: 100 },
        write: ({ gb }) => `resource "google_compute_disk" "example" {
  name = "example"
  type = "pd-balanced"
  size = ${gb}
  zone = "us-central1-a"
}`,
      },
    },
  },
  files: {
    label: "shared file system",
    words: "file share, shared file system, network file system, nfs, file storage, file system",
    products: {
      aws: {
        name: "Amazon EFS",
        words: "efs, amazon efs, elastic file system",
        usual: { gb: 100 },
        write: () => `resource "aws_efs_file_system" "example" {
  encrypted = true
}`,
        usage: ({ gb }) => ({ aws_efs_file_system: { storage_gb: gb, infrequent_access_storage_gb: 0 } }),
      },
      azure: {
        name: "Azure Files",
        words: "azure files, azure file share",
        usual: { gb: 100 },
        write: ({ gb }) => `resource "azurerm_storage_share" "example" {
  name               = "example"
  quota              = ${gb}
  storage_account_id = azurerm_storage_account.account.id
}

resource "azurerm_storage_account" "account" {
  name                     = "example"
  account_tier             = "Standard"
  account_replication_type = "LRS"
}`,
        usage: ({ gb }) => ({
          azurerm_storage_share: { storage_gb: gb },
          azurerm_storage_account: { storage_gb: 0, monthly_read_operations: 0, monthly_write_operations: 0 },
        }),
      },
      gcp: {
        name: "Filestore (Basic HDD)",
        words: "filestore, google filestore",
        usual: { gb: 1024 },
        write: ({ gb }) => `resource "google_filestore_instance" "example" {
  name = "example"
  tier = "BASIC_HDD"

  file_shares {
    name        = "share"
    capacity_gb = ${Math.max(1024, gb)}
  }
}`,
      },
    },
  },
  queue: {
    label: "message queue",
    words: "queue, message queue, job queue",
    products: {
      aws: {
        name: "Amazon SQS",
        words: "sqs, amazon sqs, sqs queue",
        usual: { requests: 10_000_000 },
        write: () => `resource "aws_sqs_queue" "example" {
  name = "example"
}`,
        usage: ({ requests }) => ({ aws_sqs_queue: { monthly_requests: requests } }),
      },
      azure: {
        name: "Azure Service Bus (Standard)",
        words: "service bus, azure service bus, servicebus",
        usual: { requests: 10_000_000 },
        write: () => `resource "azurerm_servicebus_namespace" "example" {
  name = "example"
  sku  = "Standard"
}`,
        usage: ({ requests }) => ({ azurerm_servicebus_namespace: { monthly_messaging_operations: requests } }),
      },
      gcp: {
        name: "Cloud Tasks",
        words: "cloud tasks, google cloud tasks",
        usual: { requests: 10_000_000 },
        write: () => `resource "google_cloud_tasks_queue" "example" {
  name     = "example"
  location = "us-central1"
}`,
        usage: ({ requests }) => ({ google_cloud_tasks_queue: { monthly_operations: requests } }),
      },
    },
  },
  topic: {
    label: "publish/subscribe topic",
    words: "pub sub, pubsub, topic, publish subscribe, notification topic",
    products: {
      aws: {
        name: "Amazon SNS",
        words: "sns, amazon sns, sns topic",
        usual: { requests: 10_000_000 },
        write: () => `resource "aws_sns_topic" "example" {
  name = "example"
}`,
        usage: ({ requests }) => ({ aws_sns_topic: { monthly_requests: requests } }),
      },
      azure: {
        name: "Azure Event Grid",
        words: "event grid, azure event grid",
        usual: { requests: 10_000_000 },
        write: () => `resource "azurerm_eventgrid_topic" "example" {
  name = "example"
}`,
        usage: ({ requests }) => ({ azurerm_eventgrid_topic: { monthly_operations: requests } }),
      },
      gcp: {
        name: "Google Cloud Pub/Sub",
        words: "google pub sub, cloud pub sub, google pubsub",
        usual: { gb: 100 },
        write: () => `resource "google_pubsub_topic" "example" {
  name = "example"
}`,
        usage: ({ gb }) => ({ google_pubsub_topic: { monthly_message_data_tb: gb / 1024 } }),
      },
    },
  },
  stream: {
    label: "event stream",
    words: "event stream, data stream, streaming data",
    products: {
      aws: {
        name: "Kinesis Data Streams",
        words: "kinesis, kinesis stream, kinesis data streams, amazon kinesis",
        usual: { requests: 100_000_000 },
        write: () => `resource "aws_kinesis_stream" "example" {
  name        = "example"
  shard_count = 1
}`,
        usage: ({ requests }) => ({ aws_kinesis_stream: { monthly_provisioned_put_units: requests } }),
      },
      azure: {
        name: "Azure Event Hubs (Standard)",
        words: "event hub, event hubs, azure event hubs, eventhub",
        usual: { requests: 100_000_000 },
        write: () => `resource "azurerm_eventhub_namespace" "example" {
  name     = "example"
  sku      = "Standard"
  capacity = 1
}`,
        usage: ({ requests }) => ({ azurerm_eventhub_namespace: { monthly_ingress_events: requests } }),
      },
    },
  },
  kafka: {
    label: "managed Kafka cluster",
    words: "kafka, managed kafka, kafka cluster, apache kafka",
    products: {
      aws: {
        name: "Amazon MSK",
        words: "msk, amazon msk, msk cluster",
        usual: { size: "kafka.m5.large", gb: 100 },
        write: ({ size, gb }) => `resource "aws_msk_cluster" "example" {
  cluster_name           = "example"
  kafka_version          = "3.6.0"
  number_of_broker_nodes = 3

  broker_node_group_info {
    instance_type  = "${size.startsWith("kafka.") ? size : `kafka.${size}`}"
    client_subnets = ["subnet-1", "subnet-2", "subnet-3"]

    storage_info {
      ebs_storage_info {
        volume_size = ${gb}
      }
    }
  }
}`,
      },
    },
  },
} as const satisfies Record<string, Kind>;
