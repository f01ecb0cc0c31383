import { read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import type { Edit } from "../edit.ts";
import { add } from "../edit.ts";

/** What a CDN can stand before: a public load balancer, an HTTP API, or a bucket with a website. */
export const cdnOrigin = (model: Model): Component | undefined =>
  [
    ...model
      .ofType("aws_lb", "aws_alb")
      .filter(
        ({ attributes }) =>
          read(attributes, "internal") !== true && read(attributes, "load_balancer_type") !== "network",
      ),
    ...model.ofType("aws_apigatewayv2_api"),
  ].find(({ id, address }) => id === address);

const hasHttps = (model: Model, balancer: Component): boolean =>
  ["aws_lb_listener", "aws_alb_listener"].some((type) =>
    model
      .attached(balancer, type, "load_balancer_arn")
      .some(({ attributes }) => read(attributes, "protocol") === "HTTPS"),
  );

const domainOf = (origin: Component): string =>
  origin.type === "aws_apigatewayv2_api"
    ? `replace(${origin.address}.api_endpoint, "https://", "")`
    : `${origin.address}.dns_name`;

/** How a CDN speaks to what stands behind it. */
interface Way {
  protocol: "http-only" | "https-only";
  /** Headers that reach the origin; an API only answers to its own host name. */
  headers: string;
  /** The certificate of a load balancer is for a name that visitors have to ask for. */
  named: boolean;
}

const names: readonly Edit[] = [
  add(
    "variable.cdn_domain_name",
    `variable "cdn_domain_name" {
  description = "Name that visitors use and that the load balancer's certificate is for, e.g. www.example.com."
  type        = string
}
`,
  ),
  add(
    "variable.cdn_certificate_arn",
    `variable "cdn_certificate_arn" {
  description = "Certificate for that name in us-east-1, where CloudFront looks for it."
  type        = string
}
`,
  ),
];

const ownName = `
  viewer_certificate {
    acm_certificate_arn      = var.cdn_certificate_arn
    minimum_protocol_version = "TLSv1.2_2021"
    ssl_support_method       = "sni-only"
  }
`;

const defaultName = `
  viewer_certificate {
    cloudfront_default_certificate = true
  }
`;

const distribution = (
  origin: Component,
  { protocol, headers, named }: Way,
): string => `resource "aws_cloudfront_distribution" "stackstage" {
  enabled      = true
${named ? "  aliases      = [var.cdn_domain_name]\n" : ""}  comment      = "In front of ${origin.address}"
  price_class  = "PriceClass_All"
  http_version = "http2and3"

  origin {
    domain_name = ${domainOf(origin)}
    origin_id   = "app"

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "${protocol}"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }

  default_cache_behavior {
    allowed_methods        = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
    cached_methods         = ["GET", "HEAD"]
    target_origin_id       = "app"
    viewer_protocol_policy = "redirect-to-https"
    compress               = true

    # Only what the origin says may be kept is kept.
    min_ttl     = 0
    default_ttl = 0
    max_ttl     = 31536000

    forwarded_values {
      query_string = true
      headers      = ${headers}

      cookies {
        forward = "all"
      }
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
${named ? ownName : defaultName}}
`;

/** A CDN before what the internet reaches, so that far users are served from near. */
export const addCdn = (model: Model): Edit[] => {
  const origin = cdnOrigin(model);
  if (origin === undefined || model.ofType("aws_cloudfront_distribution").length > 0) return [];
  const isApi = origin.type === "aws_apigatewayv2_api";
  const named = !isApi && hasHttps(model, origin);
  const way: Way = {
    protocol: isApi || named ? "https-only" : "http-only",
    headers: isApi ? '["Authorization"]' : '["Authorization", "Host"]',
    named,
  };
  return [...(named ? names : []), add("aws_cloudfront_distribution.stackstage", distribution(origin, way))];
};
