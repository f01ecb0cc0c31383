import type { Kind } from "./thing.ts";

const ecsTask = (vcpu: number, memoryMb: number): string => `resource "aws_ecs_service" "example" {
  name            = "example"
  launch_type     = "FARGATE"
  desired_count   = 1
  task_definition = aws_ecs_task_definition.task.arn
}

resource "aws_ecs_task_definition" "task" {
  family                   = "example"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = ${Math.round(vcpu * 1024)}
  memory                   = ${memoryMb}
  container_definitions    = "[]"
}`;

/** Machines, functions, containers and clusters. */
export const computeKinds = {
  vm: {
    label: "virtual machine",
    words: "vm, vms, virtual machine, virtual server, linux server, instance, server, machine, vps",
    products: {
      aws: {
        name: "Amazon EC2 instance",
        words: "ec2, ec2 instance, amazon ec2",
        usual: { size: "t3.medium", gb: 30 },
        write: ({ size, gb }) => `resource "aws_instance" "example" {
  ami           = "ami-00000000000000000"
  instance_type = "${size}"

  root_block_device {
    volume_type = "gp3"
    volume_size = ${gb}
  }
}`,
      },
      azure: {
        name: "Azure virtual machine",
        words: "azure vm, azure virtual machine",
        usual: { size: "Standard_D2s_v5", gb: 64 },
        write: ({ size, gb }) => `resource "azurerm_linux_virtual_machine" "example" {
  name = "example"
  size = "${size}"

  os_disk {
    caching              = "ReadWrite"
    storage_account_type = "StandardSSD_LRS"
    disk_size_gb         = ${gb}
  }
}`,
      },
      gcp: {
        name: "Compute Engine instance",
        words: "compute engine, gce, gce instance, google compute engine",
        usual: { size: "e2-standard-2", gb: 30 },
        write: ({ size, gb }) => `resource "google_compute_instance" "example" {
  name         = "example"
  machine_type = "${size}"
  zone         = "us-central1-a"

  boot_disk {
    initialize_params {
      size = ${gb}
      type = "pd-balanced"
    }
  }
}`,
      },
    },
  },
  function: {
    label: "serverless function",
    words: "serverless function, function, functions, faas, function as a service",
    products: {
      aws: {
        name: "AWS Lambda",
        words: "lambda, lambda function, aws lambda, lambdas",
        usual: { requests: 1_000_000, durationMs: 100, memoryMb: 512 },
        write: ({ memoryMb }) => `resource "aws_lambda_function" "example" {
  function_name = "example"
  role          = "example"
  memory_size   = ${memoryMb}
}`,
        usage: ({ requests, durationMs }) => ({
          aws_lambda_function: { monthly_requests: requests, request_duration_ms: durationMs },
        }),
      },
      azure: {
        name: "Azure Functions (Consumption)",
        words: "azure function, azure functions, function app",
        usual: { requests: 1_000_000, durationMs: 100, memoryMb: 512 },
        write: () => `resource "azurerm_linux_function_app" "example" {
  name            = "example"
  service_plan_id = azurerm_service_plan.plan.id
}

resource "azurerm_service_plan" "plan" {
  name     = "example"
  os_type  = "Linux"
  sku_name = "Y1"
}`,
        usage: ({ requests, durationMs, memoryMb }) => ({
          azurerm_linux_function_app: {
            monthly_executions: requests,
            execution_duration_ms: durationMs,
            memory_mb: memoryMb,
          },
        }),
      },
      gcp: {
        name: "Cloud Run functions",
        words: "cloud function, cloud functions, cloud run function, cloud run functions, google cloud function",
        usual: { requests: 1_000_000, durationMs: 100, memoryMb: 512 },
        write: ({ memoryMb }) => `resource "google_cloudfunctions_function" "example" {
  name                = "example"
  runtime             = "nodejs22"
  available_memory_mb = ${memoryMb}
}`,
        usage: ({ requests, durationMs }) => ({
          google_cloudfunctions_function: {
            monthly_function_invocations: requests,
            request_duration_ms: durationMs,
          },
        }),
      },
    },
  },
  container: {
    label: "managed container",
    words: "container, managed container, serverless container, docker container, containers",
    products: {
      aws: {
        name: "ECS on Fargate",
        words: "fargate, aws fargate, ecs, ecs fargate, ecs on fargate, amazon ecs, fargate task",
        usual: { vcpu: 0.5, memoryMb: 1024 },
        write: ({ vcpu, memoryMb }) => ecsTask(vcpu, memoryMb),
      },
      azure: {
        name: "Azure Container Apps",
        words: "container app, container apps, azure container app, azure container apps, aca",
        usual: { vcpu: 0.5, memoryMb: 1024 },
        write: ({ vcpu, memoryMb }) => `resource "azurerm_container_app" "example" {
  name          = "example"
  revision_mode = "Single"

  template {
    min_replicas = 1

    container {
      name   = "app"
      image  = "app:1"
      cpu    = ${vcpu}
      memory = "${memoryMb / 1024}Gi"
    }
  }
}`,
      },
      gcp: {
        name: "Cloud Run",
        words: "cloud run, google cloud run, cloud run service",
        usual: { vcpu: 1, memoryMb: 512, requests: 1_000_000, durationMs: 100 },
        write: ({ vcpu, memoryMb }) => `resource "google_cloud_run_v2_service" "example" {
  name     = "example"
  location = "us-central1"

  template {
    containers {
      image = "app:1"

      resources {
        limits = {
          cpu    = "${vcpu}"
          memory = "${memoryMb}Mi"
        }
      }
    }
  }
}`,
        usage: ({ requests, durationMs }) => ({
          google_cloud_run_v2_service: { monthly_requests: requests, request_duration_ms: durationMs },
        }),
      },
    },
  },
  kubernetes: {
    label: "managed Kubernetes cluster",
    words: "kubernetes, k8s, kubernetes cluster, managed kubernetes, k8s cluster",
    products: {
      aws: {
        name: "Amazon EKS",
        words: "eks, amazon eks, eks cluster",
        usual: { size: "t3.large", nodes: 3 },
        write: ({ size, nodes }) => `resource "aws_eks_cluster" "example" {
  name     = "example"
  role_arn = "example"
}

resource "aws_eks_node_group" "nodes" {
  cluster_name   = aws_eks_cluster.example.name
  instance_types = ["${size}"]

  scaling_config {
    desired_size = ${nodes}
    min_size     = ${nodes}
    max_size     = ${2 * nodes}
  }
}`,
      },
      azure: {
        name: "Azure Kubernetes Service",
        words: "aks, azure kubernetes service, azure kubernetes, aks cluster",
        usual: { size: "Standard_D2s_v5", nodes: 3 },
        write: ({ size, nodes }) => `resource "azurerm_kubernetes_cluster" "example" {
  name     = "example"
  sku_tier = "Standard"

  default_node_pool {
    name       = "default"
    node_count = ${nodes}
    vm_size    = "${size}"
  }
}`,
      },
      gcp: {
        name: "Google Kubernetes Engine",
        words: "gke, google kubernetes engine, google kubernetes, gke cluster",
        usual: { size: "e2-standard-2", nodes: 3 },
        write: ({ size, nodes }) => `resource "google_container_cluster" "example" {
  name               = "example"
  location           = "us-central1-a"
  initial_node_count = ${nodes}

  node_config {
    machine_type = "${size}"
  }
}`,
      },
    },
  },
  platform: {
    label: "web app platform",
    words: "paas, web app platform, platform as a service, web app hosting, managed web app",
    products: {
      aws: {
        name: "AWS App Runner",
        words: "app runner, apprunner, aws app runner",
        usual: {},
        write: () => `resource "aws_apprunner_service" "example" {
  service_name = "example"

  instance_configuration {
    cpu    = "1024"
    memory = "2048"
  }
}`,
      },
      azure: {
        name: "Azure App Service",
        words: "app service, azure app service, azure web app, app service plan",
        usual: { size: "P1v3" },
        write: ({ size }) => `resource "azurerm_service_plan" "example" {
  name         = "example"
  os_type      = "Linux"
  sku_name     = "${size}"
  worker_count = 1
}`,
      },
    },
  },
} as const satisfies Record<string, Kind>;
