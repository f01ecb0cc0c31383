output "address" {
  value = "http://${aws_lb.this.dns_name}"
}

output "security_group_id" {
  value = aws_security_group.tasks.id
}
