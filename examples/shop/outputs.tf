output "storefront_url" {
  description = "Where customers go"
  value       = "https://${aws_lb.storefront.dns_name}"
}

output "pictures_domain" {
  description = "CDN of the product pictures"
  value       = aws_cloudfront_distribution.assets.domain_name
}
