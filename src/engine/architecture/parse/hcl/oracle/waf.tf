resource "aws_wafv2_web_acl" "site" {
  scope = "CLOUDFRONT"

  default_action {
    allow {}
  }

  rule {
    name     = "outside"
    priority = 1

    statement {
      and_statement {
        statement {
          not_statement {
            statement {
              geo_match_statement {
                country_codes = ["NL", "DE"]
              }
            }
          }
        }
        statement {
          rate_based_statement {
            limit = 1000
          }
        }
      }
    }
  }
}
