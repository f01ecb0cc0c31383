output "host" {
  value = aws_db_instance.this.address
}
