variable "name" {
  type = string
}

variable "network" {
  type = object({
    vpc_id     = string
    subnet_ids = list(string)
  })
}

variable "allowed_groups" {
  description = "Who may reach the database: a name for each security group."
  type        = map(string)
  default     = {}
}

variable "size" {
  type    = string
  default = "db.t3.medium"
}

variable "master_password" {
  type      = string
  sensitive = true
}
