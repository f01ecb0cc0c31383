import type { Kind } from "./thing.ts";

/** What guards and watches a design. */
export const guardKinds = {
  waf: {
    label: "web application firewall",
    words: "waf, web application firewall, web firewall",
    products: {
      aws: {
        name: "AWS WAF",
        words: "aws waf",
        usual: { requests: 10_000_000 },
        write: () => `resource "aws_wafv2_web_acl" "example" {
  name  = "example"
  scope = "REGIONAL"

  rule {
    name     = "common"
    priority = 1

    statement {
      managed_rule_group_statement {
        name        = "AWSManagedRulesCommonRuleSet"
        vendor_name = "AWS"
      }
    }
  }
}`,
        usage: ({ requests }) => ({ aws_wafv2_web_acl: { monthly_requests: requests } }),
      },
    },
  },
  apigateway: {
    label: "API gateway",
    words: "api gateway, api gateways, managed api",
    products: {
      aws: {
        name: "Amazon API Gateway (HTTP API)",
        words: "aws api gateway, amazon api gateway, http api",
        usual: { requests: 1_000_000 },
        write: () => `resource "aws_apigatewayv2_api" "example" {
  name          = "example"
  protocol_type = "HTTP"
}`,
        usage: ({ requests }) => ({ aws_apigatewayv2_api: { monthly_requests: requests } }),
      },
      azure: {
        name: "Azure API Management (Consumption)",
        words: "api management, apim, azure api management",
        usual: { requests: 1_000_000 },
        write: () => `resource "azurerm_api_management" "example" {
  name     = "example"
  sku_name = "Consumption_0"
}`,
        usage: ({ requests }) => ({ azurerm_api_management: { monthly_api_calls: requests } }),
      },
      gcp: {
        name: "Google Cloud API Gateway",
        words: "google api gateway, gcp api gateway",
        usual: { requests: 1_000_000 },
        write: () => `resource "google_api_gateway_gateway" "example" {
  gateway_id = "example"
  api_config = "example"
}`,
        usage: ({ requests }) => ({ google_api_gateway_gateway: { monthly_calls: requests } }),
      },
    },
  },
  secret: {
    label: "stored secret",
    words: "secret, secrets manager, secret store, stored secret",
    products: {
      aws: {
        name: "AWS Secrets Manager secret",
        words: "aws secrets manager, secrets manager secret",
        usual: { requests: 10_000 },
        write: () => `resource "aws_secretsmanager_secret" "example" {
  name = "example"
}`,
        usage: ({ requests }) => ({ aws_secretsmanager_secret: { monthly_requests: requests } }),
      },
      azure: {
        name: "Azure Key Vault",
        words: "key vault, azure key vault, keyvault",
        usual: { requests: 10_000 },
        write: () => `resource "azurerm_key_vault" "example" {
  name     = "example"
  sku_name = "standard"
}`,
        usage: ({ requests }) => ({ azurerm_key_vault: { monthly_requests: requests } }),
      },
      gcp: {
        name: "Google Secret Manager secret",
        words: "secret manager, google secret manager",
        usual: { requests: 10_000 },
        write: () => `resource "google_secret_manager_secret" "example" {
  secret_id = "example"
}

resource "google_secret_manager_secret_version" "version" {
  secret = google_secret_manager_secret.example.id
}`,
        usage: ({ requests }) => ({ google_secret_manager_secret: { monthly_access_operations: requests } }),
      },
    },
  },
  firewall: {
    label: "managed network firewall",
    words: "network firewall, managed firewall, firewall",
    products: {
      aws: {
        name: "AWS Network Firewall",
        words: "aws network firewall",
        usual: { gb: 100 },
        write: () => `resource "aws_networkfirewall_firewall" "example" {
  name   = "example"
  vpc_id = "vpc-1"

  subnet_mapping {
    subnet_id = "subnet-1"
  }
}`,
        usage: ({ gb }) => ({ aws_networkfirewall_firewall: { monthly_data_processed_gb: gb } }),
      },
      azure: {
        name: "Azure Firewall (Standard)",
        words: "azure firewall",
        usual: { gb: 100 },
        write: () => `resource "azurerm_firewall" "example" {
  name     = "example"
  sku_name = "AZFW_VNet"
  sku_tier = "Standard"
}`,
        usage: ({ gb }) => ({ azurerm_firewall: { monthly_data_processed_gb: gb } }),
      },
    },
  },
  logs: {
    label: "log storage",
    words: "logs, log storage, log ingestion, logging",
    products: {
      aws: {
        name: "Amazon CloudWatch Logs",
        words: "cloudwatch logs, cloudwatch log, cloudwatch log group",
        usual: { gb: 100 },
        write: () => `resource "aws_cloudwatch_log_group" "example" {
  name = "example"
}`,
        usage: ({ gb }) => ({ aws_cloudwatch_log_group: { monthly_data_ingested_gb: gb, storage_gb: gb } }),
      },
      azure: {
        name: "Azure Log Analytics",
        words: "log analytics, azure log analytics, log analytics workspace",
        usual: { gb: 100 },
        write: () => `resource "azurerm_log_analytics_workspace" "example" {
  name = "example"
  sku  = "PerGB2018"
}`,
        usage: ({ gb }) => ({
          azurerm_log_analytics_workspace: {
            monthly_log_data_ingestion_gb: gb,
            monthly_additional_log_data_retention_gb: 0,
          },
        }),
      },
    },
  },
} as const satisfies Record<string, Kind>;
