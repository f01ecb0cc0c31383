variable "region" {
  description = "Where the shop runs"
  type        = string
  default     = "eu-west-1"
}

variable "environment" {
  description = "prod, staging or dev"
  type        = string
  default     = "prod"
}

variable "availability_zones" {
  description = "Zones that the subnets are spread over"
  type        = list(string)
  default     = ["eu-west-1a", "eu-west-1b"]
}

variable "image" {
  description = "Container image of the storefront"
  type        = string
}

variable "office_cidr" {
  description = "The office network"
  type        = string
  default     = "203.0.113.0/24"
}
