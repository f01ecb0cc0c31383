output "hosts" {
  value = <<-EOT
  %{ for ip in aws_instance.web.*.private_ip ~}
  server ${ip}
  %{ endfor ~}
  %{ if var.a }yes%{ else }no%{ endif }
  EOT
}

output "line" {
  value = "%{ for k, v in var.map }${k}=${v};%{ endfor } %%{literally} ${~ var.trimmed ~} "
}
