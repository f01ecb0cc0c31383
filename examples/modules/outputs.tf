output "addresses" {
  value = { for name, service in module.service : name => service.address }
}

output "database_host" {
  value = module.database.host
}
