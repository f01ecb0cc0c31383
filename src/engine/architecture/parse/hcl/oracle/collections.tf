locals {
  upper    = [for s in var.list : upper(s) if s != ""]
  grouped  = { for k, v in var.map : v.zone => k... }
  ids      = aws_instance.web[*].id
  legacy   = aws_instance.web.0.network_interface.0.private_ip
  numbered = [for i, v in range(3) : "${i}-${v}"]
  nested = {
    for zone in [
      "a",
      "b",
    ] :
    zone => [
      for n in range(2) : {
        name = "${zone}${n}"
      }
    ]
  }
}
