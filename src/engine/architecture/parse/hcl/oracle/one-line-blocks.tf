terraform {}

provider "aws" { region = "eu-west-1" }

module "network" {
  source    = "./network"
  providers = { aws = aws.west }
}

check "health" {
  data "http" "site" { url = "https://example.com" }
}
