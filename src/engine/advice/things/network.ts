import type { Kind } from "./thing.ts";

/** Networks and what leads into and out of them. */
export const networkKinds = {
  nat: {
    label: "NAT gateway",
    words: "nat gateway, nat, nat gw, outbound gateway, nat gateways",
    products: {
      aws: {
        name: "AWS NAT gateway",
        words: "aws nat gateway, aws nat",
        usual: { gb: 100 },
        write: () => `resource "aws_nat_gateway" "example" {
  subnet_id     = "subnet-1"
  allocation_id = "eipalloc-1"
}`,
        usage: ({ gb }) => ({ aws_nat_gateway: { monthly_data_processed_gb: gb } }),
      },
      azure: {
        name: "Azure NAT Gateway",
        words: "azure nat gateway, azure nat",
        usual: { gb: 100 },
        write: () => `resource "azurerm_nat_gateway" "example" {
  name = "example"
}`,
        usage: ({ gb }) => ({ azurerm_nat_gateway: { monthly_data_processed_gb: gb } }),
      },
      gcp: {
        name: "Cloud NAT",
        words: "cloud nat, google cloud nat",
        usual: { gb: 100 },
        write: () => `resource "google_compute_router_nat" "example" {
  name   = "example"
  router = "example"
  region = "us-central1"
}`,
        usage: ({ gb }) => ({ google_compute_router_nat: { monthly_data_processed_gb: gb, assigned_vms: 2 } }),
      },
    },
  },
  balancer: {
    label: "load balancer",
    words: "load balancer, application load balancer, load balancers, http load balancer, https load balancer, lb",
    products: {
      aws: {
        name: "Application Load Balancer",
        words: "alb, elb, aws load balancer, elastic load balancer",
        usual: { gb: 100 },
        write: () => `resource "aws_lb" "example" {
  name               = "example"
  load_balancer_type = "application"
}`,
        usage: ({ gb }) => ({ aws_lb: { processed_bytes_gb: gb } }),
      },
      azure: {
        name: "Azure Application Gateway (v2)",
        words: "application gateway, app gateway, azure application gateway",
        usual: {},
        write: () => `resource "azurerm_application_gateway" "example" {
  name = "example"

  sku {
    name     = "Standard_v2"
    tier     = "Standard_v2"
    capacity = 1
  }
}`,
      },
      gcp: {
        name: "Google Cloud load balancer",
        words: "cloud load balancing, google load balancer, cloud load balancer",
        usual: { gb: 100 },
        write: () => `resource "google_compute_global_forwarding_rule" "example" {
  name       = "example"
  target     = "example"
  port_range = "443"
}`,
        usage: ({ gb }) => ({ google_compute_global_forwarding_rule: { monthly_ingress_data_gb: gb } }),
      },
    },
  },
  networkbalancer: {
    label: "network (layer 4) load balancer",
    words: "network load balancer, layer 4 load balancer, tcp load balancer",
    products: {
      aws: {
        name: "Network Load Balancer",
        words: "nlb, aws nlb",
        usual: { gb: 100 },
        write: () => `resource "aws_lb" "example" {
  name               = "example"
  load_balancer_type = "network"
}`,
        usage: ({ gb }) => ({ aws_lb: { processed_bytes_gb: gb } }),
      },
      azure: {
        name: "Azure Load Balancer (Standard)",
        words: "azure load balancer",
        usual: { gb: 100 },
        write: () => `resource "azurerm_lb" "example" {
  name = "example"
  sku  = "Standard"
}`,
        usage: ({ gb }) => ({ azurerm_lb: { monthly_data_processed_gb: gb } }),
      },
    },
  },
  cdn: {
    label: "content delivery network",
    words: "cdn, content delivery network",
    products: {
      aws: {
        name: "Amazon CloudFront",
        words: "cloudfront, cloud front, amazon cloudfront",
        usual: { gb: 500, requests: 5_000_000 },
        write: () => `resource "aws_cloudfront_distribution" "example" {
  enabled = true
}`,
        usage: ({ gb, requests }) => ({
          aws_cloudfront_distribution: {
            "monthly_data_transfer_to_internet_gb.us": gb,
            "monthly_data_transfer_to_internet_gb.europe": 0,
            "monthly_data_transfer_to_origin_gb.us": 0,
            "monthly_data_transfer_to_origin_gb.europe": 0,
            "monthly_https_requests.us": requests,
            "monthly_https_requests.europe": 0,
          },
        }),
      },
      azure: {
        name: "Azure Front Door (Standard)",
        words: "front door, azure front door, frontdoor, azure cdn",
        usual: { gb: 500 },
        write: () => `resource "azurerm_cdn_frontdoor_profile" "example" {
  name     = "example"
  sku_name = "Standard_AzureFrontDoor"
}`,
        usage: ({ gb }) => ({ azurerm_cdn_frontdoor_profile: { monthly_outbound_gb: gb } }),
      },
    },
  },
  dns: {
    label: "DNS zone",
    words: "dns, dns zone, hosted zone",
    products: {
      aws: {
        name: "Amazon Route 53",
        words: "route 53, route53, amazon route 53",
        usual: { requests: 1_000_000 },
        write: () => `resource "aws_route53_zone" "example" {
  name = "example.com"
}`,
        usage: ({ requests }) => ({ aws_route53_zone: { monthly_standard_queries: requests } }),
      },
      azure: {
        name: "Azure DNS",
        words: "azure dns",
        usual: { requests: 1_000_000 },
        write: () => `resource "azurerm_dns_zone" "example" {
  name = "example.com"
}`,
        usage: ({ requests }) => ({ azurerm_dns_zone: { monthly_queries: requests } }),
      },
      gcp: {
        name: "Cloud DNS",
        words: "cloud dns, google cloud dns",
        usual: { requests: 1_000_000 },
        write: () => `resource "google_dns_managed_zone" "example" {
  name     = "example"
  dns_name = "example.com."
}`,
        usage: ({ requests }) => ({ google_dns_managed_zone: { monthly_queries: requests } }),
      },
    },
  },
  ip: {
    label: "public IPv4 address",
    words: "public ip, public ipv4, static ip, ip address, ipv4 address, public ip address, static ip address",
    products: {
      aws: {
        name: "AWS Elastic IP",
        words: "elastic ip, eip",
        usual: {},
        write: () => `resource "aws_eip" "example" {
  domain = "vpc"
}`,
      },
      azure: {
        name: "Azure public IP (Standard)",
        words: "azure public ip",
        usual: {},
        write: () => `resource "azurerm_public_ip" "example" {
  name              = "example"
  sku               = "Standard"
  allocation_method = "Static"
}`,
      },
      gcp: {
        name: "Google Cloud external IP address",
        words: "external ip, external ip address",
        usual: {},
        write: () => `resource "google_compute_address" "example" {
  name   = "example"
  region = "us-central1"
}`,
      },
    },
  },
  vpn: {
    label: "VPN connection",
    words: "vpn, vpn connection, site to site vpn, vpn tunnel, vpn gateway",
    products: {
      aws: {
        name: "AWS Site-to-Site VPN",
        words: "aws vpn",
        usual: {},
        write: () => `resource "aws_vpn_connection" "example" {
  customer_gateway_id = "cgw-1"
  type                = "ipsec.1"
}`,
      },
      azure: {
        name: "Azure VPN Gateway (VpnGw1)",
        words: "azure vpn, azure vpn gateway",
        usual: {},
        write: () => `resource "azurerm_virtual_network_gateway" "example" {
  name = "example"
  type = "Vpn"
  sku  = "VpnGw1"
}`,
      },
      gcp: {
        name: "Google Cloud VPN tunnel",
        words: "cloud vpn, google cloud vpn",
        usual: {},
        write: () => `resource "google_compute_vpn_tunnel" "example" {
  name   = "example"
  region = "us-central1"
}`,
      },
    },
  },
  egress: {
    label: "data transfer to the internet",
    words:
      "egress, data transfer out, internet egress, outbound traffic, outbound data, bandwidth, traffic out, data egress",
    products: {
      aws: {
        name: "AWS data transfer out",
        words: "aws egress",
        usual: { gb: 1000 },
        write: () => `resource "aws_s3_bucket" "example" {
  bucket = "example"
}`,
        usage: ({ gb }) => ({
          aws_s3_bucket: {
            "standard.storage_gb": 0,
            "standard.monthly_tier_1_requests": 0,
            "standard.monthly_tier_2_requests": 0,
            monthly_outbound_gb: gb,
          },
        }),
      },
      azure: {
        name: "Azure data transfer out",
        words: "azure egress",
        usual: { gb: 1000 },
        write: () => `resource "azurerm_storage_account" "example" {
  name                     = "example"
  account_tier             = "Standard"
  account_replication_type = "LRS"
}`,
        usage: ({ gb }) => ({
          azurerm_storage_account: {
            storage_gb: 0,
            monthly_read_operations: 0,
            monthly_write_operations: 0,
            monthly_outbound_gb: gb,
          },
        }),
      },
      gcp: {
        name: "Google Cloud data transfer out",
        words: "gcp egress",
        usual: { gb: 1000 },
        write: () => `resource "google_storage_bucket" "example" {
  name     = "example"
  location = "US-CENTRAL1"
}`,
        usage: ({ gb }) => ({
          google_storage_bucket: {
            storage_gb: 0,
            monthly_class_a_operations: 0,
            monthly_class_b_operations: 0,
            monthly_data_retrieval_gb: 0,
            monthly_outbound_gb: gb,
          },
        }),
      },
    },
  },
} as const satisfies Record<string, Kind>;
