variable "region" {
  description = "Where everything runs."
  type        = string
  default     = "eu-west-1"
}

variable "environment" {
  type    = string
  default = "prod"
}

variable "database_password" {
  type      = string
  sensitive = true
}

variable "services" {
  description = "What runs behind a load balancer of its own."
  type = map(object({
    image = string
    port  = optional(number, 8080)
  }))
  default = {
    api = { image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/booking-api:1.8.2" }
    web = { image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/booking-web:2.3.0", port = 3000 }
  }
}
