# one
// two
/* three
   four */
variable "region" { # five
  type = string // six
  /* seven */ default = "eu-west-1" /* eight */

  # nine
}
