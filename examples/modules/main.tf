# A booking site: two services behind load balancers, one database, one network for both.

provider "aws" {
  region = var.region

  default_tags {
    tags = {
      Project     = "booking"
      Environment = var.environment
    }
  }
}

locals {
  name = "booking-${var.environment}"
}

module "network" {
  source = "./modules/network"

  name  = local.name
  cidr  = "10.20.0.0/16"
  zones = ["eu-west-1a", "eu-west-1b"]
}

module "database" {
  source = "./modules/database"

  name            = local.name
  network         = { vpc_id = module.network.vpc_id, subnet_ids = module.network.private_subnet_ids }
  allowed_groups  = { for name, service in module.service : name => service.security_group_id }
  master_password = var.database_password
}

module "service" {
  source   = "./modules/service"
  for_each = var.services

  name               = "${local.name}-${each.key}"
  image              = each.value.image
  port               = each.value.port
  vpc_id             = module.network.vpc_id
  public_subnet_ids  = module.network.public_subnet_ids
  private_subnet_ids = module.network.private_subnet_ids
  database_host      = module.database.host
  uploads_bucket     = aws_s3_bucket.uploads.bucket
}

resource "aws_s3_bucket" "uploads" {
  bucket = "${local.name}-uploads"
}
