import { read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import type { Edit } from "../edit.ts";
import { add } from "../edit.ts";

/** What a CDN can stand before: a public load balancer, an HTTP API, or a bucket with a website. */
export const cdnOrigin = (model: Model): Component | undefined =>
  [
    ...model.ofType("aws_lb", "aws_alb").filter(({ attributes }) => read(attributes, "internal") !== true && read(attributes, "load_balancer_type") !== "network"),
    ...model.ofType("aws_apigatewayv2_api"),
  ].find(({ id, address }) => id === address);

const hasHttps = (model: Model, balancer: Component): boolean =>
  ["aws_lb_listener", "aws_alb_listener"].some((type) =>
    model.attached(balancer, type, "load_balancer_arn").some(({ attributes }) => read(attributes, "protocol") === "HTTPS"),
  );

const domainOf = (origin: Component): string =>
  origin.type === "aws_apigatewayv2_api" ? `replace(${origin.address}.api_endpoint, "https://", "")` : `${origin.address}.dns_name`;

const distribution = (origin: Component, protocol: string): string => `resource "aws_cloudfront_distribution" "stackstage" {
  enabled     = true
  comment     = "In front of ${origin.address}"
  price_class = "PriceClass_All"

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

    forwarded_values {
      query_string = true
      headers      = ["Authorization", "Host"]

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

  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
`;

/** A CDN before what the internet reaches, so that far users are served from near. */
export const addCdn = (model: Model): Edit[] => {
  const origin = cdnOrigin(model);
  if (origin === undefined || model.ofType("aws_cloudfront_distribution").length > 0) return [];
  const secure = origin.type === "aws_apigatewayv2_api" || hasHttps(model, origin);
  return [add("aws_cloudfront_distribution.stackstage", distribution(origin, secure ? "https-only" : "http-only"))];
};
