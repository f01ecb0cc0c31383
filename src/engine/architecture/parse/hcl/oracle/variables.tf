variable "subnets" {
  description = "Subnets by name"
  type = map(object({
    cidr   = string
    public = optional(bool, false)
  }))
  default = {}

  validation {
    condition     = alltrue([for s in values(var.subnets) : can(cidrhost(s.cidr, 0))])
    error_message = "Each subnet needs a CIDR block."
  }
}
