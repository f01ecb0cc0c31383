variable "name" {
  type = string
}

variable "image" {
  type = string
}

variable "port" {
  type = number
}

variable "tasks" {
  description = "Tasks that run at once."
  type        = number
  default     = 1
}

variable "vpc_id" {
  type = string
}

variable "public_subnet_ids" {
  type = list(string)
}

variable "private_subnet_ids" {
  type = list(string)
}

variable "database_host" {
  type = string
}

variable "uploads_bucket" {
  type = string
}
