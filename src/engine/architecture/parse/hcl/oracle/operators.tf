locals {
  a = (
    var.x == 1 || var.y != 2 &&
    !var.z
  )
  b = var.a ? "x" : var.b ? "y" : null
  c = -1 + 2 * 3 % 4 / 5
  d = 1 <= 2 == true
  e = var.list[length(var.list) - 1].name
  f = 1.5e-3 >= 2E+4
}
